/**
 * One `fetch` of the engine's `Request`, with a deadline and an abort. Whatever the network, the service or the page
 * does, it ends, once.
 */

/** Milliseconds a call may take by default (D13). */
export const TIMEOUT = 15000;

/**
 * @param {Request} request made with `controller`'s signal
 * @param {AbortController} controller
 * @param {{timeout?: number, fetch?: (request: Request) => Promise<any>}} client
 * @param {AbortSignal} [signal] of the page
 * @returns {Promise<{answer?: any, body?: any, wait?: any, end?: 'timeout' | 'aborted' | 'offline' | 'none'}>} `end` where
 *   no answer came; `wait` is the `Retry-After` header, where the page may read it
 */
export async function exchange(request, controller, client, signal) {
  const abort = () => controller.abort();
  let end;
  let stop;
  // A `fetch` of the page's own may not care for the signal.
  const ended = new Promise((_, reject) => {
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
    const answer = await Promise.race([(client.fetch || fetch)(request), ended]);
    const body = await Promise.race([read(answer), ended]);
    return { answer, body, wait: waitOf(answer) };
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

/** What a page's own `fetch` gives may be no `Response`. */
function waitOf(answer) {
  try {
    return answer.headers.get('retry-after');
  } catch {
    return undefined;
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
