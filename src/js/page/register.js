/**
 * What JavaScript knows about each form, also before the engine runs and after it has failed. The engine has its own register
 * (`src/browser/forms.rs`). Imports nothing. Tests: tests/browser/lock.test.js, letting-go.test.js.
 */

/**
 * @typedef {object} Entry
 * @property {EngineClient} [client] settings and messages of the form; set once the form is prepared
 * @property {() => void} [release] stops the guard of a form that `attach` was called with
 * @property {Set<any>} buttons buttons that were enabled when the user began to submit
 * @property {boolean} [isLocked]
 * @property {number} [turn] counts the times that the buttons were locked
 * @property {number} [submitted] time of the last submit, in epoch milliseconds
 * @property {{ submitter: any, enabled: any[], hidden: any[], custom: [string, any][] }} [sent] what the browser would have sent at
 *   the last submit: the button, the controls that were enabled or not shown, and the fields of custom elements
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
