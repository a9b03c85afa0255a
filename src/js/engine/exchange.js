/**
 * Sends one request with `fetch`, with a deadline and an abort. Settles exactly once, whatever the network, the
 * service or the page does. Tests: tests/browser/transport.test.js.
 */

import { promise, race } from './natives.js';

/** Milliseconds until a call times out, by default (D13). */
export const TIMEOUT = 15000;

/**
 * @param {{ url: string, init: RequestInit }} request its `init.signal` is that of `controller`
 * @param {AbortController} controller
 * @param {{timeout?: number, fetch?: (url: string, init: RequestInit) => Promise<any>}} client
 * @param {AbortSignal} [signal] the page's signal
 * @param {(answer: any) => Promise<any>} [read] reads the body; if it fails, no answer came
 * @returns {Promise<{answer?: any, body?: any, end?: 'timeout' | 'aborted' | 'offline' | 'none'}>} `end` if no answer came
 */
export async function exchange({ url, init }, controller, client, signal, read = readJson) {
  const abort = () => controller.abort();
  let end;
  let stop;
  // The page's own `fetch` may ignore the signal, so an abort also ends the exchange here.
  const ended = promise((_, reject) => {
    stop = () => reject((end = end || 'aborted'));
  });
  const late = () => {
    end = 'timeout';
    abort();
  };
  const timer = setTimeout(late, client.timeout > 0 ? Number(client.timeout) : TIMEOUT);
  controller.signal.addEventListener('abort', stop);
  if (signal) {
    signal.addEventListener('abort', abort);
  }
  try {
    const answer = await race([(client.fetch || fetch)(url, init), ended]);
    const body = await race([read(answer), ended]);
    return { answer, body };
  } catch {
    // Node 20 has no `navigator`.
    const offline = typeof navigator === 'object' && navigator.onLine === false;
    return { end: end || (offline ? 'offline' : 'none') };
  } finally {
    clearTimeout(timer);
    controller.signal.removeEventListener('abort', stop);
    if (signal) {
      signal.removeEventListener('abort', abort);
    }
  }
}

/** The JSON of an answer; `undefined` if the body is incomplete or not JSON, which the engine judges. */
async function readJson(answer) {
  try {
    return await answer.json();
  } catch {
    return undefined;
  }
}
