/**
 * Submits of a form: asks the page's own listeners, hides passwords and codes from other listeners and other servers, and takes
 * `form.submit()`, which fires no event. Tests: tests/browser/guard.test.js, patterns.test.js.
 */
import { promise } from '../engine/natives.js';
import { attribute, call, documentOf, get, windowOf } from './dom.js';
import { controlsOf, disable, isOfPage, secretsOf } from './fields.js';
import { STATE } from './markup.js';

/** Marks an event as handled, because a page may load both the script tag and the module. */
export const TAKEN = Symbol.for('authrocket');
/** The global function of the inline guard (`pkg/guard.js`). */
const GUARD = Symbol.for('authrocket.guard');

/** Whether the page's scripts have run, so that its listeners can be asked. Stays true when the document is rewritten. */
function isParsed(document) {
  const { timing } = performance;
  return get(document, 'readyState') === 'complete' || !timing || timing.domContentLoadedEventStart > 0;
}

/** Resolves when the page's scripts have run; `undefined` if they already have. @returns {Promise<any> | undefined} */
export const whenParsed = (document) =>
  isParsed(document)
    ? undefined
    : promise((resolve) => call(document, 'addEventListener', 'DOMContentLoaded', resolve, { once: true }));

/** Resolves in the next task. */
export const nextTask = () => promise((resolve) => setTimeout(resolve));

/**
 * Asks the page's own listeners whether a form may be sent, by a submit event that sends nothing.
 *
 * The event is already cancelled, so most libraries that send forms ignore it. Some do not; they listen on the document. So
 * passwords and codes are enabled only while the form's own listeners run.
 *
 * @returns {boolean | undefined} false if a listener cancelled the event. `undefined` if no listener received it: Firefox does
 *   not dispatch a submit event during another one of the same form
 */
export function askPage(form, submitter) {
  const options = { bubbles: true, cancelable: true, submitter };
  const event = typeof SubmitEvent === 'function' ? new SubmitEvent('submit', options) : new Event('submit', options);
  let isHeard;
  let isRefused;
  // Firefox sends the form after this event, too. So the event is really cancelled once all listeners have run.
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
  // Each is added last to its target and phase: `open` runs before the form's bubbling listeners, `close` after them.
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
 * Whether the button that was pressed closes a dialog or has a `formaction`. The browser then handles the submit. Typed fields
 * are disabled meanwhile, so that they are not sent; only the instance may receive them, without passwords and codes.
 */
export function leadsElsewhere(form, submitter, instance) {
  if (!submitter || !(/^dialog$/i.test(submitter.getAttribute('formmethod')) || submitter.hasAttribute('formaction'))) {
    return false;
  }
  const typed = controlsOf(form).filter(([name]) => !isOfPage(name));
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

/** Windows whose `form.submit()` is replaced. */
const patched = new WeakSet();

/**
 * Calls `take` when a script of a window calls `form.submit()`. The browser sends the form if `take` returns false.
 * @param {any} view the window
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
 * Takes over from the inline guard. From now on, the inline guard ignores every form that `isGuarded` is true for.
 * @param {(form: any) => boolean} isGuarded
 * @param {any} form the guarded form, or the window. After the first call, a form counts only if it is busy
 * @returns {[any, any][]} the submits that the inline guard has held, as `[form, submitter]`
 */
export function takeHeld(isGuarded, form) {
  if (typeof window[GUARD] !== 'function' || (hasAsked && attribute(form, STATE) !== 'busy')) {
    return [];
  }
  hasAsked = true;
  return window[GUARD](isGuarded);
}
