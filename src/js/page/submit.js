/**
 * The submit of a form: asks the page's own listeners, keeps what was typed from other listeners and other places, and
 * takes `form.submit()`, which fires no event.
 */
import { promise } from '../engine/natives.js';
import { attribute, call, documentOf, get, windowOf } from './dom.js';
import { controlsOf, disable, isAddress, secretsOf } from './fields.js';
import { STATE } from './markup.js';

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
    : promise((resolve) => call(document, 'addEventListener', 'DOMContentLoaded', resolve, { once: true }));

/** Settles in a task of its own. */
export const nextTask = () => promise((resolve) => setTimeout(resolve));

/**
 * Asks the page's own listeners, by a submit event that sends nothing; false when one of them cancels it, `undefined` where
 * nobody hears it: Firefox dispatches no submit event during another one of the same form.
 *
 * Listeners see an event that is cancelled already, as the real one is, so libraries that send forms leave it alone. Some
 * send it all the same. They listen on the document, so passwords and codes are disabled outside of the form's own listeners.
 */
export function askPage(form, submitter) {
  const options = { bubbles: true, cancelable: true, submitter };
  const event = typeof SubmitEvent === 'function' ? new SubmitEvent('submit', options) : new Event('submit', options);
  let isHeard;
  let isRefused;
  // Firefox sends the form after such an event, too, unless it is cancelled: so it is, when all listeners have had their say.
  const settle = () => {
    isRefused = isRefused || get(event, 'defaultPrevented');
    call(event, 'preventDefault');
  };
  const hear = () => (isHeard = true);
  const stop = (name) => ({
    value() {
      hear();
      settle();
      call(event, name);
    },
  });
  Object.defineProperties(event, {
    defaultPrevented: { value: true },
    preventDefault: { value: () => (isRefused = true) },
    stopPropagation: stop('stopPropagation'),
    stopImmediatePropagation: stop('stopImmediatePropagation'),
    cancelBubble: { set: stop('stopPropagation').value },
  });
  event[TAKEN] = true;
  const seal = disable(secretsOf(form));
  const open = () => seal(false);
  const close = () => seal(true);
  const root = call(form, 'getRootNode');
  const last = root === documentOf(form) ? windowOf(form) || root : root;
  // Each is the last of its kind on its target: `open` runs before the form's bubbling listeners, `close` after them.
  const listeners = [
    [last, hear, true],
    [form, open, true],
    [form, close, false],
    [last, settle, false],
  ];
  listeners.forEach(([target, listener, capture]) => call(target, 'addEventListener', 'submit', listener, capture));
  try {
    call(form, 'dispatchEvent', event);
  } finally {
    listeners.forEach(([target, listener, capture]) => call(target, 'removeEventListener', 'submit', listener, capture));
    open();
  }
  return isHeard ? !isRefused : undefined;
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

let hasAsked;

/**
 * Takes over from the inline guard, which ignores from then on every form that `isGuarded` is true for.
 * @param {(form: any) => boolean} isGuarded
 * @param {any} form a form that is guarded from now on, if it is a single one: asked for only where it is held
 * @returns {[any, any][]} the forms that it has held until now, each with its button
 */
export function takeHeld(isGuarded, form) {
  if (typeof window[GUARD] !== 'function' || (hasAsked && attribute(form, STATE) !== 'busy')) {
    return [];
  }
  hasAsked = true;
  return window[GUARD](isGuarded);
}
