/**
 * Checks what helps users to type: keyboards without corrections, passwords of any length, reveal buttons and strength meters.
 * Tests: tests/browser/doctor-people.test.js.
 */
import { attribute, call } from '../../../src/js/page/dom.js';
import { called, finding } from '../findings.js';
import { all, fieldsNamed, isTyped, isWithoutValue } from '../page.js';
import { closest } from '../spelling.js';
import { REQUIREMENTS } from '../words.js';

/** @param {import('../page.js').Page} page */
export function* typing(page) {
  for (const form of page.forms) {
    yield* checkPasswords(form);
    yield* checkNames(form);
    yield* checkCode(form);
  }
  yield* checkReveal(page);
  yield* checkMeters(page);
}

function* checkPasswords(form) {
  const isShown = form.controls.some((control) => control.matches('[data-authrocket-reveal][aria-pressed=true]'));
  for (const field of fieldsNamed(form, 'password', 'password_confirmation')) {
    if (field.type !== 'password' && field.type !== 'hidden' && !isShown) {
      yield finding(
        'password-as-text',
        field,
        `${called(field)} shows the password, and password managers do not see one.`,
        'Write type="password"; a button with data-authrocket-reveal lets users look.',
      );
    }
    if (field.hasAttribute('maxlength')) {
      yield finding(
        'password-maxlength',
        field,
        `${called(field)} has a maxlength: a longer password is cut silently, and the login fails later.`,
        'Leave maxlength out.',
      );
    }
    yield* checkPattern(form, field);
  }
}

/** Checks for rules about passwords, which are the realm's. */
function* checkPattern({ kind }, field) {
  if (field.hasAttribute('pattern')) {
    yield finding(
      'password-pattern',
      field,
      kind === 'login'
        ? `${called(field)} has a pattern: the browser refuses an older password that does not fit, and nothing is sent.`
        : `${called(field)} has a pattern: the browser refuses generated passwords that the realm would accept, without saying why.`,
      kind === 'login' ? 'Leave pattern out.' : 'Leave pattern out, and write minlength; the realm checks passwords.',
    );
  }
}

function* checkNames(form) {
  for (const field of fieldsNamed(form, 'username').filter((each) => each.type === 'text')) {
    const keeps = field.getAttribute('autocapitalize') || attribute(form.element, 'autocapitalize') || '';
    if (!/^(none|off)$/i.test(keeps)) {
      yield finding(
        'username-autocapitalize',
        field,
        'Phones begin the user name with a capital letter.',
        'Write autocapitalize="none".',
      );
    }
    const spelled = field.closest('[spellcheck]');
    if (!spelled || spelled.getAttribute('spellcheck') !== 'false') {
      yield finding(
        'username-spellcheck',
        field,
        'The user name is checked for spelling, by some browsers on a server.',
        'Write spellcheck="false".',
      );
    }
  }
  for (const field of fieldsNamed(form, 'email', 'email_confirmation').filter((each) => each.type === 'text')) {
    yield finding('email-type', field, 'Phones show no @ for this field.', 'Write type="email".');
  }
}

function* checkCode(form) {
  for (const field of fieldsNamed(form, 'code').filter(isTyped)) {
    if (field.type === 'number') {
      yield finding(
        'code-number',
        field,
        'A code is no number: leading zeros may be lost, and arrow keys change it.',
        'Write inputmode="numeric" instead of type="number".',
      );
    } else if (!/^(numeric|decimal|tel)$/.test(field.getAttribute('inputmode') || '') && field.type !== 'tel') {
      yield finding('code-inputmode', field, 'Phones show letters for the code.', 'Write inputmode="numeric".');
    }
    const { maxLength } = field;
    if ((maxLength > 0 && maxLength < 7) || field.hasAttribute('pattern')) {
      yield finding(
        'code-maxlength',
        field,
        'Authenticator apps show codes in groups, such as 246 810; the field does not take the blank.',
        'Leave maxlength and pattern out; the library removes blanks and dashes.',
      );
    }
  }
}

function* checkReveal({ root, forms }) {
  for (const button of all(root, '[data-authrocket-reveal]')) {
    const form = forms.find(({ element }) => element === button.form || call(element, 'contains', button));
    // React and the helpers of Rails write `true` for an attribute without a value.
    const names = (button.getAttribute('data-authrocket-reveal') || 'password').replace(/^true$/, 'password').split(/\s+/).filter(Boolean);
    const missing = names.find((name) => !form || !fieldsNamed(form, name).length);
    if (missing) {
      yield finding(
        'reveal-target-missing',
        button,
        `The button shows the field ${missing}, which its form does not have.`,
        'Put it into the form, and name a field that is there.',
      );
    }
    if (button.type === 'submit') {
      yield finding(
        'reveal-submits',
        button,
        'The button that shows the password also submits, until the library is there; Enter may press it.',
        'Write type="button".',
      );
    }
  }
}

const REQUIRE = 'data-authrocket-require';
const HINTS = 'data-authrocket-hints';

function* checkMeters({ root, forms }) {
  for (const field of all(root, `[${REQUIRE}]`)) {
    const words = field.getAttribute(REQUIRE).split(/[\s,]+/).filter(Boolean);
    for (const word of words.filter((each) => !REQUIREMENTS.includes(each))) {
      const meant = closest(word, REQUIREMENTS);
      yield finding(
        'require-unknown',
        field,
        `${REQUIRE} has the word "${word}", which is no kind of characters: that rule is not checked.`,
        meant ? `Write "${meant}".` : `Use one of ${REQUIREMENTS.join(', ')}.`,
      );
    }
    if (!field.hasAttribute('data-authrocket-strength')) {
      yield finding(
        'require-unused',
        field,
        `${REQUIRE} has no effect on a field without a strength meter.`,
        'Add data-authrocket-strength to the field.',
      );
    }
  }
  for (const place of all(root, `[${HINTS}]`)) {
    const name = place.getAttribute(HINTS);
    const form = forms.find(({ element }) => call(element, 'contains', place));
    if (form && !isWithoutValue(name) && !form.controls.some((control) => nameOf(control) === name)) {
      yield finding(
        'hints-unknown',
        place,
        `${HINTS} names the field ${name}, which its form does not have: the hints stand behind the field.`,
        'Name the field as its name or data-authrocket-field does, or leave the value out.',
      );
    }
  }
}

/** The field name that `data-authrocket-hints` is compared with. */
const nameOf = (control) => control.getAttribute('data-authrocket-field') || control.name;
