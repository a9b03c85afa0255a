/**
 * Door A: the `AuthRocket` object of authrocket.js v1 (spec, section 2). Works before the engine is there:
 * calls wait for it, in order.
 */
import { advise, run } from './calls.js';
import { ENGLISH } from './texts.js';

/**
 * @param {() => Promise<object>} load the engine
 * @param {{url?: string, timeout?: number}} settings shared with the markup door; `setInstanceUrl` writes it
 * @param {() => void} begin called when an instance URL is known
 */
export function makeAuthRocket(load, settings, begin) {
  const AuthRocket = {
    setInstanceUrl(url) {
      settings.url = url;
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
    const options = { ...settings };
    const copy = { ...fields };
    run(load, options, (engine) => engine.perform(options, operation, copy)).then((result) => {
      advise(result.hint);
      const due = result.result === 'code_required';
      if (due && typeof AuthRocket.codeHandler === 'function') {
        deliver(AuthRocket.codeHandler, result);
      } else {
        deliver(own ? handler : AuthRocket[fallback], due ? { ...result, error: ENGLISH.code_due } : result);
      }
    });
  }

  return AuthRocket;
}

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
  const element = document.getElementById(id);
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
  const element = document.getElementById(id);
  if (element) {
    element.textContent = response.error;
  } else {
    window.alert(response.error);
  }
}
