/**
 * What is known of each form beside the engine, which keeps its own register: this one is there before the engine runs and
 * after it has failed. Tests: tests/browser/lock.test.js, letting-go.test.js.
 */

/**
 * @typedef {object} Entry
 * @property {EngineClient} [client] what the form's messages and calls are made with; there once the form was prepared
 * @property {() => void} [release] stops the guard of a form that was attached by itself
 * @property {Set<any>} buttons buttons that were enabled when the user began to submit
 * @property {boolean} [isLocked]
 * @property {number} [submitted] when, in milliseconds
 */

/** @type {WeakMap<any, Entry>} */
const entries = new WeakMap();

/** @returns {Entry} */
export function entryOf(form) {
  if (!entries.has(form)) {
    entries.set(form, { buttons: new Set() });
  }
  return entries.get(form);
}
