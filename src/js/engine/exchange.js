/**
 * One `fetch` of a request that the engine has made, with a deadline and an abort. Whatever the network, the service or the
 * page does, it ends, once.
 */

import { promise, race } from './natives.js';

/** Milliseconds a call may take by default (D13). */
export const TIMEOUT = 15000;

/**
 * @param {{ url: string, init: RequestInit }} request with `controller`'s signal
 * @param {AbortController} controller
 * @param {{timeout?: number, fetch?: (url: string, init: RequestInit) => Promise<any>}} client
 * @param {AbortSignal} [signal] of the page
 * @returns {Promise<{answer?: any, body?: any, end?: 'timeout' | 'aborted' | 'offline' | 'none'}>} `end` where no answer came
 */
export async function exchange({ url, init }, controller, client, signal) {
  const abort = () => controller.abort();
  let end;
  let stop;
  // A `fetch` of the page's own may not care for the signal.
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
    return { end: end || (navigator.onLine === false ? 'offline' : 'none') };
  } finally {
    clearTimeout(timer);
    controller.signal.removeEventListener('abort', stop);
    if (signal) {
      signal.removeEventListener('abort', abort);
    }
  }
}

/** A body that is cut short, or no JSON at all, is for the engine to judge. */
async function read(answer) {
  try {
    return await answer.json();
  } catch {
    return undefined;
  }
}
