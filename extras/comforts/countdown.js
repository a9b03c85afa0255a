/**
 * After too many attempts, disables the submit buttons for as long as the service demands, and counts down in them. The countdown
 * is not a live region, because the form's alert shows the wait once. Tests: tests/browser/comforts-countdown.test.js.
 */
import { isOurs, onNextState } from './dom.js';

export function countdown({ text, listen, atEnd }) {
  /** By form: the function that ends its countdown. */
  const running = new Map();
  const end = (form) => running.has(form) && running.get(form)();

  listen('authrocket:error', ({ target, detail }) => {
    const seconds = isOurs(target) && detail && detail.retryAfter;
    if (seconds > 0) {
      end(target);
      running.set(target, begin(target, seconds, text, () => running.delete(target)));
    }
  });
  atEnd(() => [...running.keys()].forEach(end));
}

function begin(form, seconds, text, ended) {
  const enabled = [...form.elements].filter((control) => control.type === 'submit' && !control.disabled);
  const root = form.getRootNode();
  const { activeElement } = root;
  const labels = enabled.map(labelFor);
  let left = seconds * 1000;
  let last = Date.now();
  let timer;

  const tick = () => {
    const now = Date.now();
    // Measure with the clock, because timers pause in a sleeping tab. A clock that is set back counts as no time passed.
    left -= Math.max(0, now - last);
    last = now;
    if (left <= 0) {
      end();
      if (enabled.includes(activeElement) && isFree(root)) {
        activeElement.focus();
      }
      return;
    }
    const shown = text(form, 'retry_in').replace('{seconds}', String(Math.ceil(left / 1000)));
    labels.forEach((label) => label.write(` ${shown}`));
    timer = setTimeout(tick, left % 1000 || 1000);
  };
  const end = () => {
    clearTimeout(timer);
    unwatch();
    ended();
    labels.forEach((label) => label.remove());
    enabled.forEach((button) => (button.disabled = false));
  };
  // A script may submit the form meanwhile. Then the buttons are restored before the engine looks at them.
  const unwatch = onNextState(form, end);
  enabled.forEach((button) => (button.disabled = true));
  tick();
  return end;
}

/** Whether nothing has the focus, as after its button was disabled. If so, the button may have the focus back. */
const isFree = ({ activeElement, body }) => !activeElement || activeElement === body;

/** Adds a label to a button, or behind an `<input>`, which cannot contain one. Does not change nodes of the page. */
function labelFor(button) {
  const own = button.ownerDocument.createElement('span');
  own.setAttribute('data-authrocket-countdown', '');
  return {
    write(text) {
      own.textContent = text;
      if (!own.isConnected) {
        button[button.localName === 'input' ? 'after' : 'append'](own);
      }
    },
    remove: () => own.remove(),
  };
}
