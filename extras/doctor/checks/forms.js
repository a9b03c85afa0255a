/** Checks a form's kind, its position in the page, and its submit button. Tests: tests/browser/doctor-forms.test.js. */
import { attribute, call, get } from '../../../src/js/page/dom.js';
import { finding } from '../findings.js';
import { all, fieldsNamed, OWN_PLACE } from '../page.js';
import { meantKind, NEEDED, NEWER } from '../words.js';

const OF_SIGNUP = ['email_confirmation', 'password_confirmation', 'first_name', 'last_name', 'org_name'];

/** @param {import('../page.js').Page} page */
export function* forms(page) {
  for (const form of page.forms) {
    yield* checkKind(form, page);
    yield* checkMixture(form);
    yield* checkSubmit(form, page);
    yield* checkCancelled(form);
    if (call(form.element, 'matches', 'form form')) {
      yield finding(
        'form-nested',
        form.element,
        'The form stands inside another form; browsers drop such a form when they read the page.',
        'Put the forms side by side; a control elsewhere joins a form by form="its-id".',
      );
    }
  }
  yield* checkAlike(page);
}

function* checkKind({ marked, said, element }, { api, instance }) {
  const meant = meantKind(said || '');
  if (marked && !(said in NEEDED)) {
    yield finding(
      'kind-unknown',
      element,
      `data-authrocket="${said}" is not known; the form sends nothing.`,
      meant ? `Write data-authrocket="${meant}".` : `Use one of ${Object.keys(NEEDED).join(', ')}.`,
    );
  } else if (marked && instance && api === 'v1' && NEWER.includes(said)) {
    yield finding(
      'kind-unknown',
      element,
      `data-authrocket="${said}" exists in AuthRocket 2 only; the form sends nothing.`,
      'Name an instance of cluster e2 or later, or write data-api="v2".',
    );
  }
}

/** Checks for a login and a signup in one form: by the samples' prefixes, by fields, or by `autocomplete` of the passwords. */
function* checkMixture(form) {
  const prefixes = new Set(form.controls.map((control) => (control.getAttribute('name') || '').split('[')[0]));
  const tokens = fieldsNamed(form, 'password', 'password_confirmation').map((field) => field.getAttribute('autocomplete'));
  const isMixed =
    (prefixes.has('login') && prefixes.has('signup')) ||
    (form.kind === 'login' &&
      (fieldsNamed(form, ...OF_SIGNUP).length > 0 ||
        (tokens.includes('current-password') && tokens.includes('new-password'))));
  if (isMixed) {
    yield finding(
      'login-and-signup',
      form.element,
      'One form holds the fields of a login and of a signup; password managers then offer and save the wrong thing.',
      'Make two forms, data-authrocket="login" and data-authrocket="signup", each with its own fields.',
    );
  }
}

/** Whether a control submits the form. A reveal button does not, even with type="submit". */
const submits = (control) => ['submit', 'image'].includes(control.type) && !control.hasAttribute('data-authrocket-reveal');

function* checkSubmit({ element, controls }, { root }) {
  // form.elements contains neither image buttons nor the custom elements of design systems.
  if (!controls.some(submits) && !call(element, 'querySelector', 'input[type=image],[type=submit]:not([data-authrocket-reveal])')) {
    const isOutside = all(root, 'button,input').some((button) => !button.form && submits(button));
    const isPlain = controls.some((control) => control.type === 'button' && !control.hasAttribute('data-authrocket-reveal'));
    const fix = isOutside
      ? 'Write form="its-id" on the button that stands outside of the form.'
      : isPlain
        ? 'Leave type="button" out: the library listens to submits, not to clicks.'
        : 'Add <button>Log in</button>.';
    yield finding(
      'submit-missing',
      element,
      'The form has no submit button: Enter may do nothing, and assistive technology finds no way to send it.',
      fix,
    );
  }
}

const CANCELS = /return\s*\(?\s*(false|!1)\s*\)?\s*;?\s*}?\s*$|^[^?&|]*preventDefault\s*\(/;
const DECIDES = /\bif\b|\?|&&|\|\||\bswitch\b|\.(request)?submit\s*\(/i;

/** Checks for handlers that cancel every submit. The library does not send what the page cancels; listeners cannot be seen. */
function* checkCancelled({ marked, element, controls }) {
  const all = [[element, 'onsubmit'], ...controls.filter(submits).map((button) => [button, 'onclick'])];
  for (const [target, name] of marked ? all : []) {
    const source = String(attribute(target, name) || get(target, name) || '');
    if (CANCELS.test(source) && !DECIDES.test(source)) {
      yield finding(
        'submit-cancelled',
        target,
        `${name} cancels every submit: the form sends nothing.`,
        `Remove ${name}; listen to authrocket:submit to check fields before they are sent.`,
      );
    }
  }
}

/** Checks for forms of one kind that share a place for messages: users cannot tell which form a message is about. */
function* checkAlike({ forms }) {
  const marked = forms.filter((form) => form.marked && !call(form.element, 'querySelector', OWN_PLACE));
  for (const [index, form] of marked.entries()) {
    if (marked.slice(0, index).some(({ kind }) => kind && kind === form.kind)) {
      yield finding(
        'forms-alike',
        form.element,
        `The page has more than one ${form.kind} form without a place of its own for errors.`,
        'Put <p data-authrocket-error role="alert"></p> into each.',
      );
    }
  }
}
