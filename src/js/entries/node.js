/**
 * The ES module `pkg/node.js`, for servers and tests: the npm client, with the wasm read from disk. Tests: tests/package.
 */
import { readFile } from 'node:fs/promises';
import { AuthRocketError, clientsOf } from '../doors/client.js';

export { AuthRocketError };

export const createClient = clientsOf(() => readFile(new URL('./authrocket.wasm', import.meta.url)));
