/**
 * What every door needs around the engine: a call that always ends, even when the wasm cannot be had or traps.
 */
import { exchange, TIMEOUT } from './exchange.js';
import { ENGLISH } from './texts.js';

/** An error result made without the engine. */
function failure(code, words) {
  const error = (words || ENGLISH)[code];
  return { result: 'error', code, error, errors: [error], fields: {}, retryable: code !== 'internal' };
}

/**
 * Runs `use` on the engine. Never rejects: resolves to what `use` gave, or to an error result.
 * @param {() => Promise<any>} load
 * @param {import('./words.js').Client} client
 * @param {Promise<any>} words ends when the texts are there, or are not to be had
 * @param {(engine: any) => any} use
 * @param {AbortSignal} [signal]
 */
export async function run(load, client, words, use, signal) {
  let engine;
  try {
    engine = await within(load(), client.timeout > 0 ? Number(client.timeout) : TIMEOUT, signal);
    await words;
  } catch (error) {
    const network = error instanceof TypeError || error === LATE;
    return aborted(signal) || report(error, network ? 'unreachable' : 'internal', client);
  }
  try {
    return await use(engine);
  } catch (error) {
    return report(error, 'internal', client);
  }
}

/**
 * One operation with fields that the page passes; resolves to a result record.
 * @param {() => Promise<any>} load
 * @param {import('./words.js').Client} client
 * @param {Promise<any>} words
 * @param {string} operation
 * @param {object} fields
 * @param {AbortSignal} [signal]
 */
export function perform(load, client, words, operation, fields, signal) {
  const use = async (engine) => {
    const controller = new AbortController();
    const step = aborted(signal) || engine.begin(client, operation, fields, controller.signal);
    if (!step.send) {
      return step;
    }
    const ended = await exchange(step.send, controller, client, signal);
    return aborted(signal) || engine.end(client, operation, ended);
  };
  return run(load, client, words, use, signal);
}

const LATE = new Error('no end in sight');

function aborted(signal) {
  return signal && signal.aborted ? { result: 'error', code: 'aborted' } : undefined;
}

function report(error, code, /** @type {import('./words.js').Client} */ { messages }) {
  console.error(`authrocket: ${code}:`, error);
  return failure(code, messages);
}

/** What a developer should check, by its key. @returns {Promise<string>} */
export const adviceOn = (hint, client) =>
  client.file('hints.js').then(
    (file) => file.default[hint],
    () => hint,
  );

/** Tells it. */
export async function advise(hint, client) {
  if (hint) {
    console.error(`authrocket: ${await adviceOn(hint, client)}`);
  }
}

function within(promise, milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, milliseconds, LATE);
    const stop = () => reject(signal);
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
