/**
 * How a token reaches the app: by navigation, a form POST of its own, `fetch`, a native host, or by event alone
 * (contract, section 4). The engine says what, and makes a failure of what comes of it.
 */
import { attribute, call, documentOf, find, get, setAttribute, windowOf } from './dom.js';
import { showDone } from './done.js';
import { TIMEOUT } from './exchange.js';
import { companionsOf } from './fields.js';

const CSRF = /csrf|^authenticity_token$|^_token$/i;

/**
 * @param {import('./words.js').Client} client
 * @param {any} result a result record
 * @param {any[]} asked a form and what `attach` was told about it; the same of the login form, where the first asks
 *   for its code
 * @param {any} submitter the button that was pressed, if any
 * @returns {Promise<boolean | object>} whether the page is being left; or `{ hint }`, a mistake of the page; or
 *   `{ status, body }`, the app's refusal, with a status of 0 where no answer came
 */
export async function handOver(client, result, [form, options, origin, originOptions], submitter) {
  let wish = wishOf(form, options);
  if (origin && !wish.deliver && !wish.to) {
    wish = wishOf(origin, originOptions);
  }
  const way = WAYS.get(wish.deliver || 'navigate');
  if (!way) {
    return { hint: 'deliver_unknown' };
  }
  const left = await way({ ...wish, result, submitter, timeout: client.timeout });
  if (!left && result.result === 'okay') {
    showDone(form, options, client.messages);
  }
  return left;
}

function wishOf(form, options) {
  const said = (name) => (options && options[name]) || attribute(form, `data-authrocket-${name}`) || '';
  return { form, deliver: said('deliver'), to: said('to'), bridge: said('bridge') };
}

/** @type {Map<string, (wish: any) => any>} */
const WAYS = new Map([
  ['navigate', ({ form, to, result }) => (result.url || to) && go(form, result.url || to)],
  ['post', ({ form, to, result, submitter }) => withTarget(form, to, (url) => post(form, url.href, fieldsOf(form, result, submitter)))],
  ['fetch', (wish) => withTarget(wish.form, wish.to, (url) => send(wish, url))],
  ['bridge', bridge],
  ['event', () => false],
]);

/** Relative addresses are the page's own; nothing but `http(s):` is gone to (contract, promise 3). */
function resolve(form, address) {
  try {
    const url = new URL(address, get(documentOf(form), 'baseURI'));
    return /^https?:$/.test(url.protocol) && url;
  } catch {
    return undefined;
  }
}

function withTarget(form, to, use) {
  const url = resolve(form, to);
  return !to ? { hint: 'to_missing' } : url ? use(url) : { hint: 'target_unsafe' };
}

function go(form, address) {
  return withTarget(form, address, (url) => {
    windowOf(form).location.assign(url.href);
    return true;
  });
}

/** The form's hidden inputs, the button that was pressed, the token, and nothing that was typed. */
function fieldsOf(form, { token, signup }, submitter) {
  const fields = companionsOf(form, submitter);
  if (token) {
    fields.push(['token', token]);
  }
  if (signup) {
    fields.push(['signup', 'true']);
  }
  return fields;
}

function post(from, action, fields) {
  const document = documentOf(from);
  const form = call(document, 'createElement', 'form');
  fields.forEach(([name, value]) => {
    const input = call(document, 'createElement', 'input');
    Object.assign(input, { type: 'hidden', name, value });
    call(form, 'appendChild', input);
  });
  Object.entries({ method: 'post', action, hidden: '' }).forEach(([name, value]) => setAttribute(form, name, value));
  call(get(document, 'body'), 'appendChild', form);
  call(form, 'submit');
  return true;
}

async function send({ form, result, submitter, timeout }, url) {
  const view = windowOf(form);
  if (url.origin !== view.location.origin) {
    return { hint: 'to_foreign' };
  }
  const fields = fieldsOf(form, result, submitter);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeout || TIMEOUT);
  try {
    const response = await view.fetch(url.href, {
      method: 'POST',
      mode: 'same-origin',
      credentials: 'same-origin',
      headers: { Accept: 'application/json', ...csrfHeaders(documentOf(form), fields) },
      body: new URLSearchParams(fields),
      signal: controller.signal,
    });
    if (response.redirected) {
      return go(form, response.url);
    }
    // The body may be cut short, or be no JSON at all.
    const body = await response.json().catch(() => null);
    if (controller.signal.aborted) {
      return { status: 0 };
    }
    if (!response.ok || (body && (body.error || Object.keys(body.errors || {}).length))) {
      return { status: response.status, body };
    }
    return Boolean(body && body.redirect) && go(form, body.redirect);
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
}

/** Rails, Laravel and Express read the one header, Django the other. */
function csrfHeaders(document, fields) {
  const meta = find(document, 'meta[name=csrf-token]');
  const [name, value] = fields.find(([each]) => CSRF.test(each)) || ['', meta && meta.content];
  return value ? { [name === 'csrfmiddlewaretoken' ? 'X-CSRFToken' : 'X-CSRF-Token']: value } : {};
}

/**
 * Native bridges in order of preference, each with the global that it defines; the first one present gets the message.
 * @type {[string, string, (bridge: any, message: object) => void][]}
 */
const HOSTS = [
  ['wkwebview', 'webkit', (bridge, message) => bridge.messageHandlers.authrocket.postMessage(message)],
  ['react-native', 'ReactNativeWebView', (bridge, message) => bridge.postMessage(JSON.stringify(message))],
  ['flutter', 'flutter_inappwebview', (bridge, message) => bridge.callHandler('authrocket', message)],
  ['android flutter', 'AuthRocketBridge', (bridge, message) => bridge.postMessage(JSON.stringify(message))],
];

function bridge({ form, result, submitter, bridge: wanted }) {
  const message = {};
  fieldsOf(form, result, submitter).forEach(([name, value]) => (message[name] = value));
  const view = windowOf(form);
  for (const [names, global, tell] of HOSTS) {
    // A named element or frame of the page is no own member of its window.
    const isThere = Object.prototype.hasOwnProperty.call(view, global);
    if (isThere && (!wanted || wanted === 'auto' || names.split(' ').includes(wanted))) {
      try {
        tell(view[global], message);
        return false;
      } catch {
        // Not this bridge.
      }
    }
  }
  return { hint: 'no_bridge' };
}
