/**
 * Listens to attached forms and takes their submits, also before the engine runs and after it has failed: the browser never
 * posts what a user typed to the page's own server (contract §5, promise 1). Tests: tests/browser/guard.test.js.
 */
import { advise, run } from '../engine/run.js';
import { deliver } from './deliver.js';
import { attribute, call, documentOf, formOf, get, setAttribute, windowOf } from './dom.js';
import { exchange } from '../engine/exchange.js';
import { edited, enabledOf, fieldOf, noteSubmit } from './fields.js';
import { inspect } from './inspect.js';
import { takeToken } from './link-token.js';
import { current } from '../engine/load.js';
import { rememberButtons, unlock } from './lock.js';
import { BUSY, CODE_FORM, kindOf, STATE } from './markup.js';
import { adopt, write } from './place.js';
import { askPage, leadsElsewhere, nextTask, TAKEN, takeHeld, takeScripted, whenParsed } from './submit.js';
import { placeOf } from './view.js';
import { clientFor, prepareMessages } from './messages.js';
import { entryOf } from './register.js';
import { preconnect, rehearse } from './warm-up.js';

const FORMS = 'form[data-authrocket]';
/** Inside one of these, htmx listens to the form itself and sends it even if the submit event is cancelled. */
const BOOSTED = '[hx-boost],[data-hx-boost],[hx-boost\\:inherited],[data-hx-boost\\:inherited]';
/** All guards of this page. @type {Set<Guard>} */
const guards = new Set();

/** Guards every form with `data-authrocket` in the document, now and later. */
export function guardDocument(load, client) {
  return guard([window], (form) => call(form, 'matches', FORMS), load, client);
}

/** Guards one form, once. @returns {() => void} stops guarding it */
export function guardForm(form, load, client, options) {
  const entry = entryOf(form);
  if (!entry.release) {
    // The window too: a control may be outside its form. A form of a template has none yet; it will be put into this page.
    const targets = [form, windowOf(form) || window];
    const { stop } = guard(targets, (each) => each === form || call(each, 'matches', CODE_FORM), load, client, options);
    entry.release = () => {
      stop();
      delete entry.release;
      delete entry.client;
    };
  }
  return entry.release;
}

/** Attaches every form of the document, and detaches those that left it. Only prepares them until the engine runs. */
export function attachAll(engine, client) {
  if (engine) {
    engine.detach_removed();
  }
  call(document, 'querySelectorAll', FORMS).forEach((form) => {
    if (engine && isWhole(form)) {
      attach(engine, form, client);
    } else if (isWhole(form)) {
      prepare(form, client);
    }
  });
}

/** Whether the parser has passed the end of a form. Until then, its inputs and its places for messages may be missing. */
function isWhole(form) {
  // A form that begins directly inside a table has its controls behind it, so it is whole only with the document.
  let node = call(form, 'matches', ':is(table,thead,tbody,tfoot,tr)>form') ? undefined : form;
  while (node && !get(node, 'nextSibling')) {
    node = get(node, 'parentNode');
  }
  return node || get(document, 'readyState') !== 'loading';
}

/** Attaches a form. A form of an unknown kind sends nothing, and the console shows why. */
export function attach(engine, form, client, options) {
  prepare(form, client, options);
  const kind = kindOf(form, options);
  advise(engine.attach(form, kind, entryOf(form).client, options).advise, client, kind);
  rehearse(engine, entryOf(form).client);
}

function prepare(form, client, options) {
  const entry = entryOf(form);
  if (!entry.client) {
    entry.client = clientFor(form, client);
    if (attribute(form, STATE) === 'error') {
      adopt(placeOf(form, kindOf(form, options) === 'signup'));
    }
    takeToken(form, client, options);
    const messages = prepareMessages(form, client);
    inspect(client, form, options);
    preconnect(client);
    if (client.enhance) {
      client.enhance(form, options, messages);
    }
  }
}

/**
 * A set of listeners, and the forms that it guards.
 * @typedef {object} Guard
 * @property {(form: any) => boolean} isOurs whether it guards a form
 * @property {() => void} listen adds the listeners again, because a document that is rewritten loses them
 * @property {() => void} stop
 * @property {(form: any, submitter: any, ask: boolean) => void} take submits a form; `ask`: if the page's listeners allow it
 */

