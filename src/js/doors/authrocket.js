/**
 * The script API: the `AuthRocket` object of authrocket.js v1 (protocol-v1 §2). Calls may be made before the engine runs: they
 * wait, in order. Tests: tests/browser/script.test.js, operations.test.js.
 */
import { advise } from '../engine/run.js';
import { call, get } from '../page/dom.js';
import { fieldsOf } from '../page/fields.js';
import { instanceOf } from '../page/instance-url.js';
import { addressOf } from '../page/links.js';
import { clientFor, prepareMessages } from '../page/messages.js';
import { perform } from './perform.js';

/**
 * @param {() => Promise<object>} load starts the engine
 * @param {() => import('../../../types/index.d.ts').Engine} engineKind
 * @param {EngineClient} settings shared with the forms of the markup; `setInstanceUrl` changes them
 * @param {() => void} begin called when an instance URL is set
 */
export function makeAuthRocket(load, engineKind, settings, begin) {
  const AuthRocket = {
    setInstanceUrl(url, { api } = /** @type {{ api?: any }} */ ({})) {
      settings.url = url;
      settings.api = api;
      const { fault } = instanceOf(url, api);
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
    requestInvitation(fields, handler) {
      call('request-invitation', fields, handler, 'signupHandler', 'signup-errors');
    },
    updatePassword(fields, handler) {
      call('update-password', fields, handler);
    },
    updateProfile(fields, handler) {
      call('update-profile', fields, handler);
    },
    /** The address where a social login starts; `undefined` before `setInstanceUrl`. */
    socialUrl: (provider, params) => addressOf(refuse, settings, true, provider, params),
    /** The address of a hosted page, such as `login`. */
    hostedUrl: (page, params) => addressOf(refuse, settings, false, page, params),
    /** The page's own texts, by key. */
    get messages() {
      return settings.messages;
    },
    set messages(texts) {
      settings.messages = texts;
    },
    /** The language of the texts, instead of the page's `lang`. */
    get locale() {
      return settings.locale;
    },
    set locale(locale) {
      settings.locale = locale;
    },
    /** The page's own function that estimates new passwords. */
    get strength() {
      return settings.strength;
    },
    set strength(estimate) {
      settings.strength = estimate;
    },
    /** Resolves when the engine runs; rejects if it cannot be loaded. Reading it again tries again. */
    get ready() {
      return load().then(() => AuthRocket);
    },
    /** How the engine runs: `wasm` or `javascript`; `undefined` before it runs. */
    get engine() {
      return engineKind();
    },
    /** Handles a login that is called without a handler (D1). */
    loginHandler: (response) => show(response, 'login-errors'),
    /** Handles a signup that is called without a handler (D1). */
    signupHandler: (response) => show(response, 'signup-errors'),
    /** Called with `{ token }` when a code is required. If unset, the call's handler gets an `error` (D4). */
    codeHandler: undefined,
  };

  function call(operation, fields, handler, fallback, errors) {
    const own = typeof handler === 'function';
    if (!own && errors) {
      clear(errors);
    }
    const page = get(document, 'documentElement');
    // A copy, so that an instance URL that is set later applies only to later calls.
    const client = clientFor(page, { ...settings });
    perform(load, client, prepareMessages(page, settings), operation, fieldsOf(fields)).then((result) => {
      advise(result.hint, settings, operation, fields);
      const due = result.result === 'code_required';
      // Handlers for v1 navigate to the `url` of any response without an `error`.
      const { code_due: codeDue, conditions_due: conditionsDue } = client.messages;
      const error = due ? codeDue : result.conditions ? conditionsDue : result.message;
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

/** Calls a handler. An exception of the handler is a bug of the page: the browser reports it, and nothing else changes. */
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
