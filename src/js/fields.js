/**
 * Which controls of a form stand for fields of the API: only these are read from a form.
 */

/** Spec 3.5; `redir` and `redirect_uri` by D20. */
const FIELDS =
  'username email email_confirmation password password_confirmation first_name last_name org_name code token redir redirect_uri'.split(
    ' ',
  );

/** The API field that a control stands for: `username`, or AuthRocket's sample style `login[username]`. */
export function fieldOf(control) {
  const name = control.getAttribute('data-authrocket-field') || control.getAttribute('name') || '';
  const inner = name.replace(/^[^[]*\[(.*)]$/, '$1');
  return FIELDS.includes(inner) ? inner : '';
}

/** In the document's order. @returns {[string, any][]} */
export const controlsOf = (form) =>
  Array.from(form.elements, (control) => /** @type {[string, any]} */ ([fieldOf(control), control])).filter(([name]) => name);

/** What they hold. */
export function read(form) {
  const fields = {};
  controlsOf(form).forEach(([name, { value }]) => (fields[name] = value));
  return fields;
}
