/**
 * The ES module `pkg/inline.js`: the wasm is inside, for where a second file is one too many.
 */
import { AuthRocketError, clientsOf } from '../doors/client.js';
import { unpack } from '../engine/unpack.js';
import { table, text } from 'embedded';

export { AuthRocketError };

export const createClient = /* @__PURE__ */ clientsOf(() => unpack(table, text));
