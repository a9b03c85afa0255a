/**
 * `data-authrocket-reveal` on a button: shows what is typed into a password field, until it is pressed again or the form
 * is sent. The value names the fields; one that names none, such as `true`, means `password`.
 */
import { around, controls, put } from './dom.js';

const REVEAL = 'data-authrocket-reveal';
const PRESSED = 'aria-pressed';
/** A spell checker or a keyboard that learns would carry the password elsewhere. */
const PLAIN = { type: 'text', spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off' };

export function reveal({ root, listen, atEnd }) {
  /** Field -> the way back. */
  const shown = new WeakMap();
  /** Button -> the way back. */
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

  /** Says of every button what it is: it must not submit, not even as the button that Enter presses. */
  const say = () => {
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
    say();
  };

  listen('click', (event) => {
    const button = around(event, `[${REVEAL}]`);
    if (button) {
      event.preventDefault();
      const all = fields(button);
      const hidden = all.filter((field) => !shown.has(field));
      hidden.forEach(show);
      all.filter((field) => !hidden.length && shown.has(field)).forEach(hide);
      say();
    }
  });
  // Who is typing keeps the focus, and on a phone the keyboard.
  listen('mousedown', (event) => {
    const button = around(event, `[${REVEAL}]`);
    if (button && fields(button).includes(root.activeElement)) {
      event.preventDefault();
    }
  });
  listen('submit reset pagehide', (event) => hideAll(event.target));

  const observer = new MutationObserver(say);
  observer.observe(root, { childList: true, subtree: true, attributeFilter: [REVEAL] });
  say();
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
