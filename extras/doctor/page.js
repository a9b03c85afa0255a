/**
 * The page as the checks see it: the instance, and the forms with their kinds, controls and fields. Changes nothing. Of what a
 * user typed, reads only whether it is empty. Tests: tests/browser/doctor*.test.js.
 */
import { attribute, call, get, isCustom } from '../../src/js/page/dom.js';
import { instanceOf } from '../../src/js/page/instance-url.js';
import { judge, namedUrls } from './instance.js';
import { apiField, NEEDED } from './words.js';

/**
 * @typedef {object} Form
 * @property {HTMLFormElement} element
 * @property {boolean} marked whether markup or options attach it
 * @property {string | undefined} said the kind that markup or options name
 * @property {string | undefined} kind `said` if that is a known kind, else a guess
 * @property {string} deliver
 * @property {string} to
 * @property {boolean} isRendered whether options say that a script has rendered it
 * @property {any[]} controls in the form's order
 * @property {Map<any, string>} fields the controls that are API fields, with the name of the field
 */
/**
 * @typedef {object} Page
 * @property {any} root
 * @property {Document} document
 * @property {any} window
 * @property {import('../../types/doctor.module.d.ts').Options} options
 * @property {import('./instance.js').Named[]} urls
 * @property {URL | undefined} instance the first valid instance URL
 * @property {string} api the API of the instance: `v1` or `v2`
 * @property {string} origin the page's own origin
 * @property {Form[]} forms
 */

const TYPED = ['text', 'password', 'email', 'tel', 'url', 'search', 'number', 'textarea', 'select-one', 'select-multiple'];

/** Whether users fill in a control. */
export const isTyped = (control) => TYPED.includes(control.type);

/** @returns {Page} */
export function lookAt(root, options) {
  const document = get(root, 'nodeType') === 9 ? root : get(root, 'ownerDocument');
  const urls = namedUrls(document, options);
  const valid = urls.find(({ text, api }) => typeof judge(text, api) === 'object');
  const instance = /** @type {URL | undefined} */ (valid && judge(valid.text, valid.api));
  const window = document.defaultView || globalThis;
  return {
    root, document, window, options, urls, instance,
    api: (valid && instanceOf(valid.text, valid.api).api) || 'v1',
    origin: window.origin,
    forms: formsOf(root, document, options.forms || []),
  };
}

/** An address, resolved against the base URL of the page. @returns {URL | undefined} */
export function resolve(address, document) {
  try {
    return new URL(address, document.baseURI);
  } catch {
    return undefined;
  }
}

/** A resolved address, if it is http or https. */
export function resolveWeb(address, document) {
  const url = resolve(address, document);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** Whether an attribute was written without a value, for which React and the helpers of Rails write `true`. */
export const isWithoutValue = (value) => value === '' || value === 'true';

/** A form's own place for messages. */
export const OWN_PLACE = '[data-authrocket-error=""],[data-authrocket-error=true]';

/** All elements that match, including the root itself. */
export function all(root, css) {
  const inside = [...call(root, 'querySelectorAll', css)];
  return get(root, 'nodeType') === 1 && call(root, 'matches', css) ? [root, ...inside] : inside;
}

function formsOf(root, document, attached) {
  const optionsOf = new Map(
    attached.map(({ form, ...how }) => [typeof form === 'string' ? firstOf(document, form) : form, how]),
  );
  const forms = all(root, 'form').map((element) => formOf(element, optionsOf.get(element)));
  // A form that is not marked and has no password is not for the library.
  return forms.filter(({ marked, fields }) => marked || [...fields.values()].includes('password'));
}

/** The first element that matches a selector; none for one that is invalid, such as `#1a`. */
function firstOf(document, css) {
  try {
    return call(document, 'querySelector', css);
  } catch {
    return null;
  }
}

/** @returns {Form} */
function formOf(element, how) {
  const marked = Boolean(how) || call(element, 'hasAttribute', 'data-authrocket');
  const said = marked ? (how && how.kind) || attribute(element, 'data-authrocket') || '' : undefined;
  const controls = controlsOf(element);
  const fields = fieldsOf(controls, marked);
  const setting = (name) => (how && how[name]) || attribute(element, `data-authrocket-${name}`) || '';
  const kind = KINDS.includes(said) ? said : guess(element, fields);
  return { element, marked, said, kind, deliver: setting('deliver') || 'navigate', to: setting('to'), isRendered: Boolean(how && how.rendered), controls, fields };
}

const KINDS = Object.keys(NEEDED);

/**
 * The browser's controls, then custom elements that seem to add their value by `formdata`, such as Shoelace's. Does not ask the
 * form for its data, because that calls the page's listeners with what was typed.
 */
function controlsOf(form) {
  const own = [...get(form, 'elements')];
  const custom = [...call(form, 'querySelectorAll', '*')].filter((each) => isCustom(each) && isField(each) && !own.includes(each));
  // Ionic's and Vaadin's components have the native control, with their name, among their children.
  const added = custom.filter((each) => !own.some((control) => nameOf(control) === nameOf(each) && each.contains(control)));
  return [...own, ...added].filter((control) => control.localName !== 'fieldset' && control.localName !== 'object');
}

const nameOf = (control) => control.getAttribute('name');

/** Whether a custom element has a name, a value that can be changed, and a shadow root for its input. */
const isField = (element) => Boolean(nameOf(element) && element.shadowRoot && isWritable(element, 'value'));

/** Does not read the member. */
function isWritable(object, name) {
  for (let at = object; at; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, name);
    if (found) {
      return Boolean(found.writable || found.set);
    }
  }
  return false;
}

function fieldsOf(controls, marked) {
  const fields = new Map();
  for (const control of controls) {
    const own = control.getAttribute('data-authrocket-field');
    const name = own === null ? control.getAttribute('name') : own;
    // A form that a script of the page sends may use any name for its password.
    const field = apiField(name || '') || (!marked && control.type === 'password' ? 'password' : undefined);
    if (field && control.localName !== 'button') {
      fields.set(control, field);
    }
  }
  return fields;
}

/** Guesses the kind of an unmarked form by its ids, its names and the number of its passwords. */
function guess(form, fields) {
  const names = [...fields.values()];
  const hints = [form, ...fields.keys()].map((each) => `${attribute(each, 'id') || ''} ${attribute(each, 'name') || ''}`).join(' ');
  const passwords = names.filter((name) => /password/.test(name)).length;
  const hasName = names.includes('username') || names.includes('email');
  if (passwords === 0) {
    return undefined;
  }
  if (/sign-?_?up|regist/i.test(hints)) {
    return 'signup';
  }
  // Three passwords are a form to change the password.
  return passwords === 1 ? 'login' : passwords === 2 ? (hasName ? 'signup' : 'reset-password') : undefined;
}

/** The controls for any of these API fields. */
export function fieldsNamed(form, ...names) {
  return [...form.fields].filter(([, field]) => names.includes(field)).map(([control]) => control);
}

/** Whether a form has a password, under any name. */
export const hasPassword = (form) =>
  form.controls.some((control) => control.type === 'password') || fieldsNamed(form, 'password').length > 0;
