/**
 * What makes forms pleasant, and what no login depends on: both doors load it once a form is attached, and nothing
 * waits for it. Knows the library only by its public attributes and events. Tested by `tests/browser/comforts*.test.js`.
 */
import { capsLock } from './caps-lock.js';
import { countdown } from './countdown.js';
import { oneTimeCode } from './one-time-code.js';
import { reveal } from './reveal.js';
import { ENGLISH } from './texts.js';
import { webview } from './webview.js';

export { inAppBrowser } from './in-app.js';

/** On a document or a shadow root: the comforts it has. The page may have the script tag and the module. */
const HAS = Symbol.for('authrocket.comforts');

/**
 * Gives a document, or a shadow root with an attached form, its comforts, once.
 * @param {any} root
 * @param {(element: Element, key: string) => string | undefined} [textFor] a text in an element's language, if it has one
 * @returns {() => void} takes all of them back
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
    // On the window, capturing: before the listeners that send a form or follow a link, which are on the document. Some events
    // never leave their shadow root.
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
