/**
 * Runs calls on the engine. Every call settles, also if the engine cannot be loaded or fails. Reports developers' mistakes on the
 * console. Tests: tests/browser/promises.test.js, developers.test.js.
 */
import { RETRYABLE } from 'names';
import { promise } from './natives.js';
import { TIMEOUT } from './exchange.js';
import { ENGLISH } from '../texts/english.js';

/** An error result made without the engine. */
function failure(code, messages) {
  const error = (messages || ENGLISH)[code];
  return { result: 'error', code, error, errors: [error], fields: {}, retryable: RETRYABLE.includes(code) };
}

/**
 * Runs `use` on the engine. Never rejects: resolves to the result of `use`, or to an error result.
 * @param {() => Promise<any>} load starts the engine
 * @param {EngineClient} client
 * @param {Promise<any>} messages settles when translations have loaded or failed
 * @param {(engine: any) => any} use
 * @param {AbortSignal} [signal]
 */
export async function run(load, client, messages, use, signal) {
  let engine;
  try {
    engine = await within(load(), client.timeout > 0 ? Number(client.timeout) : TIMEOUT, signal);
    await messages;
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
 * The text of a hint: what a developer should check.
 * @param {string} hint a key of `src/js/texts/hints.js`
 * @param {EngineClient} client
 * @param {string} [kind] the kind of the form or call
 * @param {any} [source] the form, or the fields of the call; the text shows only names
 * @returns {Promise<string>}
 */
export const adviceOn = (hint, client, kind, source) =>
  client.file('hints.js').then(
    (file) => file.explain(hint, kind, source),
    () => `${hint} (hints.js cannot be loaded)`,
  );

/** Prints a hint on the console, if there is one. @type {(...given: Parameters<typeof adviceOn>) => Promise<void>} */
export async function advise(hint, ...more) {
  if (hint) {
    console.error(`authrocket: ${await adviceOn(hint, ...more)}`);
  }
}

/**
 * Loads further files of the package. Reports on the console, once per file, that a file cannot be loaded.
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
