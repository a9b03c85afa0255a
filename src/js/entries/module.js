/**
 * The ES module `pkg/module.js`: loads the wasm from the file beside it. Bundlers recognize `new URL(…, import.meta.url)`.
 * Tests: tests/browser/client.test.js, tests/bundlers.
 */
import { AuthRocketError, clientsOf } from '../doors/client.js';

export { AuthRocketError };

export const createClient = /* @__PURE__ */ clientsOf(() =>
  fetch(new URL('./authrocket.wasm', import.meta.url), { credentials: 'same-origin', integrity: WASM_INTEGRITY }),
);
