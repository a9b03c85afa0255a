/**
 * The ES module `pkg/module.js`: the wasm stands beside it. The address is written so that bundlers find the file.
 */
import { AuthRocketError, clientsOf } from '../doors/client.js';

export { AuthRocketError };

export const createClient = /* @__PURE__ */ clientsOf(() =>
  fetch(new URL('./authrocket.wasm', import.meta.url), { credentials: 'same-origin', integrity: WASM_INTEGRITY }),
);
