/**
 * The messages of a form, in the language of its `lang`. Loads a language when a form needs it; texts of the page replace those
 * of the library. The engine reads them from its client when it shows one. Tests: tests/browser/words.test.js, lang.test.js.
 */
import { attribute, call, get } from './dom.js';
import { promise, race } from '../engine/natives.js';
import { ENGLISH } from '../texts/english.js';
import { LANGUAGES, codeOf } from '../texts/languages.js';

/** Milliseconds that a call waits for its language; then its messages are English. */
const PATIENCE = 2000;

const texts = {};
const loads = {};

function languageOf(element, { locale }) {
  const withLang = element && call(element, 'closest', '[lang]');
  return locale || (withLang && attribute(withLang, 'lang')) || '';
}

/** Loads the language of an element. Resolves when it has loaded, has failed, or takes too long; never rejects. */
export function prepareMessages(element, client) {
  const code = codeOf(languageOf(element, client));
  if (!LANGUAGES.includes(code)) {
    return undefined;
  }
  loads[code] =
    loads[code] ||
    client.file(`lang/${code}.js`).then(
      (file) => (texts[code] = file.default),
      // Try again at the next call: the network may be back.
      () => (loads[code] = undefined),
    );
  return race([loads[code], promise((resolve) => setTimeout(resolve, PATIENCE))]);
}

/**
 * The messages for an element, by key: attributes of the element, then `messages`, then its language, then English. `own` holds
 * only those of the page.
 * @returns {Record<string, any>}
 */
export function messagesOf(element, client) {
  const own = { ...client.messages };
  for (const { name, value } of element ? get(element, 'attributes') : []) {
    if (name.startsWith('data-authrocket-text-')) {
      own[name.slice(21).replace(/-/g, '_')] = value;
    }
  }
  return { ...ENGLISH, ...texts[codeOf(languageOf(element, client))], ...own, own };
}

/**
 * A client for one element. Messages are looked up when read, in the element's current language. It inherits from the page's
 * settings, so later changes of them apply.
 * @returns {EngineClient}
 */
export function clientFor(element, client) {
  return Object.create(client, {
    messages: { get: () => messagesOf(element, client) },
    language: { get: () => languageOf(element, client) },
  });
}
