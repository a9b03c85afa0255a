/**
 * After too many attempts, disables the submit buttons for as long as the service demands, and counts down in them. The countdown
 * is not a live region, because the form's alert shows the wait once. Tests: tests/browser/comforts-countdown.test.js.
 */
import { isOurs, onNextState } from './dom.js';

const LIVE = '[role=status],[role=alert],[aria-live]';

export function countdown({ text, listen, atEnd }) {
  /** By form: the function that ends its countdown. */
  const running = new Map();
  const end = (form) => running.has(form) && running.get(form)();

  listen('authrocket:error', ({ target: form, detail }) => {
    const seconds = isOurs(form) && detail && detail.retryAfter;
    if (seconds > 0) {
      end(form);
      const buttons = [...form.elements].filter((control) => control.type === 'submit' && !control.disabled);
      const stop = countDown(buttons, seconds, () => text(form, 'retry_in'), () => {
        unwatch();
        running.delete(form);
      });
      // A script may submit the form meanwhile. Then the buttons are restored before the engine looks at them.
      const unwatch = onNextState(form, stop);
      running.set(form, stop);
    }
  });
  atEnd(() => [...running.keys()].forEach(end));
}

/**
 * Disables buttons for some seconds, and counts down in them.
 * @param {any[]} buttons
 * @param {number} seconds
 * @param {() => string} textOf returns the text with `{seconds}`
 * @param {() => void} ended called once, before the buttons are enabled again
 * @returns {() => void} ends the countdown now
 */
export function countDown(buttons, seconds, textOf, ended) {
  const roots = buttons.map((button) => button.getRootNode());
  const focused = buttons.find((button, at) => roots[at].activeElement === button);
  const labels = buttons.map(labelFor);
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
      if (focused && isFree(roots[buttons.indexOf(focused)])) {
        focused.focus();
      }
      return;
    }
    const shown = textOf().replace('{seconds}', String(Math.ceil(left / 1000)));
    labels.forEach((label) => label.write(` ${shown}`));
    timer = setTimeout(tick, left % 1000 || 1000);
  };
  const end = () => {
    clearTimeout(timer);
    ended();
    labels.forEach((label) => label.remove());
    buttons.forEach((button) => (button.disabled = false));
  };
  buttons.forEach((button) => (button.disabled = true));
  tick();
  return end;
}

/** Whether nothing has the focus, as after its button was disabled. If so, the button may have the focus back. */
export const isFree = ({ activeElement, body }) => !activeElement || activeElement === body;

/** Adds a label to a button, or behind an `<input>`, which cannot contain one. Does not change nodes of the page. */
function labelFor(button) {
  const own = button.ownerDocument.createElement('span');
  own.setAttribute('data-authrocket-countdown', '');
  if (button.closest(LIVE)) {
    own.setAttribute('aria-live', 'off');
  }
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
