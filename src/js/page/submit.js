/**
 * The submit of a form: asks the page's own listeners, keeps what was typed from other listeners and other places, and
 * takes `form.submit()`, which fires no event.
 */
import { call, get } from './dom.js';
import { controlsOf, disable, isAddress, secretsOf } from './fields.js';

/** Marks an event that is handled: the page may have the script tag and the module. */
export const TAKEN = Symbol.for('authrocket');
/** Where the inline guard (`pkg/guard.js`) leaves its function. */
const GUARD = Symbol.for('authrocket.guard');

/** Whether the page's own scripts have run, so that its listeners can be asked; it stays so when the document is rewritten. */
function isParsed(document) {
  const { timing } = performance;
  return get(document, 'readyState') === 'complete' || !timing || timing.domContentLoadedEventStart > 0;
}

/** Settles when they have; `undefined` where that is the case. @returns {Promise<any> | undefined} */
export const whenParsed = (document) =>
  isParsed(document)
    ? undefined
    : new Promise((resolve) => call(document, 'addEventListener', 'DOMContentLoaded', resolve, { once: true }));

/**
 * Asks the page's own listeners, by a submit event that has no default action; false when one of them cancels it.
 *
 * Listeners see an event that is cancelled already, as the real one is, so libraries that send forms leave it alone. Some
 * send it all the same. They listen on the document, so passwords and codes are disabled outside of the form's own listeners.
 */
export function askPage(form, submitter) {
  const options = { bubbles: true, cancelable: true, submitter };
  const event = typeof SubmitEvent === 'function' ? new SubmitEvent('submit', options) : new Event('submit', options);
  Object.defineProperty(event, 'defaultPrevented', { value: true });
  event[TAKEN] = true;
  const seal = disable(secretsOf(form));
  const open = () => seal(false);
  const close = () => seal(true);
  // Added last: `open` runs before the form's bubbling listeners, `close` after them.
  call(form, 'addEventListener', 'submit', open, true);
  call(form, 'addEventListener', 'submit', close);
  try {
    return call(form, 'dispatchEvent', event);
  } finally {
    call(form, 'removeEventListener', 'submit', open, true);
    call(form, 'removeEventListener', 'submit', close);
    open();
  }
}

/**
 * Whether the button that was pressed leads elsewhere: it closes a dialog, or has a `formaction`. The browser follows it;
 * what was typed stays here, but for a user name on its way to the instance.
 */
export function leadsElsewhere(form, submitter, instance) {
  if (!submitter || !(/^dialog$/i.test(submitter.getAttribute('formmethod')) || submitter.hasAttribute('formaction'))) {
    return false;
  }
  const typed = controlsOf(form).filter(([name]) => !isAddress(name));
  const seal = disable([...secretsOf(form), ...(isAt(submitter.formAction, instance) ? [] : typed.map(([, control]) => control))]);
  setTimeout(seal, 0, false);
  return true;
}

function isAt(address, instance) {
  try {
    return new URL(address).origin === new URL(instance).origin;
  } catch {
    return false;
  }
}

/** Windows whose `form.submit()` is taken. */
const patched = new WeakSet();

/**
 * Lets `take` have the forms of a window that are sent by `form.submit()`; the browser sends those that it does not take.
 * @param {any} view
 * @param {(form: any) => boolean} take
 */
export function takeScripted(view, take) {
  if (!patched.has(view)) {
    patched.add(view);
    const { prototype } = view.HTMLFormElement;
    const { submit } = prototype;
    prototype.submit = function () {
      if (!take(this)) {
        Reflect.apply(submit, this, []);
      }
    };
  }
}

/** The forms, each with its button, that the inline guard has held until now. @returns {[any, any][]} */
export const heldEarly = (isOurs) => (typeof window[GUARD] === 'function' ? window[GUARD](isOurs) : []);
