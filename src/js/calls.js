/**
 * What every door needs around an engine call: it always ends, even when the wasm cannot be had or traps.
 */

import { ENGLISH, HINTS } from './texts.js';

/** Milliseconds a call may take by default (D13); the engine keeps this deadline itself. */
const TIMEOUT = 15000;
/** Longer than the engine's own deadline: only a trap gets here. */
const GRACE = 2000;

/** An error result made without the engine. */
function failure(code, words) {
  const error = (words || ENGLISH)[code];
  return { result: 'error', code, error, errors: [error], fields: {}, retryable: code !== 'internal' };
}

/**
 * Runs `use` on the engine. Never rejects: resolves to what `use` gave, or to an error result.
 * @param {() => Promise<object>} load
 * @param {{timeout?: number, messages?: Record<string, string>}} options
 * @param {Promise<any>} words ends when the texts are there, or are not to be had
 * @param {(engine: object) => Promise<any>} use
 * @param {AbortSignal} [signal]
 */
export async function run(load, options, words, use, signal) {
  const limit = (options && options.timeout > 0 ? Number(options.timeout) : TIMEOUT) + GRACE;
  let engine;
  try {
    engine = await within(load(), limit, signal);
    await words;
  } catch (error) {
    return aborted(signal) || report(error, isNetworkError(error) ? 'unreachable' : 'internal', options);
  }
  try {
    return await within(use(engine), limit, signal);
  } catch (error) {
    return aborted(signal) || report(error, 'internal', options);
  }
}

const isNetworkError = (error) => error instanceof TypeError || error === LATE;
const LATE = new Error('no end in sight');

function aborted(signal) {
  return signal && signal.aborted ? { result: 'error', code: 'aborted' } : undefined;
}

function report(error, code, { messages }) {
  console.error(`authrocket: ${code}:`, error);
  return failure(code, messages);
}

/** Tells a developer what to check, by its key. */
export function advise(hint) {
  if (hint) {
    console.error(`authrocket: ${HINTS[hint]}`);
  }
}

function within(promise, milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, milliseconds, LATE);
    const stop = () => setTimeout(reject, 0, signal);
    if (signal) {
      signal.addEventListener('abort', stop);
    }
    promise.then(resolve, reject).then(() => {
      clearTimeout(timer);
      if (signal) {
        signal.removeEventListener('abort', stop);
      }
    });
  });
}
