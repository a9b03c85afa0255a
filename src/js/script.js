/**
 * The script tag: `pkg/authrocket.js`. Defines `window.AuthRocket`, guards the page's forms, and carries the wasm.
 */
import { makeAuthRocket } from './authrocket.js';
import { guardDocument } from './guard.js';
import { loader } from './load.js';
import { ENGLISH } from './texts.js';
import { unpack } from './unpack.js';
import { table, text } from 'embedded';

/** Forms that come later attach by themselves, removed ones are let go. */
function watch(engine, settings) {
  const scan = () => engine.scan(document, settings);
  scan();
  new MutationObserver(scan).observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: ['data-authrocket'],
  });
}

if (!window.AuthRocket) {
  const load = loader(() => unpack(table, text));
  /** @type {{url?: string, timeout?: number, messages: object}} */
  const settings = { messages: ENGLISH };
  // First of all: a form submitted from now on is held until it can be sent.
  guardDocument(load, settings);

  let begun;
  const begin = () => {
    begun ||= load().then(
      (engine) => watch(engine, settings),
      (error) => {
        begun = undefined;
        console.error('authrocket:', error);
      },
    );
  };
  window.AuthRocket = makeAuthRocket(load, settings, begin);
}

const url = document.currentScript && document.currentScript.getAttribute('data-url');
if (url) {
  window.AuthRocket.setInstanceUrl(url);
}
