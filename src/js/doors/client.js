/**
 * Door C: what `pkg/module.js`, `pkg/inline.js` and `pkg/node.js` share. Importing it does nothing; the first call
 * loads the engine.
 */
import { adviceOn, advise } from '../engine/run.js';
import { comfortsOf } from '../page/enhancements.js';
import { attribute, get } from '../page/dom.js';
import { fieldsOf } from '../page/fields.js';
import { attach as attachTo, guardForm } from '../page/guard.js';
import { addressOf } from '../page/links.js';
import { engineKind, loader } from '../engine/load.js';
import { STATE } from '../page/markup.js';
import { clientFor, prepareWords } from '../page/messages.js';
import { FILES } from './files.js';
import { perform } from './perform.js';

/** A programming mistake, such as an instance URL that is not https. */
export class AuthRocketError extends Error {
  constructor(message, code) {
    super(`authrocket: ${message}`);
    this.name = 'AuthRocketError';
    this.code = code;
  }
}

const KNOWN = ['url', 'timeout', 'locale', 'messages', 'fetch', 'wasm'];

/** Programming mistakes that can be told without the engine; the URL itself is judged there. */
function check(options) {
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name));
  const { timeout, fetch } = options;
  if (unknown) {
    return `unknown option: ${unknown}`;
  }
  if (timeout !== undefined && !(typeof timeout === 'number' && timeout >= 1 && timeout < 2 ** 31)) {
    return 'timeout must be a number of milliseconds, 1 or more';
  }
  return fetch !== undefined && typeof fetch !== 'function' && 'fetch must be a function';
}

/**
 * @param {() => any} wasm where the wasm is, unless a client says so
 * @returns {import('../../../types/index.d.ts').createClient}
 */
export const clientsOf = (wasm) => {
  const load = loader(wasm, FILES['fallback.js']);
  return (options) => createClient(options, options && options.wasm ? loader(() => options.wasm, FILES['fallback.js']) : load);
};

function createClient(options, load) {
  const mistake = check(options || {});
  /** @type {any} */
  const given = { ...options, file: (name) => FILES[name]() };
  given.comforts = comfortsOf(given);

  const operation = (name) => async (fields, { signal } = /** @type {import('../../../types/index.d.ts').CallOptions} */ ({})) => {
    if (mistake) {
      throw new AuthRocketError(mistake, 'config');
    }
    // There is none on a server.
    const page = typeof document === 'object' ? get(document, 'documentElement') : undefined;
    const own = clientFor(page, given);
    const result = await perform(load, own, prepareWords(page, given), name, fieldsOf(fields), signal);
    if (result.code === 'aborted') {
      throw (signal && signal.reason) || new DOMException('The call was aborted.', 'AbortError');
    }
    if (result.code === 'config') {
      throw new AuthRocketError(await adviceOn(result.hint, given), 'config');
    }
    advise(result.hint, given);
    return result;
  };

  const address = (path, wishes) => {
    const found = !mistake && addressOf(given.url, path, wishes);
    if (!found) {
      throw new AuthRocketError(mistake || `no address of an instance: ${path}`, 'config');
    }
    return found;
  };

  return {
    login: operation('login'),
    completeLogin: operation('code'),
    signup: operation('signup'),
    logout: operation('logout'),
    forgotPassword: operation('forgot-password'),
    resetPassword: operation('reset-password'),
    verifyEmail: operation('verify-email'),
    session: operation('session'),
    socialUrl: (provider, wishes) => address(`auth/${provider}`, wishes),
    hostedUrl: (page, wishes) => address(page, wishes),
    ready: () => load().then(engineKind),
    get engine() {
      return engineKind();
    },
    attach(form, how) {
      if (mistake) {
        throw new AuthRocketError(mistake, 'config');
      }
      return attach(form, how, load, given);
    },
  };
}

function attach(form, how, load, client) {
  const release = guardForm(form, load, client, how);
  let detached = false;
  // The live region and the state are there before the first submit; a failed load is told at the submit.
  load().then((engine) => detached || attachTo(engine, form, client, how), () => {});
  return {
    detach() {
      detached = true;
      release();
      load().then((engine) => engine.detach(form), () => {});
    },
    get state() {
      return /** @type {any} */ (attribute(form, STATE) || 'idle');
    },
  };
}
