/**
 * Makes the first submit as fast as later ones: opens the connection to the instance early, and runs the code of a submit once
 * while the browser is idle. Sends nothing. Tests: tests/browser/warm-up.test.js; measured by `cargo xtask bench pages`.
 */
import { call, get, remove, setAttribute } from './dom.js';
import { noteSubmit } from './fields.js';
import { instanceOf } from './instance-url.js';
import { askPage } from './submit.js';

/** Milliseconds after which a connection is opened again. Browsers close an unused one after about a minute. */
const FRESH = 30000;

/** By instance URL: when its connection was last opened, in epoch milliseconds. */
const opened = {};

/** Opens a connection to the instance, unless the visitor saves data or there is a recent one. */
export function preconnect({ url }) {
  // Called at each key and click, so the URL is read only when it is needed.
  if ((/** @type {any} */ (navigator).connection || {}).saveData || Date.now() - opened[url] < FRESH) {
    return;
  }
  opened[url] = Date.now();
  const { base } = instanceOf(url);
  if (base) {
    const link = call(document, 'createElement', 'link');
    // Requests to the instance carry no cookies, so they use the connections of anonymous requests.
    Object.assign(link, { rel: 'preconnect', href: base, crossOrigin: 'anonymous' });
    call(get(document, 'head'), 'append', link);
    remove(link);
  }
}

let isRehearsed;

/** Submits a form of its own, once, which is in no document: browsers compile code when it first runs. */
export function rehearse(engine, client) {
  if (!isRehearsed) {
    isRehearsed = true;
    const idle = typeof requestIdleCallback === 'function' ? requestIdleCallback : (act) => setTimeout(act, 200);
    idle(() => {
      const form = call(document, 'createElement', 'form');
      const add = (name, members) => Object.assign(call(form, 'appendChild', call(document, 'createElement', name)), members);
      add('input', { name: 'username', value: 'x' });
      add('input', { name: 'password', value: 'x', type: 'password' });
      // Without a place of its own, a login form uses `#login-errors` of the page.
      setAttribute(add('p'), 'data-authrocket-error', '');
      engine.attach(form, 'login', client);
      askPage(form, null);
      noteSubmit(form, null, []);
      const controller = new AbortController();
      engine.submit(form, controller);
      engine.answered(form, controller, { end: 'none' });
      engine.detach(form);
    });
  }
}
