/**
 * The script tag: `pkg/authrocket.js`. Defines `window.AuthRocket`, guards the page's forms, and carries the wasm.
 */
import { makeAuthRocket } from '../doors/authrocket.js';
import { comfortsOf } from '../page/enhancements.js';
import { call, get } from '../page/dom.js';
import { attachAll, guardDocument } from '../page/guard.js';
import { inspect } from '../page/inspect.js';
import { linkDocument, watchClicks } from '../page/links.js';
import { current, engineKind, loader } from '../engine/load.js';
import { promise } from '../engine/natives.js';
import { filesBy } from '../engine/run.js';
import { unpack } from '../engine/unpack.js';
import { table, text } from 'embedded';

/** On the object that this script makes: a page may have something else of that name, or an element with that id. */
const OURS = Symbol.for('authrocket');
/** What a page may have set on an object of its own before this script came. */
const SETTINGS = ['messages', 'locale', 'loginHandler', 'signupHandler', 'codeHandler'];

/** @param {string} src  @param {any} tag */
function runScript(src, { nonce }) {
  return promise((resolve, reject) => {
    const onerror = () => reject(new TypeError(`authrocket: ${src} cannot be loaded`));
    const script = call(document, 'createElement', 'script');
    call(get(document, 'head'), 'append', Object.assign(script, { nonce, onload: resolve, onerror, src }));
  });
}

const tag = get(document, 'currentScript');
/** What has this script's name by now; only a plain object can be ours, or a page's settings. */
const found = isPlain(window.AuthRocket) ? window.AuthRocket : {};

function isPlain(value) {
  return typeof value === 'object' && value && Object.getPrototypeOf(value) === Object.prototype;
}

function start() {
  // The files beside this one; a script without an address has none.
  const addressOf = (name) => new URL(name, tag && tag.src).href;
  const beside = filesBy(async (name) => import(addressOf(name)));
  // A page from a file, or without an origin, may not import; a policy with Trusted Types leaves nothing else.
  const fallback = () => import(addressOf('fallback.js')).catch(() => runScript(addressOf('fallback.js'), tag));
  const load = loader(() => unpack(table, text), fallback);
  /** @type {EngineClient} */
  const settings = { file: beside };
  settings.comforts = comfortsOf(settings);
  if (!tag) {
    console.error('authrocket: no classic script tag (type="module"?)');
  }
  // First of all: a form submitted from now on is held until it can be sent.
  const { listen } = guardDocument(load, settings);
  const watch = watchClicks(settings);
  inspect(settings);

  // Forms that come later attach by themselves, removed ones are let go.
  let root = get(document, 'documentElement');
  const scan = () => {
    if (get(document, 'documentElement') !== root) {
      // A document that was rewritten has lost its listeners.
      root = get(document, 'documentElement');
      listen();
      watch();
    }
    if (settings.url) {
      attachAll(current(), settings);
      linkDocument(settings);
    }
  };
  let begun;
  const begin = () => {
    // The token of a mail's link leaves the address before the engine is there, or cannot be had.
    scan();
    begun ||= load().then(scan, (error) => {
      begun = undefined;
      console.error('authrocket:', error);
    });
  };
  new MutationObserver(scan).observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: ['data-authrocket', 'data-authrocket-social', 'data-authrocket-hosted'],
  });
  call(document, 'addEventListener', 'DOMContentLoaded', scan, { once: true });
  const AuthRocket = makeAuthRocket(load, engineKind, settings, begin);
  AuthRocket[OURS] = true;
  take(AuthRocket);
  return AuthRocket;
}

/** Puts it in its place, with what the page has set there before. */
function take(AuthRocket) {
  SETTINGS.filter((name) => found[name]).forEach((name) => (AuthRocket[name] = found[name]));
  try {
    window.AuthRocket = AuthRocket;
  } catch {
    console.error('authrocket: window.AuthRocket cannot be set; forms work, calls do not');
  }
}

const AuthRocket = found[OURS] ? found : start();
const url = tag && tag.getAttribute('data-url');
if (url) {
  AuthRocket.setInstanceUrl(url);
}
