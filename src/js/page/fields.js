/**
 * Reads a form as the browser does when it sends one: which controls count, which of them stand for fields of the API, and
 * what may go to the app. Also reads the fields that a page passes to a call.
 */
import { elementsOf } from './dom.js';
import { FIELDS } from 'names';

/** An address of the page's own, which is no secret and which nobody types: the app may get it with the token. */
export const isAddress = (field) => /^redir/.test(field);

const MARK = 'data-authrocket-field';

/** The API field of a name, `username` or AuthRocket's sample style `login[username]`; empty where it is none. */
export function fieldNamed(name) {
  const inner = String(name).replace(/^[^[]*\[(.*)]$/, '$1');
  return FIELDS.includes(inner) ? inner : '';
}

/** The API field that a control stands for. */
export const fieldOf = (control) => fieldNamed(control.getAttribute(MARK) || control.getAttribute('name'));

const isSecret = (control) => control.type === 'password' || isSecretField(fieldOf(control));
const isSecretField = (field) => /^(password|code)/.test(field);

/** Controls that hold a password or a code, by name, mark or type. */
export const secretsOf = (form) => elementsOf(form).filter(isSecret);

/** Switches controls off, so that no list of a form's values holds theirs; gives back the way to switch them on again. */
export function disable(controls) {
  const enabled = controls.filter((control) => !control.disabled);
  const set = (disabled) => enabled.forEach((control) => (control.disabled = disabled));
  set(true);
  return set;
}

/** Text areas that a user has edited. */
export const edited = new WeakSet();

/** Each form's last submit. */
const submits = new WeakMap();
/** @returns {{ submitter?: any, enabled: any[], hidden: any[], custom: [string, any][] }} */
const lastOf = (form) => submits.get(form) || { enabled: [], hidden: [], custom: [] };

const isCustom = ({ localName }) => localName.includes('-');
const isEnabled = (control) => !control.matches(':disabled');
const isHiddenArea = (control) => control.type === 'textarea' && !edited.has(control) && !control.getClientRects().length;

/**
 * Remembers what the browser would send of a form that is submitted now. Pages disable or hide controls while it is busy.
 *
 * Only a list of the form's entries shows what custom elements hold. Listeners of `formdata` find no password in it.
 */
export function noteSubmit(form, submitter) {
  const controls = elementsOf(form);
  const seal = disable(secretsOf(form).filter((control) => !isCustom(control)));
  /** @type {any[]} */
  let entries = [];
  try {
    entries = [...new FormData(form)];
  } catch {
    // A stand-in of an old library may list nothing.
  }
  seal(false);
  const custom = entries.map(([name, value]) => {
    const control = controls.find((each) => each.getAttribute('name') === name);
    return /** @type {[string, any]} */ ([control ? (isCustom(control) ? fieldOf(control) : '') : fieldNamed(name), value]);
  });
  submits.set(form, {
    submitter,
    enabled: controls.filter(isEnabled),
    hidden: controls.filter(isHiddenArea),
    custom: custom.filter(([field]) => field),
  });
}

/** Whether the browser sends a control. */
function isSent(form, control) {
  const { submitter, enabled } = lastOf(form);
  const { type } = control;
  return (
    control === submitter ||
    ((isEnabled(control) || enabled.includes(control)) &&
      !control.closest('datalist') &&
      // A list of which nothing is chosen.
      !control.querySelector(':disabled:checked') &&
      (/^(radio|checkbox)$/.test(type) ? control.checked : !/^(submit|button|reset|output|fieldset)$/.test(type)))
  );
}

/** The controls that are sent and stand for a field, in the document's order. @returns {[string, any][]} */
export const controlsOf = (form) =>
  elementsOf(form)
    .map((control) => /** @type {[string, any]} */ ([fieldOf(control), control]))
    .filter(([name, control]) => name && isSent(form, control));

/** Whether a form has a code field of the page's own that no control shows. */
export const hasCustomCode = (form) => lastOf(form).custom.some(([name]) => name === 'code');

/** What they hold; of several, the last one counts. */
export const read = (form) =>
  fieldsOf([
    ...lastOf(form).custom,
    ...controlsOf(form).flatMap(([name, control]) => (isCustom(control) ? [] : [[name, control.value]])),
  ]);

/**
 * The fields of a call, as jQuery took them: an object, `FormData` or other pairs, a query string, or what
 * `serializeArray()` gives. A code may be typed in groups.
 */
export function fieldsOf(given) {
  const isText = typeof given === 'string';
  if (isText ? !given.includes('=') : typeof given !== 'object') {
    // No fields at all, which the engine says.
    return given;
  }
  const list =
    isText
      ? new URLSearchParams(given)
      : given && given[Symbol.iterator]
        ? given
        : Object.entries(given || {});
  return Object.fromEntries(
    [...list].map((each) => {
      const [key, value] = Array.isArray(each) ? each : [Object(each).name, Object(each).value];
      const name = fieldNamed(key) || key;
      const bare = name === 'code' && String(value).replace(/[\s\p{Pd}]/gu, '');
      return [name, /^\d+$/.test(bare) ? bare : value];
    }),
  );
}

/**
 * What may go to the app with a token: hidden inputs, text areas that are not shown, and the button that was pressed. The
 * engine chooses by what is known of each (`src/domain/delivery.rs`).
 */
export function companionsOf(form) {
  const { submitter, hidden, custom } = lastOf(form);
  const secrets = [...secretsOf(form).map(({ value }) => value), ...custom.filter(([field]) => isSecretField(field)).map(([, value]) => value)];
  // An image button is no member of its form's elements.
  return [...new Set([...elementsOf(form), submitter])].flatMap((control) => {
    if (!control || (control !== submitter && !((control.type === 'hidden' || hidden.includes(control)) && isSent(form, control)))) {
      return [];
    }
    const { name, value, type } = control;
    const record = {
      name,
      value,
      field: fieldOf(control),
      marked: control.hasAttribute(MARK),
      autocomplete: control.getAttribute('autocomplete'),
      repeats: value && secrets.includes(value),
    };
    // As if it was pressed by a key.
    return type === 'image' ? ['x', 'y'].map((axis) => ({ ...record, name: name ? `${name}.${axis}` : axis, value: '0' })) : record;
  });
}
