/**
 * A button with `data-authrocket-reveal` shows a password until it is pressed again or the form is submitted. The value names the
 * fields; a value that names none, such as `true`, means `password`. A button without a name of its own says "Show", then "Hide".
 * Tests: tests/browser/comforts-reveal.test.js, comforts-reveal-label.test.js.
 */
import { around, controls, put } from './dom.js';

const REVEAL = 'data-authrocket-reveal';
const PRESSED = 'aria-pressed';
const LABEL = 'aria-label';
const NAMED = '[aria-label],[aria-labelledby],[title]';
/** Two labels of the page in a button: one is hidden. */
const SHOW = '[data-authrocket-show]';
const HIDE = '[data-authrocket-hide]';
/** Attributes of a shown field. They turn off spell checkers and learning keyboards, which may send the password elsewhere. */
const PLAIN = { type: 'text', spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off' };

export function reveal({ root, text, listen, atEnd, onUpdate }) {
  /** By shown field: the function that restores it. */
  const shown = new WeakMap();
  /** By button: its label. */
  const labels = new WeakMap();
  const buttons = () => root.querySelectorAll(`[${REVEAL}]`);

  const fields = (button) => {
    const form = formOf(button);
    const value = button.getAttribute(REVEAL) || 'password';
    const named = (names) => names.split(' ').flatMap((name) => (form ? controls(form, name) : []));
    const found = named(value);
    return (found.length || /password/.test(value) ? found : named('password'))
      .filter((field) => field.type === 'password' || shown.has(field));
  };
  const show = (field) => keepCaret(field, () => shown.set(field, put(field, PLAIN)));
  const hide = (field) => {
    if (shown.has(field)) {
      keepCaret(field, shown.get(field));
      shown.delete(field);
    }
  };

  const update = () => {
    for (const button of buttons()) {
      if (!labels.has(button)) {
        labels.set(button, labelOf(button, (key) => text(formOf(button) || button, key)));
      }
      labels.get(button).write(fields(button).some((field) => shown.has(field)));
    }
  };
  const hideAll = (form) => {
    [...(form.elements || root.querySelectorAll('input'))].forEach(hide);
    update();
  };

  listen('click', (event) => {
    const button = around(event, `[${REVEAL}]`);
    if (button) {
      event.preventDefault();
      const all = fields(button);
      const hidden = all.filter((field) => !shown.has(field));
      hidden.forEach(show);
      all.filter((field) => !hidden.length && shown.has(field)).forEach(hide);
      update();
    }
  });
  // Keep the focus in the field while a user types, and with it the on-screen keyboard.
  listen('mousedown', (event) => {
    const button = around(event, `[${REVEAL}]`);
    if (button && fields(button).includes(root.activeElement)) {
      event.preventDefault();
    }
  });
  listen('submit authrocket:submit reset pagehide', (event) => hideAll(event.target));

  onUpdate(update);
  atEnd(() => {
    hideAll(root);
    buttons().forEach((button) => labels.has(button) && labels.get(button).restore());
  });
}

const formOf = (button) => button.form || button.closest('form');

/**
 * Shows on a button whether the password is shown: by the library's own label if the button has none, by the two labels that it
 * contains, or by `aria-pressed`. A label that changes already says it, so `aria-pressed` would say it twice.
 */
function labelOf(button, textOf) {
  // Enter would press the first submit button of a form.
  const undo = [put(button, button.type === 'submit' ? { type: 'button' } : {})];
  const set = (attributes) => undo.push(put(button, attributes));
  const [show, hide] = [SHOW, HIDE].map((css) => button.querySelector(css));
  let write = (isShown) => button.setAttribute(PRESSED, String(isShown));
  if (show && hide) {
    undo.push(...[show, hide].map((label) => put(label, { hidden: null })));
    write = (isShown) => {
      show.hidden = isShown;
      hide.hidden = !isShown;
    };
  } else if (isUnnamed(button)) {
    const own = button.ownerDocument.createElement('span');
    set({ hidden: null, [LABEL]: null });
    undo.push(() => own.remove());
    write = (isShown) => {
      const key = isShown ? 'hide' : 'show';
      button.setAttribute(LABEL, textOf(`${key}_password`));
      // Writing it again would be another change for the observer.
      if (own.textContent !== textOf(key)) {
        own.textContent = textOf(key);
      }
      if (own.parentNode !== button) {
        button.append(own);
      }
    };
  } else {
    set({ [PRESSED]: 'false' });
  }
  return { write, restore: () => undo.forEach((each) => each()) };
}

const isUnnamed = (button) =>
  button.localName === 'button' && !button.firstElementChild && !button.textContent.trim() && !button.matches(NAMED);

function keepCaret(field, change) {
  const { selectionStart, selectionEnd, selectionDirection } = field;
  change();
  field.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
}
