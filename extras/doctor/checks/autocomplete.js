/** Checks `autocomplete`, for password managers and autofill, by the kind of form. Tests: tests/browser/doctor-fields.test.js. */
import { attribute } from '../../../src/js/page/dom.js';
import { called, finding } from '../findings.js';
import { isTyped } from '../page.js';
import { autocompleteOf } from '../words.js';

/** Fields that password managers need. Other fields may lack `autocomplete`. */
const WANTED = ['username', 'email', 'password', 'password_confirmation', 'code'];

/** @param {import('../page.js').Page} page */
export function* autocomplete({ forms }) {
  for (const form of forms) {
    for (const [control, field] of form.fields) {
      const suits = autocompleteOf(field, form.kind);
      if (isTyped(control) && suits.length) {
        yield* check(form, control, field, suits);
      }
    }
  }
}

function* check(form, control, field, suits) {
  const own = control.getAttribute('autocomplete');
  const said = own === null ? attribute(form.element, 'autocomplete') : own;
  const token = purpose(said || '');
  const fix = `Write autocomplete="${suits[0]}".`;
  if (suits.includes(token)) {
    return;
  }
  if (token === 'off') {
    yield finding(
      'autocomplete-off',
      control,
      `autocomplete is off for ${called(control)}: browsers ignore that for passwords, and guess.`,
      fix,
    );
  } else if (!token || token === 'on') {
    if (WANTED.includes(field)) {
      yield finding('autocomplete-missing', control, `${called(control)} has no autocomplete.`, fix);
    }
  } else {
    yield finding(
      'autocomplete-wrong',
      control,
      `${called(control)} of a ${form.kind || 'password'} form has autocomplete="${token}".`,
      fix,
    );
  }
}

/** The token that names the field, without section, address and `webauthn` tokens. */
function purpose(said) {
  const tokens = said.toLowerCase().split(/\s+/).filter((token) => token && token !== 'webauthn');
  return tokens.pop();
}
