/**
 * Locks the submit buttons of a form while it is busy. Pages disable buttons too: before, during and shortly after a submit.
 * In the end, exactly the buttons that were enabled when the user began are enabled again. Tests: tests/browser/lock.test.js.
 */
import { call, get, setAttribute } from './dom.js';
import { entryOf } from './register.js';

/** Milliseconds within which scripts disable buttons after a submit (jquery-ujs: 13). */
const REACTION = 100;

/** All submit buttons of a form. `form.elements` contains neither image buttons nor the buttons of some design systems. */
export const submitButtons = (form) =>
  [...new Set([...get(form, 'elements'), ...call(form, 'querySelectorAll', '[type=submit],input[type=image]')])].filter(({ type }) =>
    /^(submit|image)$/.test(type),
  );

/** Remembers the enabled buttons: at a click or a key, before the page's listeners run, and at the submit. */
export function rememberButtons(form, isSubmit) {
  const entry = entryOf(form);
  if (!entry.isLocked) {
    const enabled = submitButtons(form).filter(({ disabled }) => !disabled);
    entry.buttons = new Set(isSubmit ? [...entry.buttons, ...enabled] : enabled);
    entry.submitted = isSubmit && Date.now();
  }
}

/** Disables the buttons. With `autocomplete="off"`, because Firefox otherwise keeps them disabled after a reload. */
export function lock(form) {
  rememberButtons(form, true);
  const entry = entryOf(form);
  entry.isLocked = true;
  entry.turn = (entry.turn || 0) + 1;
  entry.buttons.forEach((button) => {
    button.disabled = true;
    setAttribute(button, 'autocomplete', 'off');
  });
}

/**
 * Enables the buttons again. After a quick submit, enables them once more later, because a script of the page may disable them
 * late. A button stays disabled if a listener of the result disables it, such as the countdown.
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
  const { turn } = entry;
  await undefined;
  const free = buttons.filter(({ disabled }) => !disabled);
  // A later submit has its own reaction, and may have ended with a countdown.
  setTimeout(() => entry.turn === turn && !entry.isLocked && enable(free), REACTION);
}