/** @returns {Guard} */
function guard(targets, isOurs, load, client, options) {
  /** Submits that wait for the engine, by form. */
  const held = new Map();
  const take = (form, submitter, ask) => {
    // The options are those of the form that was passed, not of the code form beside it.
    const ownOptions = form === targets[0] ? options : undefined;
    hold({ form, submitter, ask, held, load, client, options: ownOptions });
  };
  const listener = (event) => {
    const { type, target: at } = event;
    const engine = current();
    if (at === targets[targets.length - 1]) {
      // An event of the window itself.
      if (engine && type === 'online') {
        engine.came_online();
      } else if (engine && type === 'pageshow') {
        engine.page_shown();
      }
      return;
    }
    const form = type === 'submit' || type === 'reset' ? at : formOf(at);
    if (!form || event[TAKEN] || !get(form, 'matches') || !isOurs(form)) {
      return;
    }
    event[TAKEN] = true;
    if (type === 'input') {
      edited.add(at);
    }
    if (type === 'submit') {
      if (!leadsElsewhere(form, event.submitter, client.url)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        take(form, event.submitter, true);
      }
      return;
    }
    if (type === 'click' || type === 'keydown') {
      rememberButtons(form, false);
      preconnect(client);
    }
    if (engine) {
      if (type === 'input') {
        engine.edited(form, fieldOf(at));
      } else if (type === 'reset') {
        engine.reset(form);
      }
    }
  };
  // Capturing at the window runs before every listener of the document.
  const types = ['submit', 'input', 'reset', 'click', 'keydown', 'online', 'pageshow'];
  const each = (act) => targets.forEach((target) => types.forEach((type) => act(target, type)));
  const own = {
    isOurs,
    take,
    listen: () => each((target, type) => call(target, 'addEventListener', type, listener, true)),
    stop() {
      guards.delete(own);
      each((target, type) => call(target, 'removeEventListener', type, listener, true));
      held.forEach((_, form) => unmark(form));
      held.clear();
    },
  };
  guards.add(own);
  own.listen();
  takeScripted(targets[targets.length - 1], takeScriptedSubmit);
  takeHeld((form) => Boolean(guardOf(form)), targets[0]).forEach(([form, submitter]) => guardOf(form).take(form, submitter, true));
  return own;
}

/** Takes a form that a script sends by `form.submit()`. @returns {boolean} false if no guard has this form */
function takeScriptedSubmit(form) {
  const own = guardOf(form);
  if (own) {
    own.take(form, null, false);
  }
  return Boolean(own);
}

const guardOf = (form) => [...guards].find((each) => each.isOurs(form));

/** Ends the busy state of a held form. */
function unmark(form, state = null) {
  setAttribute(form, STATE, state);
  setAttribute(form, BUSY, null);
}

/** Whether the page's listeners allow a submit. Not asked where htmx listens, because it would send the form. */
const isAllowed = ({ form, submitter, ask }) => !ask || call(form, 'closest', BOOSTED) || askPage(form, submitter);

/** Holds a submit until the engine runs, then sends it. */
async function hold(submit) {
  const { form, held, client, options } = submit;
  const parsing = submit.ask && whenParsed(documentOf(form));
  rememberButtons(form, true);
  if (held.has(form)) {
    // A listener that cancels the event and calls `form.submit()` wants the form sent.
    held.get(form).ask = held.get(form).ask && submit.ask;
    return;
  }
  const verdict = parsing ? undefined : isAllowed(submit);
  // A listener may have called `form.submit()`, which holds the form already.
  if (verdict === false || held.has(form)) {
    return;
  }
  prepare(form, client, options);
  // The inline guard may have set the state to busy; that is not the state to return to.
  const state = (attribute(form, STATE) || '').replace('busy', '') || 'idle';
  held.set(form, submit);
  // Before the form says busy: pages disable fields when it does.
  const enabled = enabledOf(form);
  const note = () => noteSubmit(form, submit.submitter, enabled);
  if (verdict) {
    note();
  }
  setAttribute(form, STATE, 'busy');
  setAttribute(form, BUSY, 'true');
  if (!verdict) {
    await (parsing || nextTask());
    if (!isStillAllowed(submit, state)) {
      return;
    }
    note();
  }
  sendHeld(submit);
}

/** Whether a submit is still held, and the page's listeners, which can be asked now, allow it. Else it is dropped. */
function isStillAllowed(submit, state) {
  const { form, held } = submit;
  // The form may have been detached meanwhile.
  const isHeld = held.get(form) === submit;
  if (isHeld && isAllowed(submit) === false && submit.ask) {
    held.delete(form);
    unmark(form, state);
    return false;
  }
  return isHeld;
}

/** Sends a held submit as soon as the engine runs, and shows how it ended if the engine cannot. */
async function sendHeld(submit) {
  const { form, held, load, client, options } = submit;
  const own = entryOf(form).client;
  const last = await run(load, own, prepareMessages(form, client), (engine) => {
    if (held.get(form) !== submit) {
      return {};
    }
    held.delete(form);
    attach(engine, form, client, options);
    return send(engine, submit, own);
  });
  // A newer submit may be waiting.
  if (held.get(form) === submit) {
    held.delete(form);
  }
  if (last.error) {
    recover(form, last.error, options);
  } else if (last.leaving) {
    setTimeout(() => current().leave_expired(form), last.leaving);
  } else {
    advise(last.advise, client, kindOf(form, options), form);
  }
}

/** Carries out the engine's steps. Resolves to the last one: `{ leaving }`, `{ advise }` or `{}`. */
async function send(engine, { form, submitter }, client) {
  const controller = new AbortController();
  let step = engine.submit(form, controller);
  for (;;) {
    if (step.send) {
      step = engine.answered(form, controller, await exchange(step.send, controller, client));
    } else if (step.deliver) {
      step = engine.delivered(form, controller, await deliver(step.deliver, form, submitter, controller, client));
    } else {
      return step;
    }
  }
}

/** Shows an error and makes the form usable again where the engine cannot: it did not load, or it failed. */
function recover(form, text, options) {
  unmark(form, 'error');
  unlock(form);
  write(placeOf(form, kindOf(form, options) === 'signup'), text);
}
