/**
 * Proposes what makes the first login faster. A `preconnect` is not proposed: the library opens the connection itself.
 * Tests: tests/browser/doctor-files.test.js.
 */
import { finding } from '../findings.js';
import { beside } from '../instance.js';
import { resolve } from '../page.js';

/** The addresses of what a page has loaded; none in a DOM outside of browsers. */
const loaded = ({ performance }) =>
  performance && performance.getEntriesByType ? performance.getEntriesByType('resource').map(({ name }) => name.split(/[?#]/)[0]) : [];

/**
 * The folder of the package, if the page has loaded the ES module from there. Bundlers and their servers have names and ways of
 * their own.
 * @returns {URL | undefined}
 */
export function moduleFolder({ document, window }) {
  const names = document.defaultView ? loaded(window) : [];
  const found = names.find((name) => /\/(pkg|authrocket-wasm)\/(.*\/)?module\.js$/.test(name));
  return found && !names.includes(found.replace(/module\.js$/, 'development.js')) ? new URL('.', found) : undefined;
}

/** Whether a `<link>` of the page loads a file early. */
const isLinked = (document, rel, url) =>
  [...document.querySelectorAll(`link[rel~="${rel}"]`)].some((link) => (resolve(link.getAttribute('href') || '', document) || {}).href === url.href);

/** How a page would name an address: its own origin is left out. */
const short = (url, { origin }) => (url.origin === origin ? url.pathname : url.href);

/** The module asks for the wasm only once it runs. The script tag has the wasm inside. @param {import('../page.js').Page} page */
export function* speed(page) {
  const { document } = page;
  const folder = moduleFolder(page);
  const wasm = folder && new URL('authrocket.wasm', folder);
  if (wasm && page.forms.some(({ marked }) => marked) && !isLinked(document, 'preload', wasm)) {
    yield finding(
      'preload-wasm',
      document.head,
      'The browser asks for the wasm only when the module runs, after its own scripts have loaded.',
      `Write <link rel="preload" as="fetch" type="application/wasm" crossorigin href="${short(wasm, page)}"> into <head>, if the server lets browsers cache the file; else some load it twice.`,
    );
  }
}

/** For pages whose policy forbids WebAssembly: the engine is then always `fallback.js`. */
export function preloadOfFallback(page) {
  const folder = moduleFolder(page);
  const file = folder ? new URL('fallback.js', folder) : beside(page.document, 'fallback.js');
  return !file || isLinked(page.document, 'modulepreload', file)
    ? []
    : [
        finding(
          'preload-fallback',
          page.document.head,
          'Without WebAssembly the engine is fallback.js, which the browser asks for only when the library runs.',
          `Write <link rel="modulepreload" href="${short(file, page)}"> into <head>, or allow WebAssembly.`,
        ),
      ];
}
