/**
 * Checks that a form has the API's fields, each once, under names that the library reads.
 * Tests: tests/browser/doctor-fields.test.js.
 */
import { attribute } from '../../../src/js/page/dom.js';
import { called, finding } from '../findings.js';
import { all, fieldsNamed, isTyped } from '../page.js';
import { apiField, BY_LINK, meantField, NEEDED } from '../words.js';

/** Inputs that are certainly meant for a form of the library. */
const CREDENTIALS = 'input[type=password], input[data-authrocket-field], input[autocomplete~=username], input[autocomplete=one-time-code]';

/** @param {import('../page.js').Page} page */
export function* fields(page) {
  for (const form of page.forms) {
    if (form.marked) {
      yield* checkNeeded(form);
      yield* checkNames(form);
      yield* checkTwice(form);
      yield* checkUsable(form);
      yield* checkToken(form, page);
    }
    yield* checkShadowing(form);
    yield* checkIds(form, page);
  }
  for (const element of all(page.root, CREDENTIALS).filter(({ form }) => !form)) {
    yield finding(
      'field-outside-form',
      element,
      `${called(element)} belongs to no form: password managers and the library pass it by.`,
      'Put it into its form, or write form="its-id".',
    );
  }
}

function* checkNeeded(form) {
  for (const names of NEEDED[form.kind] || []) {
    if (!fieldsNamed(form, ...names).length) {
      yield finding(
        'field-missing',
        form.element,
        `The ${form.kind} form has no field named ${names.join(' or ')}.`,
        `Add one, or write data-authrocket-field="${names[0]}" on the input that is meant.`,
      );
    }
  }
  const [name] = fieldsNamed(form, 'email').filter(isTyped);
  if (form.kind === 'login' && name && fieldsNamed(form, 'username').some(isTyped)) {
    yield finding(
      'two-names',
      name,
      'A login asks for a user name or for an email; the service may refuse both at once.',
      'Keep the one that the realm uses.',
    );
  }
}

function* checkNames({ controls, fields }) {
  for (const control of controls) {
    const own = control.getAttribute('data-authrocket-field');
    const name = control.getAttribute('name');
    if (own !== null && !apiField(own)) {
      yield finding(
        'field-unknown',
        control,
        `data-authrocket-field="${own}" is not a field of the API, and is not sent.`,
        spelling(own),
      );
    } else if (isTyped(control) && !fields.has(control)) {
      yield name ? unknownName(control, name) : nameless(control);
    }
  }
}

const spelling = (name) => (meantField(name) ? `Write "${meantField(name)}".` : 'Use a name that docs/markup.md lists.');

const nameless = (control) =>
  finding(
    'field-nameless',
    control,
    'The field has no name, so it is not sent.',
    'Write name="…", or data-authrocket-field="…" to keep it out of a plain submit.',
  );

function unknownName(control, name) {
  const meant = meantField(name);
  return meant
    ? finding(
      'field-typo',
      control,
      `name="${name}" is not a field of the API, and is not sent.`,
      `Write name="${meant}", or add data-authrocket-field="${meant}".`,
    )
    : finding(
      'field-not-sent',
      control,
      `name="${name}" is not a field of the API, and is not sent.`,
      'If the app needs it, copy it into a hidden input: those go along with post, fetch and bridge.',
    );
}

/** Checks for fields that users cannot fill in. A field beside one that they can is switched off on purpose. */
function* checkUsable({ element, fields }) {
  const typed = attribute(element, 'aria-busy') === 'true' ? [] : [...fields].filter(([control]) => isTyped(control));
  for (const [control, field] of typed) {
    const isAlone = !typed.some(([other, its]) => its === field && !other.matches(':disabled'));
    const isFilled = field !== 'password' && control.getAttribute('value');
    // A code field is often disabled until a code is due.
    if (control.matches(':disabled') && isAlone && field !== 'code') {
      yield finding(
        'field-disabled',
        control,
        `${called(control)} is disabled, by itself or by a <fieldset>: browsers and the library do not send it.`,
        'Remove disabled.',
      );
    } else if (control.hasAttribute('readonly') && !isFilled) {
      yield finding(
        'field-readonly',
        control,
        `${called(control)} is read-only: users and password managers cannot fill it in.`,
        'Remove readonly; autocomplete says what a browser may fill in.',
      );
    }
  }
}

/** Checks for repeated fields. The last one counts, and is often not the one that the user filled in. */
function* checkTwice({ fields }) {
  const met = new Set();
  for (const [control, field] of fields) {
    if (met.has(field)) {
      yield finding(
        'field-twice',
        control,
        `The form has more than one field for ${field}; only the last is sent.`,
        'Keep one.',
      );
    }
    met.add(field);
  }
}

function* checkToken(form, { document }) {
  const isFilled = fieldsNamed(form, 'token').some((field) => field.value !== '');
  const address = document.defaultView ? document.defaultView.location.search : '';
  if (BY_LINK.includes(form.kind) && !isFilled && !new URLSearchParams(address).get('token')) {
    yield finding(
      'token-missing',
      form.element,
      `The ${form.kind} form has no token: neither ?token= in the address, nor a filled hidden input.`,
      'Open the page by the link of a mail; for those who come without one, say where to ask for it.',
    );
  }
}

const OWN = ['elements', 'submit', 'requestSubmit', 'reset', 'action', 'method', 'contains', 'closest', 'matches', 'append',
  'appendChild', 'querySelector', 'querySelectorAll', 'getAttribute', 'setAttribute', 'removeAttribute', 'hasAttribute',
  'addEventListener', 'removeEventListener', 'dispatchEvent', 'isConnected', 'ownerDocument'];

function* checkShadowing({ controls }) {
  for (const control of controls) {
    const hidden = [control.getAttribute('name'), control.getAttribute('id')].find((name) => OWN.includes(name));
    if (hidden) {
      yield finding(
        'name-shadows-form',
        control,
        `A control called "${hidden}" hides the form's own "${hidden}" from every script.`,
        'Call it something else.',
      );
    }
  }
}

function* checkIds({ element, controls }, { document }) {
  for (const each of [element, ...controls]) {
    const id = attribute(each, 'id');
    const same = id ? document.querySelectorAll(`[id="${CSS.escape(id)}"]`) : [];
    if (same.length > 1) {
      yield finding(
        'id-twice',
        each,
        `id="${id}" is on ${same.length} elements: labels, descriptions, scripts and form="${id}" reach only the first.`,
        'Make each id unique.',
      );
    }
  }
}
