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

/** On a document: the comforts it has. The page may have the script tag and the module. */
const HAS = Symbol.for('authrocket.comforts');

/**
 * Gives a document its comforts, once.
 * @param {Document} document
 * @param {(element: Element, key: string) => string | undefined} [textFor] a text in an element's language, if it has one
 * @returns {() => void} takes all of them back
 */
export function comfort(document, textFor) {
  const has = (document[HAS] ||= start(document));
  if (textFor) {
    has.sources.add(textFor);
  }
  return has.stop;
}

function start(document) {
  const sources = new Set();
  const ends = [];
  const page = {
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
    // On the window, capturing: before the listeners that send a form or follow a link, which are on the document.
    listen(types, listener) {
      for (const type of types.split(' ')) {
        document.defaultView.addEventListener(type, listener, true);
        ends.push(() => document.defaultView.removeEventListener(type, listener, true));
      }
    },
    atEnd: (end) => ends.push(end),
  };
  [reveal, capsLock, countdown, oneTimeCode, webview].forEach((each) => each(page));
  return {
    sources,
    stop() {
      if (document[HAS] && document[HAS].sources === sources) {
        delete document[HAS];
      }
      ends.splice(0).forEach((end) => end());
    },
  };
}
