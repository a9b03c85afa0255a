/**
 * Reads and calls members of nodes through their prototypes. A named element of the page can hide a member of a document or a
 * form: `<img name="currentScript">`, `<input name="elements">`. Imports nothing. Tests: tests/browser/shadowed.test.js.
 */
const { apply, get: read, getPrototypeOf } = Reflect;

/** Reads a member of a node. */
export const get = (node, name) => read(getPrototypeOf(node), name, node);

/** Calls a method of a node. */
export const call = (node, name, ...args) => apply(get(node, name), node, args);

/** @returns {string | null} */
export const attribute = (element, name) => call(element, 'getAttribute', name);

/** Writes an attribute; `null` removes it. */
export const setAttribute = (element, name, value) =>
  value === null ? call(element, 'removeAttribute', name) : call(element, 'setAttribute', name, value);

/** The first element inside a node that matches. @returns {any} */
export const find = (node, css) => call(node, 'querySelector', css);

/** Removes a node. Prototype.js replaces `remove` by one that fails if there is no parent. */
export function remove(node) {
  const parent = get(node, 'parentNode');
  if (parent) {
    call(parent, 'removeChild', node);
  }
}

export const isCustom = ({ localName }) => localName.includes('-');

/**
 * The form's controls as a list: those of the browser, then custom elements that are none for the browser, such as Shoelace's.
 * @returns {any[]}
 */
export const elementsOf = (form) => [
  ...new Set([...get(form, 'elements'), ...[...call(form, 'querySelectorAll', '*')].filter((each) => isCustom(each) && 'value' in each)]),
];

/** The form that an event's target belongs to, such as an image in a button. Custom elements have no `form`, or a text. */
export function formOf(target) {
  const closest = (css) => get(target, 'closest') && call(target, 'closest', css);
  const form = get(closest('button') || target, 'form');
  return form && form.nodeType ? form : closest('form');
}

/** The document of a node. @returns {any} */
export const documentOf = (node) => get(node, 'ownerDocument');

/** The window of a node's document. @returns {any} */
export const windowOf = (node) => get(documentOf(node), 'defaultView');
