/**
 * Native functions that old libraries replace. Provides promises that are always the browser's own, and warns about other natives
 * that a page has replaced. Imports nothing. Tests: tests/browser/hostile.test.js.
 */

/** Async functions return the browser's own promises, even if `window.Promise` is replaced. @returns {PromiseConstructor} */
const nativePromise = () => /** @type {any} */ ((async () => {})().constructor);

/** @param {(resolve: (value?: any) => void, reject: (error?: any) => void) => void} executor @returns {Promise<any>} */
export const promise = (executor) => new (nativePromise())(executor);

/** @param {any[]} promises @returns {Promise<any>} */
export const race = (promises) => nativePromise().race(promises);

/** Natives that the library calls. `fetch` is not listed, because pages wrap it for good reasons. */
const USED = 'URL URLSearchParams Headers Response AbortController Array.of Object.assign Object.entries Reflect.get Promise';

/** Warns about natives that the page has replaced. */
export function warnOfReplaced() {
  const replaced = USED.split(' ').filter((path) => {
    const native = path.split('.').reduce((owner, name) => owner[name], globalThis);
    return !/\[native code]/.test(Function.prototype.toString.call(native));
  });
  if (replaced.length) {
    console.warn('authrocket: this page replaces natives, which may break forms:', ...replaced);
  }
}
