/**
 * Loads what makes forms pleasant (`src/js/comforts`) once a page has a form; a login never waits for it.
 */
import { wordsOf } from './words.js';

/**
 * @param {import('./words.js').Client} client
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
