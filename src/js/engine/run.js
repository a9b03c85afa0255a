/**
 * What every call needs around the engine: it always ends, even when the engine cannot be loaded or fails. Tests:
 * tests/browser/promises.test.js.
 */
import { promise } from './natives.js';
import { TIMEOUT } from './exchange.js';
import { ENGLISH } from '../texts/english.js';

/** An error result made without the engine. */
function failure(code, words) {
  const error = (words || ENGLISH)[code];
  return { result: 'error', code, error, errors: [error], fields: {}, retryable: code !== 'internal' };
}

/**
 * Runs `use` on the engine. Never rejects: resolves to what `use` gave, or to an error result.
 * @param {() => Promise<any>} load
 * @param {EngineClient} client
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

const LATE = new Error('no end in sight');

/** The result of a call that the page aborted. */
export function aborted(signal) {
  return signal && signal.aborted ? { result: 'error', code: 'aborted' } : undefined;
}

function report(error, code, /** @type {EngineClient} */ { messages }) {
  console.error(`authrocket: ${code}:`, error);
  return failure(code, messages);
}

/**
 * What a developer should check, by its key.
 * @param {string} hint
 * @param {EngineClient} client
 * @param {string} [kind] what the form or the call does
 * @param {any} [source] the form, or the fields of the call; only names are told
 * @returns {Promise<string>}
 */
export const adviceOn = (hint, client, kind, source) =>
  client.file('hints.js').then(
    (file) => file.explain(hint, kind, source),
    () => `${hint} (hints.js cannot be loaded)`,
  );

/** Tells it, where there is something to tell. @type {(...given: Parameters<typeof adviceOn>) => Promise<void>} */
export async function advise(hint, ...more) {
  if (hint) {
    console.error(`authrocket: ${await adviceOn(hint, ...more)}`);
  }
}

/**
 * Loads files that stand beside ours, and says once of each that it cannot be loaded.
 * @param {(name: string) => Promise<any>} load
 */
export function filesBy(load) {
  const missing = {};
  return (name) =>
    load(name).catch((error) => {
      if (!missing[name]) {
        missing[name] = true;
        console.error(`authrocket: ${name} cannot be loaded`);
      }
      throw error;
    });
}

function within(work, milliseconds, signal) {
  return promise((resolve, reject) => {
    const timer = setTimeout(reject, milliseconds, LATE);
    const stop = () => reject(signal);
    if (signal) {
      signal.addEventListener('abort', stop);
    }
    work.then(resolve, reject).then(() => {
      clearTimeout(timer);
      if (signal) {
        signal.removeEventListener('abort', stop);
      }
    });
  });
}
