/**
 * A button with `data-authrocket-reveal` shows a password until it is pressed again or the form is submitted. The value names the
 * fields; a value that names none, such as `true`, means `password`. Tests: tests/browser/comforts-reveal.test.js.
 */
import { around, controls, put } from './dom.js';

const REVEAL = 'data-authrocket-reveal';
const PRESSED = 'aria-pressed';
/** Attributes of a shown field. They turn off spell checkers and learning keyboards, which may send the password elsewhere. */
const PLAIN = { type: 'text', spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off' };

export function reveal({ root, listen, atEnd }) {
  /** By shown field: the function that restores it. */
  const shown = new WeakMap();
  /** By button: the function that restores its attributes. */
  const prepared = new WeakMap();
  const buttons = () => root.querySelectorAll(`[${REVEAL}]`);

  const fields = (button) => {
    const form = button.form || button.closest('form');
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

  /** Updates all buttons: `aria-pressed`, and `type="button"`, because Enter would press the first submit button of a form. */
  const update = () => {
    for (const button of buttons()) {
      if (!prepared.has(button)) {
        const type = button.type === 'submit' ? { type: 'button' } : {};
        prepared.set(button, put(button, { ...type, [PRESSED]: 'false' }));
      }
      button.setAttribute(PRESSED, String(fields(button).some((field) => shown.has(field))));
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

  const observer = new MutationObserver(update);
  observer.observe(root, { childList: true, subtree: true, attributeFilter: [REVEAL] });
  update();
  atEnd(() => {
    observer.disconnect();
    hideAll(root);
    buttons().forEach((button) => prepared.has(button) && prepared.get(button)());
  });
}

function keepCaret(field, change) {
  const { selectionStart, selectionEnd, selectionDirection } = field;
  change();
  field.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
}
