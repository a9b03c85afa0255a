/**
 * Loads what makes forms pleasant (`src/js/comforts`) once a page has a form; a login never waits for it.
 */
import { wordsOf } from './words.js';

/**
 * @param {() => Promise<{comfort: Function}>} load
 * @param {import('./words.js').Client} client
 * @returns {() => void} loads at the first call, and again after a failure
 */
export function comfortsOf(load, client) {
  let loading;
  return () => {
    loading =
      loading ||
      Promise.resolve()
        .then(load)
        .then(
          ({ comfort }) => comfort(document, (form, key) => wordsOf(form, client)[key]),
          () => (loading = undefined),
        );
  };
}
