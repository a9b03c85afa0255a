/**
 * Which controls of a form stand for fields of the API: only these are read from a form.
 */
import { elementsOf } from './dom.js';
import { FIELDS } from 'names';

/** An address of the page's own, which is no secret and which nobody types: the app may get it with the token. */
export const isAddress = (field) => /^redir/.test(field);

const MARK = 'data-authrocket-field';

/** The API field that a control stands for: `username`, or AuthRocket's sample style `login[username]`. */
export function fieldOf(control) {
  const name = control.getAttribute(MARK) || control.getAttribute('name') || '';
  const inner = name.replace(/^[^[]*\[(.*)]$/, '$1');
  return FIELDS.includes(inner) ? inner : '';
}

/** In the document's order. @returns {[string, any][]} */
export const controlsOf = (form) =>
  elementsOf(form)
    .map((control) => /** @type {[string, any]} */ ([fieldOf(control), control]))
    .filter(([name]) => name);

/** What they hold. */
export function read(form) {
  const fields = {};
  controlsOf(form).forEach(([name, { value }]) => (fields[name] = value));
  return fields;
}

const isSecret = (control) => control.type === 'password' || /^(password|code)/.test(fieldOf(control));

/** Controls that hold a password or a code, by name, mark or type. */
export const secretsOf = (form) => elementsOf(form).filter(isSecret);

/**
 * What may go to the app with a token: the hidden inputs, and the button that was pressed. The engine chooses by what is known
 * of each (`src/domain/delivery.rs`).
 */
export function companionsOf(form, submitter) {
  const secrets = secretsOf(form).map(({ value }) => value);
  return elementsOf(form)
    .filter((control) => control === submitter || (control.type === 'hidden' && !control.disabled))
    .map((control) => ({
      name: control.name,
      value: control.value,
      field: fieldOf(control),
      marked: control.hasAttribute(MARK),
      autocomplete: control.getAttribute('autocomplete'),
      repeats: control.value && secrets.includes(control.value),
    }));
}
