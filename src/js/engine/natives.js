/**
 * Natives that old libraries replace: this code uses the browser's own promises, and says which others a page has replaced.
 * Tests: tests/browser/hostile.test.js.
 */

/** An async function's promise is the browser's, whatever `window.Promise` is. @returns {PromiseConstructor} */
const nativePromise = () => /** @type {any} */ ((async () => {})().constructor);

/** @param {(resolve: (value?: any) => void, reject: (error?: any) => void) => void} executor @returns {Promise<any>} */
export const promise = (executor) => new (nativePromise())(executor);

/** @param {any[]} promises @returns {Promise<any>} */
export const race = (promises) => nativePromise().race(promises);

/** What is called here or by the engine. `fetch` is not among them: pages wrap it for good reasons. */
const USED = 'URL URLSearchParams Headers Response AbortController Array.of Object.assign Object.entries Reflect.get Promise';

/** Warns of natives that a page has replaced. */
export function warnOfReplaced() {
  const replaced = USED.split(' ').filter((path) => {
    const native = path.split('.').reduce((owner, name) => owner[name], globalThis);
    return !/\[native code]/.test(Function.prototype.toString.call(native));
  });
  if (replaced.length) {
    console.warn('authrocket: this page replaces natives, which may break forms:', ...replaced);
  }
}
