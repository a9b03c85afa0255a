/**
 * The script tag: `pkg/authrocket.js`. Defines `window.AuthRocket`, guards the page's forms, and carries the wasm.
 */
import { makeAuthRocket } from './authrocket.js';
import { comfortsOf } from './comforts-loader.js';
import { attachAll, guardDocument } from './guard.js';
import { linkDocument, watchClicks } from './links.js';
import { current, engineKind, loader } from './load.js';
import { unpack } from './unpack.js';
import { table, text } from 'embedded';

/** Forms that come later attach by themselves, removed ones are let go. */
function watch(scan) {
  scan();
  new MutationObserver(scan).observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: ['data-authrocket', 'data-authrocket-social', 'data-authrocket-hosted'],
  });
}

/** @param {string} src  @param {any} tag */
function runScript(src, { nonce }) {
  return new Promise((resolve, reject) => {
    const onerror = () => reject(new TypeError(`authrocket: ${src} cannot be had`));
    document.head.append(Object.assign(document.createElement('script'), { nonce, onload: resolve, onerror, src }));
  });
}

const { currentScript: tag } = document;

if (!window.AuthRocket) {
  // The files beside this one; a script without an address has none.
  const addressOf = (name) => new URL(name, tag && /** @type {HTMLScriptElement} */ (tag).src).href;
  const beside = async (name) => import(addressOf(name));
  // A page from a file, or without an origin, may not import; a policy with Trusted Types leaves nothing else.
  const fallback = () => beside('fallback.js').catch(() => runScript(addressOf('fallback.js'), tag));
  const load = loader(() => unpack(table, text), fallback);
  /** @type {import('./words.js').Client & {comforts?: () => void}} */
  const settings = { file: beside };
  settings.comforts = comfortsOf(settings);
  // First of all: a form submitted from now on is held until it can be sent.
  guardDocument(load, settings);
  watchClicks(settings);

  const scan = () => {
    if (settings.url) {
      attachAll(current(), settings);
      linkDocument(settings);
    }
  };
  let begun;
  const begin = () => {
    // The token of a mail's link leaves the address before the engine is there, or cannot be had.
    scan();
    begun ||= load().then(
      () => watch(scan),
      (error) => {
        begun = undefined;
        console.error('authrocket:', error);
      },
    );
  };
  document.addEventListener('DOMContentLoaded', scan, { once: true });
  window.AuthRocket = makeAuthRocket(load, engineKind, settings, begin);
}

const url = tag && tag.getAttribute('data-url');
if (url) {
  window.AuthRocket.setInstanceUrl(url);
}
