/**
 * Loads what makes forms pleasant (`extras/comforts`) once a page has a form; a login never waits for it.
 */
import { wordsOf } from './messages.js';

/**
 * @param {EngineClient} client
 * @returns {() => void} loads at the first call, and again after a failure
 */
export function comfortsOf(client) {
  let loading;
  return () => {
    loading =
      loading ||
      client.file('comforts.js').then(
        ({ comfort }) => comfort(document, (form, key) => wordsOf(form, client)[key]),
        () => (loading = undefined),
      );
  };
}
