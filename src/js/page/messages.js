/**
 * In which language a form speaks: that of its `lang`, loaded when it is needed, with the page's own words in place
 * of ours. The engine reads them from its client at the moment it has something to say.
 */
import { attribute, call, get } from './dom.js';
import { promise, race } from '../engine/natives.js';
import { ENGLISH } from '../texts/english.js';

/** Each is a file of its own in `pkg/lang`. */
const LANGUAGES = ['de', 'es', 'fr', 'ja', 'pt'];
/** Milliseconds a call waits for its language; then it speaks English. */
const PATIENCE = 2000;

const texts = {};
const loads = {};

function codeOf(element, { locale }) {
  const spoken = element && call(element, 'closest', '[lang]');
  return (locale || (spoken && attribute(spoken, 'lang')) || '').slice(0, 2).toLowerCase();
}

/** Loads the language of an element; ends soon, and well, whatever happens. */
export function prepareWords(element, client) {
  const code = codeOf(element, client);
  if (!LANGUAGES.includes(code)) {
    return undefined;
  }
  loads[code] =
    loads[code] ||
    client.file(`lang/${code}.js`).then(
      (file) => (texts[code] = file.default),
      // Not remembered: the network may be back at the next call.
      () => (loads[code] = undefined),
    );
  return race([loads[code], promise((resolve) => setTimeout(resolve, PATIENCE))]);
}

/**
 * The texts for an element, a form's own ones first; `own` are those that the page said.
 * @returns {Record<string, any>}
 */
export function wordsOf(element, client) {
  const own = { ...client.messages };
  for (const { name, value } of element ? get(element, 'attributes') : []) {
    if (name.startsWith('data-authrocket-text-')) {
      own[name.slice(21).replace(/-/g, '_')] = value;
    }
  }
  return { ...ENGLISH, ...texts[codeOf(element, client)], ...own, own };
}

/** A client that speaks as its element does by then; the settings behind it stay alive. @returns {EngineClient} */
export function clientFor(element, client) {
  return Object.create(client, { messages: { get: () => wordsOf(element, client) } });
}
