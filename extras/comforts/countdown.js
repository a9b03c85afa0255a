/**
 * After too many attempts the submit buttons wait as long as the service says, and count down. Not a live region: the
 * form's alert said it once.
 */
import { isOurs, onNextState } from './dom.js';

export function countdown({ text, listen, atEnd }) {
  /** Form -> the way to end its countdown. */
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
    // Timers sleep with the tab, the clock does not. A clock that was set back counts as one that stood still.
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
  // Sent all the same, by a script: the engine, which comes after this, is to find the buttons as they were.
  const unwatch = onNextState(form, end);
  enabled.forEach((button) => (button.disabled = true));
  tick();
  return end;
}

/** A disabled button loses the focus to nobody; it is given back unless the user went elsewhere. */
const isFree = ({ activeElement, body }) => !activeElement || activeElement === body;

/** A label of our own, in a button or behind one that holds none; the page's own nodes are not touched. */
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
