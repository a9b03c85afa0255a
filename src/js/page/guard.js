/**
 * Listens to attached forms. Takes their submit, from before the engine is there until after it failed: what a user typed is
 * never posted to the page's own server (contract, promise 1).
 */
import { advise, run } from '../engine/run.js';
import { deliver } from './deliver.js';
import { attribute, call, documentOf, elementsOf, get, setAttribute, windowOf } from './dom.js';
import { exchange } from '../engine/exchange.js';
import { fieldOf } from './fields.js';
import { takeToken } from './link-token.js';
import { current } from '../engine/load.js';
import { BUSY, CODE_FORM, kindOf, STATE } from './markup.js';
import { adopt, write } from './place.js';
import { askPage, heldEarly, leadsElsewhere, TAKEN, takeScripted, whenParsed } from './submit.js';
import { placeOf } from './view.js';
import { clientFor, prepareWords } from './messages.js';

const FORMS = 'form[data-authrocket]';
/** A form in one of these may be sent by htmx, which listens to the form itself, whoever prevented its submit. */
const BOOSTED = '[hx-boost],[data-hx-boost],[hx-boost\\:inherited],[data-hx-boost\\:inherited]';
/** What each form speaks with; there once the form was prepared. */
const clients = new WeakMap();
const guarded = new WeakMap();
/** All guards of this page. @type {Set<Guard>} */
const guards = new Set();

/** Guards every form with `data-authrocket` that the document has or will have. */
export function guardDocument(load, client) {
  return guard([window], (form) => call(form, 'matches', FORMS), load, client);
}

/** Guards one form, once; gives back the way to stop. */
export function guardForm(form, load, client, options) {
  if (!guarded.has(form)) {
    // At the window, too: a control may stand outside of its form.
    const targets = [form, windowOf(form)].filter(Boolean);
    const { stop } = guard(targets, (each) => each === form || call(each, 'matches', CODE_FORM), load, client, options);
    guarded.set(form, () => guarded.delete(form) && release(form, stop));
  }
  return guarded.get(form);
}

function release(form, stop) {
  stop();
  clients.delete(form);
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
  let node = form;
  while (node && !get(node, 'nextSibling')) {
    node = get(node, 'parentNode');
  }
  return node || get(document, 'readyState') !== 'loading';
}

/** Attaches a form; false when its kind is not known. */
export function attach(engine, form, client, options) {
  prepare(form, client, options);
  return engine.attach(form, kindOf(form, options), clients.get(form), options);
}

function prepare(form, client, options) {
  if (!clients.has(form)) {
    clients.set(form, clientFor(form, client));
    if (attribute(form, STATE) === 'error') {
      adopt(placeOf(form, kindOf(form, options) === 'signup'));
    }
    takeToken(form, options);
    prepareWords(form, client);
    if (client.comforts) {
      client.comforts();
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
  const held = new Set();
  const take = (form, submitter, ask) => {
    const given = form === targets[0] ? options : undefined;
    hold({ form, submitter, ask, held, load, client, options: given });
  };
  const listener = (event) => {
    const { type, target: at } = event;
    const engine = current();
    if (type === 'online') {
      if (engine) {
        engine.came_online();
      }
      return;
    }
    const form = type === 'submit' || type === 'reset' ? at : get(controlOf(at), 'form');
    if (!form || event[TAKEN] || !get(form, 'matches') || !isOurs(form)) {
      return;
    }
    event[TAKEN] = true;
    if (type === 'submit') {
      if (!leadsElsewhere(form, event.submitter, client.url)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        take(form, event.submitter, true);
      }
      return;
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
  const types = ['submit', 'input', 'reset', 'click', 'keydown', 'online'];
  const each = (act) => targets.forEach((target) => types.forEach((type) => act(target, type)));
  const own = {
    isOurs,
    take,
    listen: () => each((target, type) => call(target, 'addEventListener', type, listener, true)),
    stop() {
      guards.delete(own);
      each((target, type) => call(target, 'removeEventListener', type, listener, true));
      held.forEach((form) => rest(form));
      held.clear();
    },
  };
  guards.add(own);
  own.listen();
  takeScripted(targets[targets.length - 1], takeUnannounced);
  heldEarly(isOurs).forEach(([form, submitter]) => take(form, submitter, true));
  return own;
}

/** Takes a form that is sent by script, without an event; false for a form of nobody's. */
function takeUnannounced(form) {
  const own = [...guards].find((each) => each.isOurs(form));
  if (own) {
    own.take(form, null, false);
  }
  return Boolean(own);
}

/** A click on a button may be one on an image in it. */
const controlOf = (target) => (get(target, 'closest') && call(target, 'closest', 'button')) || target;

/** Takes the marks of a held form back. */
function rest(form, state = null) {
  setAttribute(form, STATE, state);
  setAttribute(form, BUSY, null);
}

/** Whether the page's listeners let a form be sent; a form that htmx listens to is not shown to it. */
const isAllowed = ({ form, submitter, ask }) => !ask || call(form, 'closest', BOOSTED) || askPage(form, submitter);

/** Holds a form until the engine is there, then sends it. */
async function hold(submit) {
  const { form, held, load, client, options } = submit;
  const unparsed = submit.ask && whenParsed(documentOf(form));
  if (held.has(form) || (!unparsed && !isAllowed(submit)) || held.has(form)) {
    return;
  }
  prepare(form, client, options);
  // The inline guard has said busy already.
  const state = (attribute(form, STATE) || '').replace('busy', '') || 'idle';
  held.add(form);
  setAttribute(form, STATE, 'busy');
  setAttribute(form, BUSY, 'true');
  if (unparsed) {
    await unparsed;
    // A form may be let go while it waits.
    if (!held.has(form)) {
      return;
    }
    if (!isAllowed(submit)) {
      held.delete(form);
      rest(form, state);
      return;
    }
  }
  const last = await run(load, clients.get(form), prepareWords(form, client), (engine) => {
    if (!held.delete(form)) {
      return {};
    }
    if (!attach(engine, form, client, options)) {
      throw new Error(`data-authrocket="${attribute(form, 'data-authrocket')}" is not known`);
    }
    return send(engine, submit, clients.get(form));
  });
  held.delete(form);
  if (last.error) {
    recover(form, last.error, options);
  } else if (last.leaving) {
    setTimeout(() => current().leave_expired(form), last.leaving);
  } else {
    advise(last.advise, client);
  }
}

/** Carries the engine's steps out, and ends with the last one: `{ leaving }`, `{ advise }`, or nothing in it. */
async function send(engine, { form, submitter }, client) {
  const controller = new AbortController();
  let step = engine.submit(form, controller, submitter);
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
  for (const button of elementsOf(form)) {
    if (button.type === 'submit') {
      button.disabled = false;
    }
  }
  write(placeOf(form, kindOf(form, options) === 'signup'), text);
}
