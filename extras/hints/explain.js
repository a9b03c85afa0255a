/**
 * The sentence for a hint. Names what a page has, never what is in it. May import `src/js`, and what the form doctor knows.
 * Tests: tests/browser/developers.test.js.
 */
import { KINDS } from 'names';
import { elementsOf } from '../../src/js/page/dom.js';
import { HINTS } from '../../src/js/texts/hints.js';
import { apiField, meantField, NEEDED, nearest } from '../doctor/words.js';


/**
 * @param {string} hint a key of `src/domain/hint.rs`
 * @param {string} [kind] what the form or the call does
 * @param {any} [source] the form, or the fields of the call
 */
export function explain(hint, kind = '', source = {}) {
  const meant = nearest(kind, KINDS);
  const places = {
    kind,
    meant: meant ? ` (is "${meant}" meant?)` : '',
    kinds: listOf(KINDS, 'or'),
    needed: hint === 'fields_missing' ? needed(kind) : '',
    found: hint === 'fields_missing' ? found(source) : '',
  };
  return (HINTS[hint] || hint).replace(/{(kind|meant|kinds|needed|found)}/g, (_, place) => places[place]);
}

const listOf = (words, last) => words.join(', ').replace(/, ([^,]*)$/, ` ${last} $1`);

/** A call needs its token, too, which a form takes from elsewhere. */
const OF_CALLS = { session: [['token']], 'verify-email': [['token']], 'reset-password': [['token'], ['password']], code: [['token'], ['code']] };

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
