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
  const labels = enabled.map(relabel);
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
    labels.forEach((label) => label.write(shown));
    timer = setTimeout(tick, left % 1000 || 1000);
  };
  const end = () => {
    clearTimeout(timer);
    unwatch();
    ended();
    labels.forEach((label) => label.restore());
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

/** Writes on a button; what the page has put there meanwhile stays. */
function relabel(button) {
  if (button.localName === 'input') {
    const before = button.getAttribute('value');
    let written;
    return {
      write: (label) => button.setAttribute('value', (written = label)),
      restore() {
        if (button.getAttribute('value') !== written) {
          return;
        }
        if (before === null) {
          button.removeAttribute('value');
        } else {
          button.setAttribute('value', before);
        }
      },
    };
  }
  const before = [...button.childNodes];
  const node = new Text();
  button.replaceChildren(node);
  return {
    write: (label) => (node.data = label),
    restore: () => node.parentNode === button && button.replaceChildren(...before),
  };
}
