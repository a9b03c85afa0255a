/**
 * Loads the optional enhancements of forms (`extras/comforts`) once a page has a form. A login never waits for them.
 * Tests: tests/browser/forms.test.js, loading.test.js.
 */
import { call, get } from './dom.js';
import { messagesOf } from './messages.js';

/**
 * @param {EngineClient} client
 * @returns {EngineClient['enhance']} enhances the document or shadow root of a form; loads at the first call, or after a failure
 */
export function enhancementsOf(client) {
  let loading;
  const textFor = (form, key) => messagesOf(form, client)[key];
  return (form, options, messages) => {
    const root = call(form, 'getRootNode');
    loading = loading || client.file('comforts.js');
    loading.then(
      // The root of a form that is in no document yet is neither a document nor a shadow root.
      async ({ comfort }) => {
        await messages;
        comfort(get(root, 'host') ? root : document, textFor, form, () => (options && options.strength) || client.strength);
      },
      () => (loading = undefined),
    );
  };
}
