/**
 * Optional enhancements of forms. The script tag and the npm client load them once a form is attached; nothing waits for them.
 * Knows the library only by its public attributes and events. Tests: tests/browser/comforts-*.test.js.
 */
import { capsLock } from './caps-lock.js';
import { codeInput } from './code-input.js';
import { countdown } from './countdown.js';
import { ENGLISH } from './english.js';
import { newPassword } from './new-password.js';
import { oneTimeCode } from './one-time-code.js';
import { resend } from './resend.js';
import { reveal } from './reveal.js';
import { webview } from './webview.js';

export { inAppBrowser } from './in-app.js';

/** On a document or shadow root: its running enhancements. Shared, because a page may load both the script tag and the module. */
const HAS = Symbol.for('authrocket.comforts');
/** Attributes whose changes the enhancements follow. */
const WATCHED = ['reveal', 'resend', 'strength', 'require', 'state'].map((name) => `data-authrocket-${name}`).concat('minlength');

/**
 * Starts the enhancements of a document, or of a shadow root with an attached form, once.
 * @param {any} root
 * @param {(element: Element, key: string) => string | undefined} [textFor] returns a text in the language of an element
 * @param {any} [form] an attached form, whose language has loaded
 * @param {() => any} [estimatorOf] returns the page's own function that estimates the passwords of this form
 * @returns {() => void} stops and removes all of them
 */
export function comfort(root, textFor, form, estimatorOf) {
  const has = (root[HAS] ||= start(root));
  if (textFor) {
    has.sources.add(textFor);
  }
  if (form) {
    has.estimators.set(form, estimatorOf);
  }
  has.update();
  return has.stop;
}

function start(root) {
  const document = root.ownerDocument || root;
  const view = document.defaultView;
  const sources = new Set();
  const estimators = new WeakMap();
  const ends = [];
  const updates = [];
  const update = () => updates.forEach((each) => each());
  const page = {
    root,
    document,
    /** The page's own function that estimates the passwords of a form, if it has one. */
    estimatorOf: (form) => (estimators.get(form) || (() => {}))(),
    text(element, key) {
      for (const source of sources) {
        const found = source(element, key);
        if (found) {
          return found;
        }
      }
      return ENGLISH[key];
    },
    // Capturing at the window runs before the listeners on the document, which submit a form or follow a link. Listeners for a
    // shadow root are on the root, because some events do not leave it.
    listen(types, listener) {
      for (const type of types.split(' ')) {
        const at = root === document || type === 'pagehide' ? view : root;
        at.addEventListener(type, listener, true);
        ends.push(() => at.removeEventListener(type, listener, true));
      }
    },
    atEnd: (end) => ends.push(end),
    /** Calls `changed` when elements, states, or attributes of enhancements change, and when a language has loaded. */
    onUpdate: (changed) => updates.push(changed),
  };
  [reveal, capsLock, countdown, oneTimeCode, codeInput, resend, newPassword, webview].forEach((each) => each(page));
  const observer = new MutationObserver(update);
  observer.observe(root, { childList: true, subtree: true, attributeFilter: WATCHED });
  page.atEnd(() => observer.disconnect());
  return {
    sources,
    estimators,
    update,
    stop() {
      if (root[HAS] && root[HAS].sources === sources) {
        delete root[HAS];
      }
      ends.splice(0).forEach((end) => end());
    },
  };
}
