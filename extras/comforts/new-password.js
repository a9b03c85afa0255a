/**
 * Loads the strength meter (`pkg/strength.js`) when an attached form has a field with `data-authrocket-strength`, and runs one for
 * each such field. Tests: tests/browser/strength-loading.test.js.
 */
import { loadStrength } from '../apart.js';

const FIELDS = '[data-authrocket-strength]';
const ATTACHED = '[data-authrocket-state]';

export function newPassword(page) {
  const { root, listen, atEnd, onUpdate } = page;
  /** By field: its meter. */
  const meters = new Map();
  /** Whether the file is loading, has loaded or has failed. */
  let isLoading = false;
  let attachMeter;

  const isWanted = (field) => field.isConnected && field.form && field.form.matches(ATTACHED) && field.matches(FIELDS);
  const update = () => {
    meters.forEach((meter, field) => {
      if (isWanted(field)) {
        meter.update();
      } else {
        meter.stop();
        meters.delete(field);
      }
    });
    const fields = [...root.querySelectorAll(FIELDS)].filter((field) => isWanted(field) && !meters.has(field));
    if (attachMeter) {
      fields.forEach((field) => meters.set(field, attachMeter(page, field)));
    } else if (fields.length && !isLoading) {
      isLoading = true;
      load();
    }
  };
  const load = async () => {
    try {
      ({ attachMeter } = await loadStrength());
    } catch {
      console.error('authrocket: strength.js cannot be loaded');
    }
    update();
  };

  onUpdate(update);
  // After a failure, when a user comes to a field: the network may be back.
  listen('focusin', ({ target }) => {
    if (!attachMeter && meters.size === 0 && target.matches && target.matches(FIELDS)) {
      isLoading = false;
      update();
    }
  });
  atEnd(() => {
    isLoading = true;
    attachMeter = undefined;
    meters.forEach((meter) => meter.stop());
    meters.clear();
  });
}
