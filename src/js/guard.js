/**
 * Listens to attached forms. Takes their submit event, from before the engine is there until after it failed:
 * what a user typed is never posted to the page's own server (contract, promise 1).
 */
import { advise, run } from './calls.js';
import { clearDone, dropDone, prepareDone } from './done.js';
import { exchange } from './exchange.js';
import { fieldOf } from './fields.js';
import { handOver } from './hand-over.js';
import { takeToken } from './link-token.js';
import { current } from './load.js';
import { BUSY, CODE_FORM, kindOf, STATE } from './markup.js';
import { goneForms, placeOf, relax } from './view.js';
import { clientFor, prepareWords } from './words.js';

const FORMS = 'form[data-authrocket]';
/** A form in one of these may be sent by htmx, whoever prevented its submit. */
const BOOSTED = '[hx-boost],[data-hx-boost],[hx-boost\\:inherited],[data-hx-boost\\:inherited]';
/** How long a form stays locked when its page is being left, in milliseconds: a second click must not send again. */
const LEAVING = 5000;

/** The hint of a call that got no answer. */
const NO_ANSWER = 'no_answer';

/** What each form speaks with; there once the form was prepared. */
const clients = new WeakMap();
const guarded = new WeakMap();
/** On an event that is taken: the page may have the script tag and the module. */
const TAKEN = Symbol.for('authrocket');

/** Guards every form with `data-authrocket` that the document has or will have. */
export function guardDocument(load, client) {
  guard([document], (form) => form.matches && form.matches(FORMS), load, client);
}

/** Guards one form, once; gives back the way to stop. */
export function guardForm(form, load, client, options) {
  if (!guarded.has(form)) {
    // In the document, too: a control may stand outside of its form.
    const stop = guard([form, form.ownerDocument], (each) => each === form || each.matches(CODE_FORM), load, client, options);
    guarded.set(form, () => guarded.delete(form) && release(form, stop));
  }
  return guarded.get(form);
}

function release(form, stop) {
  stop();
  clients.delete(form);
  dropDone(form);
}

/** Attaches every form of the document, and lets those go that left it; before the engine is there it prepares them. */
export function attachAll(engine, client) {
  if (engine) {
    goneForms().forEach(engine.detach);
  }
  document.querySelectorAll(FORMS).forEach((form) => {
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
  while (node && !node.nextSibling) {
    node = node.parentNode;
  }
  return node || document.readyState !== 'loading';
}

/** Attaches a form; false when its kind is not known. */
export function attach(engine, form, client, options) {
  prepare(form, client, options);
  return engine.attach(form, kindOf(form, options), clients.get(form), options);
}

function prepare(form, client, options) {
  if (!clients.has(form)) {
    clients.set(form, clientFor(form, client));
    prepareDone(form, options);
    takeToken(form, options);
    prepareWords(form, client);
    if (client.comforts) {
      client.comforts();
    }
  }
}

function guard(targets, isOurs, load, client, options) {
  const held = new Set();
  const listener = (event) => {
    const { type, target: at } = event;
    const form = type === 'submit' || type === 'reset' ? at : controlOf(at).form;
    if (!form || event[TAKEN] || !isOurs(form)) {
      return;
    }
    event[TAKEN] = true;
    if (type === 'submit') {
      take(event, form, held, load, client, form === targets[0] ? options : undefined);
      return;
    }
    // A click or a key may be about to send it.
    relax(form);
    if (current() && (type === 'input' || type === 'reset')) {
      current().happened(form, type === 'input' ? fieldOf(at) : type);
    }
  };
  // Capturing: before any listener of the page can fail.
  const types = ['submit', 'input', 'reset', 'click', 'keydown'];
  const each = (act) => targets.forEach((target) => types.forEach((type) => act(target, type)));
  each((target, type) => target.addEventListener(type, listener, true));
  return () => {
    each((target, type) => target.removeEventListener(type, listener, true));
    held.forEach(rest);
    held.clear();
  };
}

/** A click on a button may be one on an image in it. */
const controlOf = (target) => (target.closest && target.closest('button')) || target;

function rest(form) {
  form.removeAttribute(STATE);
  form.removeAttribute(BUSY);
}

async function take(event, form, held, load, client, options) {
  event.preventDefault();
  if (form.closest(BOOSTED)) {
    event.stopPropagation();
  }
  if (held.has(form)) {
    return;
  }
  held.add(form);
  form.setAttribute(STATE, 'busy');
  form.setAttribute(BUSY, 'true');
  prepare(form, client, options);
  clearDone(form);
  const result = await run(load, clients.get(form), prepareWords(form, client), (engine) => {
    // A form may be let go while it waits.
    if (!held.delete(form)) {
      return undefined;
    }
    if (!attach(engine, form, client, options)) {
      throw new Error(`data-authrocket="${form.getAttribute('data-authrocket')}" is not known`);
    }
    return send(engine, form, clients.get(form));
  });
  held.delete(form);
  if (result === 'leaving') {
    // The navigation may never happen, and bfcache may bring the page back: then the form is usable again.
    setTimeout(() => form.getAttribute(STATE) === 'done' && current().happened(form, 'reset'), LEAVING);
  } else if (result && result.error) {
    recover(form, result.error, options);
  } else {
    advise(result, client);
    if (result === NO_ANSWER && navigator.onLine === false) {
      window.addEventListener('online', () => current().happened(form, 'online'), { once: true });
    }
  }
}

/** Carries the engine's steps out; ends with the key of what a developer should check, with `leaving`, or nothing. */
async function send(engine, form, client) {
  const controller = new AbortController();
  let step = engine.submit(form, controller);
  if (step instanceof Request) {
    step = engine.answered(form, controller, await exchange(step, controller, client));
  }
  if (Array.isArray(step)) {
    const [result, ...rest] = step;
    step = engine.handed(form, controller, result, await handOver(client, result, rest));
  }
  return step;
}

/** The engine cannot speak, so the form is made usable here. */
function recover(form, text, options) {
  form.setAttribute(STATE, 'error');
  form.removeAttribute(BUSY);
  for (const button of form.elements) {
    if (button.type === 'submit') {
      button.disabled = false;
    }
  }
  placeOf(form, kindOf(form, options)).textContent = text;
}
