/**
 * Loads what makes forms pleasant (`extras/comforts`) once a page has a form; a login never waits for it.
 */
import { call, get } from './dom.js';
import { wordsOf } from './messages.js';

/**
 * @param {EngineClient} client
 * @returns {(form?: any) => void} for the document or the shadow root of a form; loads at the first call, and again after a failure
 */
export function comfortsOf(client) {
  let loading;
  const textFor = (form, key) => wordsOf(form, client)[key];
  return (form) => {
    const root = call(form, 'getRootNode');
    loading = loading || client.file('comforts.js');
    loading.then(
      // A form that is in no document yet has neither.
      ({ comfort }) => comfort(get(root, 'host') ? root : document, textFor),
      () => (loading = undefined),
    );
  };
}
