// @ts-nocheck The paths are those of pkg/, where these files stand beside the bundle.
/**
 * The ES module `pkg/development.js`: `module.js` for development builds of bundlers (export condition `development`). Loads the form
 * doctor at the first `attach`, which then prints findings on the console. Tests: tests/browser/doctor-start.test.js, tests/package.
 */
import { AuthRocketError, createClient as create } from './module.js';

export { AuthRocketError };

/** Set while the doctor runs, so that `pkg/hints.js` does not report the same findings. */
const DOCTOR_RUNS = Symbol.for('authrocket.doctor');
/** The forms of the page's HTML. The others are rendered by a script, and cannot be submitted before this one runs. */
const early = typeof document === 'object' ? [...document.querySelectorAll('form')] : [];
/** The forms that were attached, with their options, for the doctor: it cannot see them. */
const forms = [];

export function createClient(options) {
  const client = create(options);
  const { attach } = client;
  client.attach = (form, how) => {
    const entry = { form, rendered: !early.includes(form), ...how };
    try {
      const attachment = attach(form, how);
      const { detach } = attachment;
      attachment.detach = () => {
        forget(entry);
        detach();
      };
      return attachment;
    } finally {
      // Also if the options are wrong: the doctor reports what is.
      forms.push(entry);
      startDoctor(options);
    }
  };
  return client;
}

function forget(entry) {
  const at = forms.indexOf(entry);
  if (at >= 0) {
    forms.splice(at, 1);
  }
}

function startDoctor(options) {
  const { url, api } = Object(options);
  globalThis[DOCTOR_RUNS] ||= import('./doctor.module.js').then(
    ({ start }) => Boolean(start({ url, api, forms, quiet: true })),
    () => console.warn('authrocket: doctor.module.js cannot be loaded'),
  );
}
