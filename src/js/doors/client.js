/**
 * The npm client: what `pkg/module.js`, `pkg/inline.js` and `pkg/node.js` share. Has no side effects when imported; the first
 * call starts the engine. Tests: tests/browser/client.test.js, tests/package.
 */
import { DELIVERIES, KINDS } from 'names';
import { adviceOn, advise, filesBy } from '../engine/run.js';
import { enhancementsOf } from '../page/enhancements.js';
import { attribute, get } from '../page/dom.js';
import { fieldsOf } from '../page/fields.js';
import { attach as attachTo, guardForm } from '../page/guard.js';
import { instanceOf } from '../page/instance-url.js';
import { addressOf } from '../page/links.js';
import { engineKind, loader } from '../engine/load.js';
import { STATE } from '../page/markup.js';
import { clientFor, prepareMessages } from '../page/messages.js';
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

const OPTIONS = ['url', 'api', 'timeout', 'locale', 'messages', 'fetch', 'wasm', 'strength'];

/** Checks the options of `createClient`. The engine checks the URL. @returns {string | false | undefined} the mistake, if any */
function check(options) {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  const { timeout } = options;
  if (unknown) {
    return `unknown option: ${unknown}`;
  }
  if (timeout !== undefined && !(typeof timeout === 'number' && timeout >= 1 && timeout < 2 ** 31)) {
    return 'timeout must be a number of milliseconds, 1 or more';
  }
  return mustBeFunction(options, 'fetch') || mustBeFunction(options, 'strength');
}

const mustBeFunction = (options, name) =>
  options[name] !== undefined && typeof options[name] !== 'function' && `${name} must be a function`;

/** Whether a value is a form. Reads its members through its prototype, because named controls may hide them. */
const isForm = (form) => Object(form) === form && get(form, 'nodeType') === 1 && get(form, 'localName') === 'form';

const ATTACH_OPTIONS = ['kind', 'deliver', 'to', 'bridge', 'include', 'strength'];

/** Checks the options of `attach`. @returns {string | false} the mistake, if any */
function checkAttach(form, options) {
  const unknown = Object.keys(options).find((name) => !ATTACH_OPTIONS.includes(name));
  if (unknown) {
    return `attach: unknown option: ${unknown}`;
  }
  const { kind = attribute(form, 'data-authrocket') === null ? '' : KINDS[0], deliver = DELIVERIES[0] } = options;
  if (!KINDS.includes(kind)) {
    return `attach: kind must be one of ${KINDS.join(', ')}, not "${kind}"`;
  }
  if (!['session', undefined].includes(options.include)) {
    return `attach: include must be session, not "${options.include}"`;
  }
  return DELIVERIES.includes(deliver)
    ? mustBeFunction(options, 'strength')
    : `attach: deliver must be one of ${DELIVERIES.join(', ')}, not "${deliver}"`;
}

/**
 * @param {() => any} wasm returns the wasm for clients without a `wasm` option
 * @returns {import('../../../types/index.d.ts').createClient}
 */
export const clientsOf = (wasm) => {
  const load = loader(wasm, FILES['fallback.js']);
  return (options) => createClient(options, options && options.wasm ? loader(() => options.wasm, FILES['fallback.js']) : load);
};

function createClient(options, load) {
  const mistake = check(options || {});
  /** @type {any} */
  const settings = { ...options, file: filesBy((name) => FILES[name]()) };
  settings.enhance = enhancementsOf(settings);

  const operation = (name) => async (fields, { signal } = /** @type {import('../../../types/index.d.ts').CallOptions} */ ({})) => {
    refuse(mistake);
    // A server has no document.
    const page = typeof document === 'object' ? get(document, 'documentElement') : undefined;
    const client = clientFor(page, settings);
    const result = await perform(load, client, prepareMessages(page, settings), name, fieldsOf(fields), signal);
    if (result.code === 'aborted') {
      throw (signal && signal.reason) || new DOMException('The call was aborted.', 'AbortError');
    }
    if (result.code === 'config') {
      throw new AuthRocketError(await adviceOn(result.hint, settings, name, fields), 'config');
    }
    advise(result.hint, settings, name, fields);
    return result;
  };

  const refuse = (/** @type {string | false | undefined} */ reason) => {
    if (reason) {
      throw new AuthRocketError(reason, 'config');
    }
  };

  const address = (isSocial, name, params) => {
    refuse(mistake);
    return /** @type {string} */ (addressOf(refuse, settings, isSocial, name, params));
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
    requestInvitation: operation('request-invitation'),
    updatePassword: operation('update-password'),
    updateProfile: operation('update-profile'),
    socialUrl: (provider, params) => address(true, provider, params),
    hostedUrl: (page, params) => address(false, page, params),
    ready: () => load().then(engineKind),
    get engine() {
      return engineKind();
    },
    attach(form, attachOptions) {
      refuse(mistake || (!isForm(form) && 'attach needs a form element'));
      // Guard the form even if the options are wrong, so that what a user types there is sent nowhere.
      const attachment = attach(form, attachOptions, load, settings);
      refuse(checkAttach(form, attachOptions || {}));
      const { fault } = instanceOf(settings.url, settings.api);
      advise(fault && `url_${fault}`, settings);
      return attachment;
    },
  };
}

function attach(form, options, load, client) {
  const release = guardForm(form, load, client, options);
  let detached = false;
  // Start the engine now, so that the live region and the state exist before the first submit. That submit reports a failed load.
  load().then((engine) => detached || attachTo(engine, form, client, options), () => {});
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
