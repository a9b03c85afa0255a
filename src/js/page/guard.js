/**
 * Listens to attached forms. Takes their submit, from before the engine is there until after it failed: what a user typed is
 * never posted to the page's own server (contract, promise 1).
 */
import { advise, run } from '../engine/run.js';
import { deliver } from './deliver.js';
import { attribute, call, documentOf, get, setAttribute, windowOf } from './dom.js';
import { exchange } from '../engine/exchange.js';
import { edited, fieldOf, noteSubmit } from './fields.js';
import { inspect } from './inspect.js';
import { takeToken } from './link-token.js';
import { current } from '../engine/load.js';
import { rememberButtons, unlock } from './lock.js';
import { BUSY, CODE_FORM, kindOf, STATE } from './markup.js';
import { adopt, write } from './place.js';
import { askPage, leadsElsewhere, nextTask, TAKEN, takeHeld, takeScripted, whenParsed } from './submit.js';
import { placeOf } from './view.js';
import { clientFor, prepareWords } from './messages.js';
import { entryOf } from './register.js';

const FORMS = 'form[data-authrocket]';
/** A form in one of these may be sent by htmx, which listens to the form itself, whoever prevented its submit. */
const BOOSTED = '[hx-boost],[data-hx-boost],[hx-boost\\:inherited],[data-hx-boost\\:inherited]';
/** All guards of this page. @type {Set<Guard>} */
const guards = new Set();

/** Guards every form with `data-authrocket` that the document has or will have. */
export function guardDocument(load, client) {
  return guard([window], (form) => call(form, 'matches', FORMS), load, client);
}

/** Guards one form, once; gives back the way to stop. */
export function guardForm(form, load, client, options) {
  const entry = entryOf(form);
  if (!entry.release) {
    // At the window, too: a control may stand outside of its form.
    const targets = [form, windowOf(form)].filter(Boolean);
    const { stop } = guard(targets, (each) => each === form || call(each, 'matches', CODE_FORM), load, client, options);
    entry.release = () => {
      stop();
      delete entry.release;
      delete entry.client;
    };
  }
  return entry.release;
}

/** Attaches every form of the document, and lets those go that left it; before the engine is there it prepares them. */
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

/** While a page is still coming, its last form may lack the places and inputs that are looked for. */
function isWhole(form) {
  // The controls of a form that begins inside of a table stand behind it.
  let node = call(form, 'matches', ':is(table,thead,tbody,tfoot,tr)>form') ? undefined : form;
  while (node && !get(node, 'nextSibling')) {
    node = get(node, 'parentNode');
  }
  return node || get(document, 'readyState') !== 'loading';
}

/** Attaches a form; of an unknown kind, too: it sends nothing then, and a developer is told. */
export function attach(engine, form, client, options) {
  prepare(form, client, options);
  const kind = kindOf(form, options);
  advise(engine.attach(form, kind, entryOf(form).client, options).advise, client, kind);
}

function prepare(form, client, options) {
  const entry = entryOf(form);
  if (!entry.client) {
    entry.client = clientFor(form, client);
    if (attribute(form, STATE) === 'error') {
      adopt(placeOf(form, kindOf(form, options) === 'signup'));
    }
    takeToken(form, options);
    prepareWords(form, client);
    inspect(client, form, options);
    if (client.comforts) {
      client.comforts(form);
    }
  }
}

/**
 * What listens to some forms.
 * @typedef {object} Guard
 * @property {(form: any) => boolean} isOurs
 * @property {() => void} listen adds its listeners, which a rewritten document has lost; those that are there stay
 * @property {() => void} stop
 * @property {(form: any, submitter: any, ask: boolean) => void} take
 */

