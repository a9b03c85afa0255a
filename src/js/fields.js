/**
 * Which controls of a form stand for fields of the API: only these are read from a form.
 */
import { elementsOf } from './dom.js';

/** Spec 3.5; `redir` and `redirect_uri` by D20. */
const FIELDS =
  'username email email_confirmation password password_confirmation first_name last_name org_name code token redir redirect_uri'.split(
    ' ',
  );

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

/** Names of what is never delivered, beside the fields: the token's own, and other spellings of a password. */
const NEVER = /passw(or)?d|(^|\[)(token|code|signup)]?$/i;

/**
 * What goes to the app with a token: the form's hidden inputs, such as its CSRF token, and the button that was pressed. Not
 * among them is a control that
 * stands for a field by its name, its mark or its autocomplete, and one that holds the same text as a password or a code.
 * @returns {[string, string][]} names and values
 */
export function companionsOf(form, submitter) {
  const secrets = secretsOf(form).map(({ value }) => value);
  const goesAlong = (control) => {
    const { name, value, disabled } = control;
    return (
      name &&
      // The button is locked by now.
      (!disabled || control === submitter) &&
      !NEVER.test(name) &&
      !control.hasAttribute(MARK) &&
      !/password|one-time-code/.test(control.getAttribute('autocomplete')) &&
      (!fieldOf(control) || isAddress(fieldOf(control))) &&
      (!value || !secrets.includes(value))
    );
  };
  return elementsOf(form)
    .filter((control) => control === submitter || control.type === 'hidden')
    .filter(goesAlong)
    .map(({ name, value }) => [name, value]);
}
