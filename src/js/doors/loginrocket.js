/**
 * A drop-in replacement for `@authrocket/loginrocket` 1.0.1, the client of the LoginRocket API v2 (protocol-v2 §3). Passes the
 * bodies of answers on, so it does not use the engine. Imports only `exchange`.
 * Tests: tests/browser/loginrocket.test.js, tests/package/loginrocket.rs.
 */
import { exchange } from '../engine/exchange.js';

const VERSION = '1.0.1';
/** Milliseconds for a whole exchange, the body included (V30). */
const TIMEOUT = 4000;
const GENERIC = 'An unexpected error occurred; please wait a minute and try again.';

/** A class whose `name` survives minifiers. @returns {any} */
const named = (name, Base) => ({ [name]: class extends Base {} })[name];

export const LoginRocketError = named('LoginRocketError', Error);
export const AccessDenied = named('AccessDenied', LoginRocketError);
export const RateLimited = named('RateLimited', LoginRocketError);
export const RecordNotFound = named('RecordNotFound', LoginRocketError);

/** What a failed call resolves to. */
const failure = (source, error = GENERIC) => ({ error, errors: [error], result: 'error', source });

/** Statuses with a source or a text of their own. */
const FAILURES = {
  403: ['AccessDenied', 'Session expired or access denied.'],
  404: ['RecordNotFound'],
  429: ['RateLimited', 'Rate limited; wait before trying again.'],
};

export class LoginRocket {
  /** @param {{ url?: string | URL, locale?: string }} [options] */
  constructor({ url, locale } = {}) {
    this.config = { headers: { 'Content-Type': 'application/json', 'LR-Agent': `LoginRocket/js v${VERSION}` } };
    this.lrUrl = url;
    this.locale = locale;
  }

  get lrUrl() {
    if (!this.config.lrUrl) {
      throw new LoginRocketError('Missing LoginRocket URL: set `url` or `lrUrl`');
    }
    return this.config.lrUrl;
  }

  set lrUrl(url) {
    if (url) {
      this.config.lrUrl = `${url}`.replace(/\/?$/, '/').replace(/(v2\/)?$/, 'v2/');
    }
  }

  get locale() {
    return this.config.headers['Accept-Language'];
  }

  set locale(locale) {
    if (locale) {
      this.config.headers['Accept-Language'] = locale;
    } else {
      delete this.config.headers['Accept-Language'];
    }
  }

  login(params) {
    return this.post('login', params);
  }

  verifyLogin(params) {
    return this.post('login/verify', params);
  }

  logout(params) {
    return this.delete('session', params);
  }

  getSession(params) {
    return this.get('session', params);
  }

  forgotPassword(params) {
    return this.post('password/forgot', params);
  }

  resetPassword(params) {
    return this.post('password/reset', params);
  }

  updatePassword(params) {
    return this.post('profile/password', params);
  }

  updateProfile(params) {
    return this.put('profile', params);
  }

  requestInvitation(params) {
    return this.post('signup/request', params);
  }

  signup(params) {
    return this.post('signup', params);
  }

  verifyEmail(params) {
    return this.post('email/verify', params);
  }

  // Not async: without a URL, a method throws at once.
  get(path, params = {}) {
    return ask('GET', this.lrUrl, path, this.config, params);
  }

  delete(path, params = {}) {
    return ask('DELETE', this.lrUrl, path, this.config, params);
  }

  post(path, params = {}) {
    return ask('POST', this.lrUrl, path, this.config, {}, params);
  }

  put(path, params = {}) {
    return ask('PUT', this.lrUrl, path, this.config, {}, params);
  }
}

LoginRocket.VERSION = VERSION;

/** One call. Reads `config` and the fields before it waits, so later changes of them do not count. */
async function ask(method, base, path, config, fields, content) {
  const body = JSON.stringify(plain(content));
  const controller = new AbortController();
  /** @type {RequestInit} */
  const init = {
    method,
    headers: headersOf(config, body),
    body,
    credentials: 'omit',
    cache: 'no-store',
    signal: controller.signal,
  };
  const url = withQuery(base + `${path}`.replace(/^\/+|#.*/g, ''), queryOf(plain(fields)));
  const ended = await exchange({ url, init }, controller, { timeout: TIMEOUT }, undefined, read);
  if (ended.end) {
    return failure('LoginRocketError');
  }
  const { ok, status } = ended.answer;
  if (ok || status === 409 || status === 422) {
    return ended.body;
  }
  if (status < 400 || status > 599) {
    throw new Error(`Request failed with status code ${status}`);
  }
  return failure(...(FAILURES[status] || ['LoginRocketError']));
}

/** The configured headers that have a value. `Content-Type` only with a body. */
function headersOf(config, body) {
  const headers = { Accept: 'application/json, text/plain, */*', ...config.headers };
  const used = Object.entries(headers).filter(([name, value]) => value && (body || name !== 'Content-Type'));
  return Object.fromEntries(used);
}

/** The body as JSON, or as text if it is not JSON. Fails if the body is incomplete. */
async function read(answer) {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A plain object also for `FormData` and `URLSearchParams`, which JSON would make empty. */
const plain = (fields) =>
  fields instanceof FormData || fields instanceof URLSearchParams ? Object.fromEntries(fields) : fields;

const withQuery = (url, query) => (query ? `${url}${url.includes('?') ? '&' : '?'}${query}` : url);

/** Members as a query, as axios writes them: without `undefined` and `null`; blanks are `+`. */
function queryOf(fields) {
  const pairs = [];
  collect(pairs, fields, '');
  return new URLSearchParams(pairs).toString();
}

/** A flat list is `name[]=1&name[]=2`, if it is not nested. Everything else that is nested has names and places in brackets. */
function collect(pairs, fields, path, flat) {
  for (const [key, value] of Object.entries(fields || {})) {
    const name = path ? `${path}[${flat ? '' : key}]` : key;
    if (isNested(value)) {
      const list = !path && Array.isArray(value) && !value.some(isNested);
      collect(pairs, value, list ? name.replace(/\[]$/, '') : name, list);
    } else if (value !== undefined && value !== null) {
      pairs.push([name, value instanceof Date ? value.toISOString() : value]);
    }
  }
}

/** Whether a value is a list or a plain object, of this window or another. */
function isNested(value) {
  if (typeof value !== 'object' || !value) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || !prototype || !Object.getPrototypeOf(prototype);
}
