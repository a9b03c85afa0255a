/**
 * Optional enhancements of forms. The script tag and the npm client load them once a form is attached; nothing waits for them.
 * Knows the library only by its public attributes and events. Tests: tests/browser/comforts-*.test.js.
 */
import { capsLock } from './caps-lock.js';
import { countdown } from './countdown.js';
import { oneTimeCode } from './one-time-code.js';
import { reveal } from './reveal.js';
import { ENGLISH } from './texts.js';
import { webview } from './webview.js';

export { inAppBrowser } from './in-app.js';

/** On a document or shadow root: its running enhancements. Shared, because a page may load both the script tag and the module. */
const HAS = Symbol.for('authrocket.comforts');

/**
 * Starts the enhancements of a document, or of a shadow root with an attached form, once.
 * @param {any} root
 * @param {(element: Element, key: string) => string | undefined} [textFor] returns a text in the language of an element
 * @returns {() => void} stops and removes all of them
 */
export function comfort(root, textFor) {
  const has = (root[HAS] ||= start(root));
  if (textFor) {
    has.sources.add(textFor);
  }
  return has.stop;
}

function start(root) {
  const document = root.ownerDocument || root;
  const view = document.defaultView;
  const sources = new Set();
  const ends = [];
  const page = {
    root,
    document,
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
  };
  [reveal, capsLock, countdown, oneTimeCode, webview].forEach((each) => each(page));
  return {
    sources,
    stop() {
      if (root[HAS] && root[HAS].sources === sources) {
        delete root[HAS];
      }
      ends.splice(0).forEach((end) => end());
    },
  };
}
