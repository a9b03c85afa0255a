/**
 * Codes as people paste them: removes blanks and dashes from a code that is not typed. With `data-authrocket-autosubmit` on the
 * form or the field, sends a complete code, once. Tests: tests/browser/comforts-code-input.test.js.
 */
import { controls, isOurs, typeInto } from './dom.js';

const AUTO = 'data-authrocket-autosubmit';
/** Digits of a code, unless the field or the attribute says how many. */
const DIGITS = 6;

export function codeInput({ document, listen }) {
  /** By form: the code that was sent last. */
  const tried = new WeakMap();
  /** Login forms that wait for a code. */
  const due = new WeakSet();

  // A field with `maxlength` would cut a code with blanks before the `input` event.
  listen('paste', (event) => {
    const { target, clipboardData } = event;
    const code = isCode(target) && target.matches(':read-write') && clipboardData && bare(clipboardData.getData('text'));
    if (code) {
      event.preventDefault();
      // Keeps the browser's undo. Fires `input`.
      if (!document.execCommand('insertText', false, code)) {
        target.setRangeText(code);
        typeInto(target, target.value);
      }
    }
  });
  listen('input', ({ target: field, inputType }) => {
    if (isCode(field)) {
      const { form, value } = field;
      const code = bare(value);
      if (code && code !== value && !/^(insertText|delete)/.test(inputType)) {
        // Its own event comes here again.
        typeInto(field, code);
      } else if (code && isDue(form) && code.length === lengthOf(field)) {
        // After the page's own listeners.
        setTimeout(() => {
          if (bare(field.value) === code && tried.get(form) !== code && form.matches(':valid')) {
            form.requestSubmit();
          }
        });
      }
    }
  });
  listen('authrocket:code-required', ({ target: form }) => {
    due.add(form);
    // The same code may be right for the next login.
    document.querySelectorAll(CODE_FORM).forEach((each) => tried.delete(each));
    tried.delete(form);
  });
  listen('authrocket:submit', ({ target: form, detail }) => {
    if (isOurs(form)) {
      const [field] = controls(form, 'code');
      if (detail && detail.fields && !detail.fields.includes('code')) {
        due.delete(form);
      } else if (field) {
        tried.set(form, bare(field.value));
      }
    }
  });

  const isDue = (form) => form.matches(CODE_FORM) || (due.has(form) && !form.matches('[data-authrocket-state=idle]'));
}

const CODE_FORM = 'form[data-authrocket=code]';

const isCode = (field) => !!field.form && isOurs(field.form) && field.localName === 'input' && controls(field.form, 'code').includes(field);

/** The digits of a code in groups; empty for every other text. */
function bare(text) {
  const digits = text.replace(/[\s\p{Pd}]/gu, '');
  return /^\d+$/.test(digits) ? digits : '';
}

/** How many digits make a code complete; 0 if it is not sent by itself. */
function lengthOf(field) {
  const marked = [field, field.form].find((each) => each.hasAttribute(AUTO));
  const wanted = marked && Number(marked.getAttribute(AUTO));
  return marked ? wanted || (field.maxLength > 0 && field.maxLength < 11 ? field.maxLength : DIGITS) : 0;
}
