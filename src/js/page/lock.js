/**
 * Locks the submit buttons of a form while it is busy. Pages disable their buttons too, before a submit, during it and a moment
 * after it; whatever they do, a button that was enabled when the user began is enabled again in the end. A button that was
 * disabled before stays so. Tests: tests/browser/lock.test.js.
 */
import { call, elementsOf, setAttribute } from './dom.js';
import { entryOf } from './register.js';

/** Scripts that disable buttons after a submit do so within this time, in milliseconds (jquery-ujs: 13). */
const REACTION = 100;

/** Image buttons are not among the elements of a form. */
export const submitButtons = (form) => [
  ...elementsOf(form).filter(({ type }) => type === 'submit'),
  ...call(form, 'querySelectorAll', 'input[type=image]'),
];

/** Remembers the enabled buttons: at a click or a key, before the page's own listeners, and at the submit. */
export function rememberButtons(form, isSubmit) {
  const entry = entryOf(form);
  if (!entry.isLocked) {
    const enabled = submitButtons(form).filter(({ disabled }) => !disabled);
    entry.buttons = new Set(isSubmit ? [...entry.buttons, ...enabled] : enabled);
    entry.submitted = isSubmit && Date.now();
  }
}

/** Disables them. Firefox would keep that over a reload, unless they say not to. */
export function lock(form) {
  rememberButtons(form, true);
  const entry = entryOf(form);
  entry.isLocked = true;
  entry.buttons.forEach((button) => {
    button.disabled = true;
    setAttribute(button, 'autocomplete', 'off');
  });
}

/**
 * Enables them again: at once, and after a quick end those that the page's scripts have disabled since. What is disabled by those
 * who hear of the end, such as our own countdown, stays so.
 */
export function unlock(form) {
  const entry = entryOf(form);
  const buttons = [...entry.buttons];
  const enable = (all) => all.forEach((button) => (button.disabled = false));
  buttons.forEach((button) => entry.isLocked && setAttribute(button, 'autocomplete', null));
  entry.isLocked = false;
  enable(buttons);
  if (Date.now() - entry.submitted < REACTION) {
    reactLater(entry, buttons, enable);
  }
}

async function reactLater(entry, buttons, enable) {
  await undefined;
  const free = buttons.filter(({ disabled }) => !disabled);
  setTimeout(() => entry.isLocked || enable(free), REACTION);
}
