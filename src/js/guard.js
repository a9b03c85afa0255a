/**
 * Listens to attached forms. Takes their submit event, from before the engine is there until after it failed:
 * what a user typed is never posted to the page's own server (contract, promise 1).
 */
import { advise, run } from './calls.js';
import { current } from './load.js';

const FORMS = 'form[data-authrocket]';
const STATE = 'data-authrocket-state';
/** How long a form stays locked when its page is being left, in milliseconds: a second click must not send again. */
const LEAVING = 5000;

const guarded = new WeakMap();
/** On an event that is taken: the page may have the script tag and the module. */
const TAKEN = Symbol.for('authrocket');

/** Guards every form with `data-authrocket` that the document has or will have. */
export function guardDocument(load, client) {
  guard(document, (form) => form.matches && form.matches(FORMS), load, client);
}

/** Guards one form, once; gives back the way to stop. */
export function guardForm(form, load, client, options) {
  if (!guarded.has(form)) {
    const stop = guard(form, () => true, load, client, options);
    guarded.set(form, () => guarded.delete(form) && stop());
  }
  return guarded.get(form);
}

function guard(target, isOurs, load, client, options) {
  const held = new Set();
  const listener = (event) => {
    const form = event.type === 'input' ? event.target.form : event.target;
    if (!form || event[TAKEN] || !isOurs(form)) {
      return;
    }
    event[TAKEN] = true;
    if (event.type === 'submit') {
      take(event, form, held, load, client, options);
    } else if (current()) {
      current().edited(form, event.type === 'input' ? event.target : undefined);
    }
  };
  // Capturing: before any listener of the page can fail.
  const types = ['submit', 'input', 'reset'];
  types.forEach((type) => target.addEventListener(type, listener, true));
  return () => types.forEach((type) => target.removeEventListener(type, listener, true));
}

async function take(event, form, held, load, client, options) {
  event.preventDefault();
  if (held.has(form)) {
    return;
  }
  held.add(form);
  form.setAttribute(STATE, 'busy');
  form.setAttribute('aria-busy', 'true');
  const result = await run(load, client, (engine) => {
    held.delete(form);
    if (!engine.attach(form, client, options)) {
      throw new Error(`data-authrocket="${form.getAttribute('data-authrocket')}" is not known`);
    }
    return engine.submit(form);
  });
  held.delete(form);
  if (result === 'leaving') {
    // The navigation may never happen, and bfcache may bring the page back: then the form is usable again.
    setTimeout(() => form.getAttribute(STATE) === 'done' && current().edited(form), LEAVING);
  } else if (result && result.error) {
    recover(form, result.error);
  } else {
    advise(result);
  }
}

/** The engine cannot speak, so the form is made usable here. */
function recover(form, text) {
  form.setAttribute(STATE, 'error');
  form.removeAttribute('aria-busy');
  for (const button of form.elements) {
    if (button.type === 'submit') {
      button.disabled = false;
    }
  }
  place(form).textContent = text;
}

function place(form) {
  const signup = form.getAttribute('data-authrocket') === 'signup';
  return (
    form.querySelector('[data-authrocket-error=""]') ||
    document.getElementById(signup ? 'signup-errors' : 'login-errors') ||
    addPlace(form)
  );
}

function addPlace(form) {
  const alert = document.createElement('p');
  alert.setAttribute('data-authrocket-error', '');
  alert.setAttribute('role', 'alert');
  return form.appendChild(alert);
}
