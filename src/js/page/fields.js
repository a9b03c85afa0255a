/**
 * Reads a form as the browser does when it submits one: which controls count, which of them are API fields, and what may go
 * to the app. Also reads the fields that a page passes to a call. Tests: tests/browser/reading.test.js, companions.test.js.
 */
import { elementsOf, isCustom } from './dom.js';
import { entryOf } from './register.js';
import { FIELDS } from 'names';

/** Whether the page sets a field, nobody types it, and it is not secret: the app may receive it. */
export const isOfPage = (field) => /^(redir|account|invitation|locale)/.test(field);

const MARK = 'data-authrocket-field';

/** The API field of a name: `username`, or `login[username]` as in AuthRocket's samples. An empty string for other names. */
export function fieldNamed(name) {
  const inner = String(name).replace(/^[^[]*\[(.*)]$/, '$1');
  return FIELDS.includes(inner) ? inner : '';
}

/** The API field of a control. */
export const fieldOf = (control) => fieldNamed(control.getAttribute(MARK) || nameOf(control));

/** Frameworks set the name of a custom element as a property. */
const nameOf = (control) => control.getAttribute('name') || control.name;

const isSecret = (control) => control.type === 'password' || isSecretField(fieldOf(control));
const isSecretField = (field) => /password|^code/.test(field);

/** Controls that hold a password or a code: by name, by `data-authrocket-field`, or by type. */
export const secretsOf = (form) => elementsOf(form).filter(isSecret);

/**
 * Disables controls, so that `FormData` does not contain their values.
 * @returns {(disabled: boolean) => void} disables or enables the same controls again
 */
export function disable(controls) {
  const enabled = controls.filter((control) => !control.disabled);
  const set = (disabled) => enabled.forEach((control) => (control.disabled = disabled));
  set(true);
  return set;
}

/** Text areas that a user has edited. */
export const edited = new WeakSet();

/** What the browser would have sent at the form's last submit. */
const lastOf = (form) => entryOf(form).sent || { submitter: undefined, enabled: [], hidden: [], custom: [] };

const isEnabled = (control) => !control.matches(':disabled');
/** The enabled controls. */
export const enabledOf = (form) => elementsOf(form).filter(isEnabled);

const isHiddenArea = (control) => control.type === 'textarea' && !edited.has(control) && !control.getClientRects().length;

/**
 * Remembers what the browser would send if the form were submitted now, because pages disable or hide controls while it is busy.
 *
 * Only `FormData` shows the values of custom elements. It fires `formdata`, so native password and code fields are disabled
 * meanwhile: the page's listeners do not see them.
 * @param {any} form
 * @param {any} submitter the button that was pressed
 * @param {any[]} earlier controls that were enabled before the form was busy
 */
export function noteSubmit(form, submitter, earlier) {
  const controls = elementsOf(form);
  const seal = disable(secretsOf(form).filter((control) => !isCustom(control)));
  /** @type {any[]} */
  let entries = [];
  try {
    entries = [...new FormData(form)];
  } catch {
    // A `FormData` that an old library has replaced may not be iterable.
  }
  seal(false);
  const custom = entries.map(([name, value]) => {
    const control = controls.find((each) => nameOf(each) === name);
    return /** @type {[string, any]} */ ([control ? (isCustom(control) ? fieldOf(control) : '') : fieldNamed(name), value]);
  });
  entryOf(form).sent = {
    submitter,
    enabled: [...earlier, ...controls.filter(isEnabled)],
    hidden: controls.filter(isHiddenArea),
    custom: custom.filter(([field]) => field),
  };
}

/** Of two nodes, the second one comes later (`Node.DOCUMENT_POSITION_FOLLOWING`). */
const FOLLOWS = 4;

/** Whether the browser would send a control. */
function isSent(form, control) {
  const { submitter, enabled } = lastOf(form);
  const { type } = control;
  return (
    control === submitter ||
    ((isEnabled(control) || enabled.includes(control)) &&
      !control.closest('datalist') &&
      // A select whose chosen option is disabled sends nothing.
      !control.querySelector(':disabled:checked') &&
      (/^(radio|checkbox)$/.test(type) ? control.checked : !/^(submit|button|reset|output|fieldset)$/.test(type)))
  );
}

/** The controls that would be sent as API fields, as `[field, control]` in document order. @returns {[string, any][]} */
export const controlsOf = (form) =>
  elementsOf(form)
    .map((control) => /** @type {[string, any]} */ ([fieldOf(control), control]))
    .filter(([name, control]) => name && isSent(form, control))
    .sort(([, one], [, other]) => (one.compareDocumentPosition(other) & FOLLOWS ? -1 : 1));

/** Empties passwords and codes. */
export function clearSecrets(form) {
  secretsOf(form).forEach((control) => (control.value = ''));
  lastOf(form).custom.forEach((entry) => isSecretField(entry[0]) && (entry[1] = ''));
}

/** Whether a custom element of the form holds the code. */
export const hasCustomCode = (form) => lastOf(form).custom.some(([name]) => name === 'code');

/** The values of a form by API field. The last one of a name counts. */
export const read = (form) =>
  fieldsOf([
    ...lastOf(form).custom,
    ...controlsOf(form).flatMap(([name, control]) => (isCustom(control) ? [] : [[name, control.value]])),
  ]);

/**
 * The fields of a call, in any form that jQuery accepted: an object, `FormData` or other pairs, a query string, or the result
 * of `serializeArray()`. Spaces and dashes in a code are removed.
 */
export function fieldsOf(given) {
  const isText = typeof given === 'string';
  if (isText ? !given.includes('=') : typeof given !== 'object') {
    // Not fields at all: the engine reports that.
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
 * Describes what may go to the app with a token: hidden inputs, text areas that are not shown, and the button that was pressed.
 * The engine chooses among them (`src/domain/companion.rs`).
 */
export function companionsOf(form) {
  const { submitter, hidden, custom } = lastOf(form);
  const secrets = [...secretsOf(form).map(({ value }) => value), ...custom.filter(([field]) => isSecretField(field)).map(([, value]) => value)];
  // `form.elements` does not contain image buttons.
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
    // Coordinates 0,0: what the browser sends when the button is pressed by a key.
    return type === 'image' ? ['x', 'y'].map((axis) => ({ ...record, name: name ? `${name}.${axis}` : axis, value: '0' })) : record;
  });
}
