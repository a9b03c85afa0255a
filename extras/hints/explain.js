/**
 * The text of a hint for developers. Shows names of fields, never their values. May import `src/js` and the form doctor.
 * Tests: tests/browser/developers.test.js.
 */
import { KINDS } from 'names';
import { elementsOf } from '../../src/js/page/dom.js';
import { HINTS } from '../../src/js/texts/hints.js';
import { apiField, meantField, meantKind, NEEDED } from '../doctor/words.js';


/**
 * @param {string} hint a key of `src/domain/hint.rs`
 * @param {string} [kind] the kind of the form or call
 * @param {any} [source] the form, or the fields of the call
 */
export function explain(hint, kind = '', source = {}) {
  const meant = meantKind(kind);
  const places = {
    kind,
    meant: meant ? ` (is "${meant}" meant?)` : '',
    kinds: listOf(KINDS, 'or'),
    needed: hint === 'fields_missing' ? needed(kind) : '',
    found: hint === 'fields_missing' ? found(source) : '',
  };
  return (HINTS[hint] || hint).replace(/{(kind|meant|kinds|needed|found)}/g, (_, place) => places[place]);
}

const listOf = (names, last) => names.join(', ').replace(/, ([^,]*)$/, ` ${last} $1`);

/** Fields that a call needs. Unlike a form, a call does not take its token from elsewhere. */
const OF_CALLS = { session: [['token', 'session']], logout: [['token', 'session']], 'verify-email': [['token']], 'reset-password': [['token'], ['password']], code: [['token'], ['code']] };

const needed = (kind) => listOf((OF_CALLS[kind] || NEEDED[kind] || []).map((names) => names.join(' or ')), 'and');

function found(source) {
  const names = Object(source).nodeType === 1 ? elementsOf(source).filter(isField).map(nameOfControl) : Object.keys(Object(source)).map(nameOf);
  return names.join(', ') || 'nothing';
}

const isField = (control) => !['button', 'fieldset', 'object', 'output'].includes(control.localName) && !/^(submit|button|reset)$/.test(control.type);

function nameOfControl(control) {
  const name = control.getAttribute('data-authrocket-field') || control.getAttribute('name');
  return name ? nameOf(name) : `<${control.localName} type="${control.type}"> without a name`;
}

function nameOf(name) {
  const meant = !apiField(name) && meantField(name);
  return meant ? `${name} (is ${meant} meant?)` : name;
}
