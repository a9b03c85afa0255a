/**
 * One operation with fields that a page passes itself, for the script API and the npm client.
 */
import { exchange } from '../engine/exchange.js';
import { aborted, run } from '../engine/run.js';

/**
 * One operation with fields that the page passes; resolves to a result record.
 * @param {() => Promise<any>} load
 * @param {EngineClient} client
 * @param {Promise<any>} words
 * @param {string} operation
 * @param {any} fields
 * @param {AbortSignal} [signal]
 */
export function perform(load, client, words, operation, fields, signal) {
  // What the page does to its object afterwards does not count. What is no object is for the engine to refuse.
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
  return run(load, client, words, use, signal);
}
