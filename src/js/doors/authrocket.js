/**
 * Door A: the `AuthRocket` object of authrocket.js v1 (spec, section 2). Works before the engine is there:
 * calls wait for it, in order.
 */
import { advise } from '../engine/run.js';
import { call, get } from '../page/dom.js';
import { fieldsOf } from '../page/fields.js';
import { instanceOf } from '../page/instance-url.js';
import { addressOf } from '../page/links.js';
import { clientFor, prepareWords } from '../page/messages.js';
import { perform } from './perform.js';

/**
 * @param {() => Promise<object>} load the engine
 * @param {() => import('../../../types/index.d.ts').Engine} engineKind
 * @param {EngineClient} settings shared with the markup door; `setInstanceUrl` writes it
 * @param {() => void} begin called when an instance URL is known
 */
export function makeAuthRocket(load, engineKind, settings, begin) {
  const AuthRocket = {
    setInstanceUrl(url) {
      settings.url = url;
      const { fault } = instanceOf(url);
      advise(fault && `url_${fault}`, settings);
      begin();
    },
    authenticate(fields, handler) {
      call('login', fields, handler, 'loginHandler', 'login-errors');
    },
    authenticateCode(fields, handler) {
      call('code', fields, handler, 'loginHandler', 'login-errors');
    },
    signup(fields, handler) {
      call('signup', fields, handler, 'signupHandler', 'signup-errors');
    },
    logout(fields, handler) {
      call('logout', fields, handler);
    },
    forgotPassword(fields, handler) {
      call('forgot-password', fields, handler, 'loginHandler', 'login-errors');
    },
    resetPassword(fields, handler) {
      call('reset-password', fields, handler, 'loginHandler', 'login-errors');
    },
    verifyEmail(fields, handler) {
      call('verify-email', fields, handler, 'loginHandler', 'login-errors');
    },
    session(fields, handler) {
      call('session', fields, handler);
    },
    /** The address where a social login starts; `undefined` before `setInstanceUrl`. */
    socialUrl: (provider, wishes) => addressOf(refuse, settings.url, true, provider, wishes),
    /** The address of the hosted `login`, `signup` or `logout` page. */
    hostedUrl: (page, wishes) => addressOf(refuse, settings.url, false, page, wishes),
    /** Texts of the page's own, by key. */
    get messages() {
      return settings.messages;
    },
    set messages(texts) {
      settings.messages = texts;
    },
    /** Stands in for the `lang` of the page. */
    get locale() {
      return settings.locale;
    },
    set locale(locale) {
      settings.locale = locale;
    },
    /** Ends when the engine runs; rejects when it cannot be had, and may be asked again. */
    get ready() {
      return load().then(() => AuthRocket);
    },
    /** `wasm`, `javascript`, or `undefined` while neither runs. */
    get engine() {
      return engineKind();
    },
    /** Used where a login is given no handler (D1). */
    loginHandler: (response) => show(response, 'login-errors'),
    /** Used where a signup is given no handler (D1). */
    signupHandler: (response) => show(response, 'signup-errors'),
    /** Set it to be told `{ token }` when a code is due; without it the handler gets an `error` (D4). */
    codeHandler: undefined,
  };

  function call(operation, fields, handler, fallback, errors) {
    const own = typeof handler === 'function';
    if (!own && errors) {
      clear(errors);
    }
    const page = get(document, 'documentElement');
    // A later instance URL is for later calls.
    const options = clientFor(page, { ...settings });
    perform(load, options, prepareWords(page, settings), operation, fieldsOf(fields)).then((result) => {
      advise(result.hint, settings, operation, fields);
      const due = result.result === 'code_required';
      // Handlers of v1 would go to the `url` of a response without an error.
      const error = due ? options.messages.code_due : result.message;
      if (due && typeof AuthRocket.codeHandler === 'function') {
        deliver(AuthRocket.codeHandler, result);
      } else {
        deliver(own ? handler : AuthRocket[fallback], error ? { ...result, error } : result);
      }
    });
  }

  return AuthRocket;
}

const refuse = (mistake) => console.error(`authrocket: ${mistake}`);

/** A handler that throws is the page's own bug: it is reported as such, and changes nothing here. */
function deliver(handler, response) {
  try {
    if (typeof handler === 'function') {
      handler(response);
    }
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}

function clear(id) {
  const element = call(document, 'getElementById', id);
  if (element) {
    element.textContent = '';
  }
}

function show(response, id) {
  if (!response.error) {
    if (response.url) {
      window.location = response.url;
    }
    return;
  }
  const element = call(document, 'getElementById', id);
  if (element) {
    element.textContent = response.error;
  } else {
    window.alert(response.error);
  }
}