/** @returns {Guard} */
function guard(targets, isOurs, load, client, options) {
  /** The submits that wait, by form. */
  const held = new Map();
  const take = (form, submitter, ask) => {
    const given = form === targets[0] ? options : undefined;
    hold({ form, submitter, ask, held, load, client, options: given });
  };
  const listener = (event) => {
    const { type, target: at } = event;
    const engine = current();
    if (at === targets[targets.length - 1]) {
      // The window's own events.
      if (engine && type === 'online') {
        engine.came_online();
      } else if (engine && type === 'pageshow') {
        engine.page_shown();
      }
      return;
    }
    const form = type === 'submit' || type === 'reset' ? at : get(controlOf(at), 'form');
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
    }
    if (engine) {
      // A click or a key may be about to send it.
      engine.touched(form);
      if (type === 'input') {
        engine.edited(form, fieldOf(at));
      } else if (type === 'reset') {
        engine.reset(form);
      }
    }
  };
  // Capturing, at the window: before any listener of the page's document.
  const types = ['submit', 'input', 'reset', 'click', 'keydown', 'online', 'pageshow'];
  const each = (act) => targets.forEach((target) => types.forEach((type) => act(target, type)));
  const own = {
    isOurs,
    take,
    listen: () => each((target, type) => call(target, 'addEventListener', type, listener, true)),
    stop() {
      guards.delete(own);
      each((target, type) => call(target, 'removeEventListener', type, listener, true));
      held.forEach((_, form) => rest(form));
      held.clear();
    },
  };
  guards.add(own);
  own.listen();
  takeScripted(targets[targets.length - 1], takeUnannounced);
  takeHeld((form) => Boolean(guardOf(form)), targets[0]).forEach(([form, submitter]) => guardOf(form).take(form, submitter, true));
  return own;
}

/** Takes a form that is sent by script, without an event; false for a form of nobody's. */
function takeUnannounced(form) {
  const own = guardOf(form);
  if (own) {
    own.take(form, null, false);
  }
  return Boolean(own);
}

const guardOf = (form) => [...guards].find((each) => each.isOurs(form));

/** A click on a button may be one on an image in it. */
const controlOf = (target) => (get(target, 'closest') && call(target, 'closest', 'button')) || target;

/** Takes the marks of a held form back. */
function rest(form, state = null) {
  setAttribute(form, STATE, state);
  setAttribute(form, BUSY, null);
}

/** Whether the page's listeners let a form be sent; a form that htmx listens to is not shown to them. */
const isAllowed = ({ form, submitter, ask }) => !ask || call(form, 'closest', BOOSTED) || askPage(form, submitter);

/** Holds a form until the engine is there, then sends it. */
async function hold(submit) {
  const { form, held, load, client, options } = submit;
  const parsing = submit.ask && whenParsed(documentOf(form));
  rememberButtons(form, true);
  if (held.has(form)) {
    // A listener that sends the form by script, and cancels the event, wants it sent.
    held.get(form).ask = held.get(form).ask && submit.ask;
    return;
  }
  const verdict = parsing ? undefined : isAllowed(submit);
  // A listener of the page may have sent it by script.
  if (verdict === false || held.has(form)) {
    return;
  }
  prepare(form, client, options);
  // The inline guard has said busy already.
  const state = (attribute(form, STATE) || '').replace('busy', '') || 'idle';
  held.set(form, submit);
  if (verdict !== undefined) {
    noteSubmit(form, submit.submitter);
  }
  setAttribute(form, STATE, 'busy');
  setAttribute(form, BUSY, 'true');
  if (verdict === undefined) {
    await (parsing || nextTask());
    // A form may be detached while it waits.
    if (!held.has(form)) {
      return;
    }
    if (isAllowed(submit) === false && submit.ask) {
      held.delete(form);
      rest(form, state);
      return;
    }
    noteSubmit(form, submit.submitter);
  }
  const last = await run(load, entryOf(form).client, prepareWords(form, client), (engine) => {
    if (!held.delete(form)) {
      return {};
    }
    attach(engine, form, client, options);
    return send(engine, submit, entryOf(form).client);
  });
  held.delete(form);
  if (last.error) {
    recover(form, last.error, options);
  } else if (last.leaving) {
    setTimeout(() => current().leave_expired(form), last.leaving);
  } else {
    advise(last.advise, client, kindOf(form, options), form);
  }
}

/** Carries the engine's steps out, and ends with the last one: `{ leaving }`, `{ advise }`, or nothing in it. */
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

/** The engine cannot speak, so the form is made usable here. */
function recover(form, text, options) {
  rest(form, 'error');
  unlock(form);
  write(placeOf(form, kindOf(form, options) === 'signup'), text);
}
