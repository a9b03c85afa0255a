/**
 * The ES module `pkg/inline.js`: contains the wasm, for environments that cannot load a second file.
 * Tests: tests/package, tests/bundlers.
 */
import { AuthRocketError, clientsOf } from '../doors/client.js';
import { unpack } from '../engine/unpack.js';
import { table, text } from 'embedded';

export { AuthRocketError };

export const createClient = /* @__PURE__ */ clientsOf(() => unpack(table, text));
