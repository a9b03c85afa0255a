/**
 * The script tag `pkg/authrocket.js`: defines `window.AuthRocket`, guards and attaches the page's forms, and contains the wasm.
 * Tests: tests/browser/script.test.js, markup.test.js.
 */
import { makeAuthRocket } from '../doors/authrocket.js';
import { enhancementsOf } from '../page/enhancements.js';
import { call, get } from '../page/dom.js';
import { attachAll, guardDocument } from '../page/guard.js';
import { inspect } from '../page/inspect.js';
import { linkDocument, watchClicks } from '../page/links.js';
import { current, engineKind, loader } from '../engine/load.js';
import { promise } from '../engine/natives.js';
import { filesBy } from '../engine/run.js';
import { unpack } from '../engine/unpack.js';
import { table, text } from 'embedded';

/** Marks the object that this script makes. A page may have another `AuthRocket`: an object, or an element with that id. */
const OURS = Symbol.for('authrocket');
/** Members that a page may set on a plain object of that name before this script runs. */
const SETTINGS = ['messages', 'locale', 'strength', 'loginHandler', 'signupHandler', 'codeHandler'];

/** @param {string} src  @param {any} tag */
function runScript(src, { nonce }) {
  return promise((resolve, reject) => {
    const onerror = () => reject(new TypeError(`authrocket: ${src} cannot be loaded`));
    const script = call(document, 'createElement', 'script');
    call(get(document, 'head'), 'append', Object.assign(script, { nonce, onload: resolve, onerror, src }));
  });
}

const tag = get(document, 'currentScript');
/** The present `window.AuthRocket`. Only a plain object can be the one of this script, or settings of the page. */
const found = isPlain(window.AuthRocket) ? window.AuthRocket : {};

function isPlain(value) {
  return typeof value === 'object' && value && Object.getPrototypeOf(value) === Object.prototype;
}

function start() {
  // Files beside this one. An inline script has no address, so this throws.
  const addressOf = (name) => new URL(name, tag && tag.src).href;
  const file = filesBy(async (name) => import(addressOf(name)));
  // Import first, because Trusted Types may forbid a script element. Pages without an origin, such as files, cannot import.
  const fallback = () => import(addressOf('fallback.js')).catch(() => runScript(addressOf('fallback.js'), tag));
  const load = loader(() => unpack(table, text), fallback);
  /** @type {EngineClient} */
  const settings = { file };
  settings.enhance = enhancementsOf(settings);
  if (!tag) {
    console.error('authrocket: no classic script tag (type="module"?)');
  }
  // Guard first: from now on, a submit is held until the engine can send it.
  const { listen } = guardDocument(load, settings);
  const watch = watchClicks(settings);
  inspect(settings);

  // Attaches forms that are added later, and detaches those that are removed.
  let root = get(document, 'documentElement');
  const scan = () => {
    if (get(document, 'documentElement') !== root) {
      // A document that is rewritten loses its listeners.
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
    // Before the engine runs, and even if it never does: moves the token of a mail's link out of the address.
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

/** Defines `window.AuthRocket`. Keeps the settings that the page wrote there before. */
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
  AuthRocket.setInstanceUrl(url, { api: tag.getAttribute('data-api') });
}
