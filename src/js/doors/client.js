/**
 * Door C: what `pkg/module.js`, `pkg/inline.js` and `pkg/node.js` share. Importing it does nothing; the first call
 * loads the engine.
 */
import { DELIVERIES, KINDS } from 'names';
import { adviceOn, advise, filesBy } from '../engine/run.js';
import { comfortsOf } from '../page/enhancements.js';
import { attribute, get } from '../page/dom.js';
import { fieldsOf } from '../page/fields.js';
import { attach as attachTo, guardForm } from '../page/guard.js';
import { instanceOf } from '../page/instance-url.js';
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

/** By its class: a page may have something else of that shape, and a form's own members may be hidden. */
const isForm = (form) => Object(form) === form && get(form, 'nodeType') === 1 && get(form, 'localName') === 'form';

const HOW = ['kind', 'deliver', 'to', 'bridge'];

function checkAttach(form, how) {
  const unknown = Object.keys(how).find((name) => !HOW.includes(name));
  if (unknown) {
    return `attach: unknown option: ${unknown}`;
  }
  const { kind = attribute(form, 'data-authrocket') === null ? '' : KINDS[0], deliver = DELIVERIES[0] } = how;
  if (!KINDS.includes(kind)) {
    return `attach: kind must be one of ${KINDS.join(', ')}, not "${kind}"`;
  }
  return !DELIVERIES.includes(deliver) && `attach: deliver must be one of ${DELIVERIES.join(', ')}, not "${deliver}"`;
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
  const given = { ...options, file: filesBy((name) => FILES[name]()) };
  given.comforts = comfortsOf(given);

  const operation = (name) => async (fields, { signal } = /** @type {import('../../../types/index.d.ts').CallOptions} */ ({})) => {
    refuse(mistake);
    // There is none on a server.
    const page = typeof document === 'object' ? get(document, 'documentElement') : undefined;
    const own = clientFor(page, given);
    const result = await perform(load, own, prepareWords(page, given), name, fieldsOf(fields), signal);
    if (result.code === 'aborted') {
      throw (signal && signal.reason) || new DOMException('The call was aborted.', 'AbortError');
    }
    if (result.code === 'config') {
      throw new AuthRocketError(await adviceOn(result.hint, given, name, fields), 'config');
    }
    advise(result.hint, given, name, fields);
    return result;
  };

  const refuse = (/** @type {string | false | undefined} */ what) => {
    if (what) {
      throw new AuthRocketError(what, 'config');
    }
  };

  const address = (isSocial, name, wishes) => {
    refuse(mistake);
    return /** @type {string} */ (addressOf(refuse, given.url, isSocial, name, wishes));
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
    socialUrl: (provider, wishes) => address(true, provider, wishes),
    hostedUrl: (page, wishes) => address(false, page, wishes),
    ready: () => load().then(engineKind),
    get engine() {
      return engineKind();
    },
    attach(form, how) {
      refuse(mistake || (!isForm(form) && 'attach needs a form element'));
      // Guarded whatever else is wrong: what a user types there goes nowhere.
      const attachment = attach(form, how, load, given);
      refuse(checkAttach(form, how || {}));
      const { fault } = instanceOf(given.url);
      advise(fault && `url_${fault}`, given);
      return attachment;
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
