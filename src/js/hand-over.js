/**
 * How a token reaches the app: by navigation, a form POST of its own, `fetch`, a native host, or by event alone
 * (contract, section 4). The engine says what, and makes a failure of what comes of it.
 */
import { showDone } from './done.js';
import { TIMEOUT } from './exchange.js';

/** The token's own names, and those that a page could have filled with what was typed. */
const NOT_HANDED = /^(\w*\[)?(token|password|password_confirmation|code)\]?$|^signup$/;
const CSRF = /csrf|^authenticity_token$|^_token$/i;

/**
 * @param {import('./words.js').Client} client
 * @param {any} result a result record
 * @param {any[]} asked a form and what `attach` was told about it; the same of the login form, where the first asks
 *   for its code
 * @returns {Promise<boolean | object>} whether the page is being left; or `{ hint }`, a mistake of the page; or
 *   `{ status, body }`, the app's refusal, with a status of 0 where no answer came
 */
export async function handOver(client, result, [form, options, origin, originOptions]) {
  let wish = wishOf(form, options);
  if (origin && !wish.deliver && !wish.to) {
    wish = wishOf(origin, originOptions);
  }
  const way = WAYS.get(wish.deliver || 'navigate');
  if (!way) {
    return { hint: 'deliver_unknown' };
  }
  const left = await way({ ...wish, result, timeout: client.timeout });
  if (!left && result.result === 'okay') {
    showDone(form, options, client.messages);
  }
  return left;
}

function wishOf(form, options) {
  const said = (name) => (options && options[name]) || form.getAttribute(`data-authrocket-${name}`) || '';
  return { form, deliver: said('deliver'), to: said('to'), bridge: said('bridge') };
}

/** @type {Map<string, (wish: any) => any>} */
const WAYS = new Map([
  ['navigate', ({ form, to, result }) => (result.url || to) && go(form, result.url || to)],
  ['post', ({ form, to, result }) => withTarget(form, to, (url) => post(form, url.href, fieldsOf(form, result)))],
  ['fetch', (wish) => withTarget(wish.form, wish.to, (url) => send(wish, url))],
  ['bridge', bridge],
  ['event', () => false],
]);

/** Relative addresses are the page's own; nothing but `http(s):` is gone to (contract, promise 3). */
function resolve(form, address) {
  try {
    const url = new URL(address, form.ownerDocument.baseURI);
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
    form.ownerDocument.defaultView.location.assign(url.href);
    return true;
  });
}

/** The form's hidden inputs, the token, and nothing that was typed. */
function fieldsOf(form, { token, signup }) {
  const fields = [];
  for (const { type, name, value, disabled } of form.elements) {
    if (type === 'hidden' && name && !disabled && !NOT_HANDED.test(name)) {
      fields.push([name, value]);
    }
  }
  if (token) {
    fields.push(['token', token]);
  }
  if (signup) {
    fields.push(['signup', 'true']);
  }
  return fields;
}

function post({ ownerDocument }, action, fields) {
  const form = ownerDocument.createElement('form');
  // A hidden input may be called "submit" and hide the method of that name.
  const { submit } = form;
  fields.forEach(([name, value]) => {
    const input = ownerDocument.createElement('input');
    Object.assign(input, { type: 'hidden', name, value });
    form.appendChild(input);
  });
  Object.entries({ method: 'post', action, hidden: '' }).forEach(([name, value]) => form.setAttribute(name, value));
  ownerDocument.body.appendChild(form);
  submit.call(form);
  return true;
}

async function send({ form, result, timeout }, url) {
  const view = form.ownerDocument.defaultView;
  if (url.origin !== view.location.origin) {
    return { hint: 'to_foreign' };
  }
  const fields = fieldsOf(form, result);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeout || TIMEOUT);
  try {
    const response = await view.fetch(url.href, {
      method: 'POST',
      mode: 'same-origin',
      credentials: 'same-origin',
      headers: { Accept: 'application/json', ...csrfHeaders(form.ownerDocument, fields) },
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
  const meta = document.querySelector('meta[name=csrf-token]');
  const [name, value] = fields.find(([each]) => CSRF.test(each)) || ['', meta && meta.content];
  return value ? { [name === 'csrfmiddlewaretoken' ? 'X-CSRFToken' : 'X-CSRF-Token']: value } : {};
}

/**
 * Native hosts, by how each is spoken to; the first that is there is told.
 * @type {[string, (view: any, message: object) => void][]}
 */
const HOSTS = [
  ['wkwebview', (view, message) => view.webkit.messageHandlers.authrocket.postMessage(message)],
  ['react-native', (view, message) => view.ReactNativeWebView.postMessage(JSON.stringify(message))],
  ['flutter', (view, message) => view.flutter_inappwebview.callHandler('authrocket', message)],
  ['android flutter', (view, message) => view.AuthRocketBridge.postMessage(JSON.stringify(message))],
];

function bridge({ form, result, bridge: wanted }) {
  const message = {};
  fieldsOf(form, result).forEach(([name, value]) => (message[name] = value));
  for (const [names, tell] of HOSTS) {
    if (!wanted || wanted === 'auto' || names.split(' ').includes(wanted)) {
      try {
        tell(form.ownerDocument.defaultView, message);
        return false;
      } catch {
        // Not this host.
      }
    }
  }
  return { hint: 'no_bridge' };
}
