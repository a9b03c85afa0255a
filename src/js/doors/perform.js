/**
 * One operation with fields that a page passes, for the script API and the npm client.
 * Tests: tests/browser/operations.test.js, client.test.js.
 */
import { exchange } from '../engine/exchange.js';
import { aborted, run } from '../engine/run.js';

/**
 * Performs an operation. Resolves to a result record, also after a failure.
 * @param {() => Promise<any>} load starts the engine
 * @param {EngineClient} client
 * @param {Promise<any>} messages settles when translations have loaded or failed
 * @param {string} operation
 * @param {any} fields
 * @param {AbortSignal} [signal]
 */
export function perform(load, client, messages, operation, fields, signal) {
  // A copy, so that later changes of the page's object do not count. The engine refuses what is not an object.
  const copy = typeof fields === 'object' ? { ...fields } : fields;
  const use = async (engine) => {
    const controller = new AbortController();
    const step = aborted(signal) || engine.begin(client, operation, copy, controller.signal);
    if (!step.send) {
      return step;
    }
    const ended = await exchange(step.send, controller, client, signal);
    return aborted(signal) || engine.end(client, operation, ended);
  };
  return run(load, client, messages, use, signal);
}
