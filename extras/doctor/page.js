/**
 * What the checks look at: a page's forms with what they do, their controls, and the instance. Reads, never writes;
 * of what a user typed it asks only whether it is empty.
 */
import { judge, namedUrls } from './instance.js';
import { apiField } from './words.js';

/**
 * @typedef {object} Form
 * @property {HTMLFormElement} element
 * @property {boolean} marked whether the library is told of it, by markup or by options
 * @property {string | undefined} said what it was told to be
 * @property {string | undefined} kind what it is: `said` when that is known, else a guess
 * @property {string} deliver
 * @property {string} to
 * @property {any[]} controls as the form has them
 * @property {Map<any, string>} fields those that stand for API fields
 */
/**
 * @typedef {object} Page
 * @property {any} root
 * @property {Document} document
 * @property {any} window
 * @property {import('../../types/doctor.module.d.ts').Options} options
 * @property {import('./instance.js').Named[]} urls
 * @property {URL | undefined} instance the first URL named that is one
 * @property {string} origin the page's own
 * @property {Form[]} forms
 */

const TYPED = ['text', 'password', 'email', 'tel', 'url', 'search', 'number', 'textarea', 'select-one', 'select-multiple'];

/** Whether a user fills it in. */
export const isTyped = (control) => TYPED.includes(control.type);

/** @returns {Page} */
export function lookAt(root, options) {
  const document = root.nodeType === 9 ? root : root.ownerDocument;
  const urls = namedUrls(document, options);
  const instance = /** @type {URL | undefined} */ (urls.map(({ text }) => judge(text)).find((url) => typeof url === 'object'));
  const window = document.defaultView || globalThis;
  return {
    root, document, window, options, urls, instance,
    origin: window.origin,
    forms: formsOf(root, document, options.forms || []),
  };
}

/** An address as the page means it. @returns {URL | undefined} */
export function resolve(address, document) {
  try {
    return new URL(address, document.baseURI);
  } catch {
    return undefined;
  }
}

/** The same, if it is one that a browser sends something to. */
export function resolveWeb(address, document) {
  const url = resolve(address, document);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** A form's own place for texts; React and helpers of Rails write `true` for what is merely there. */
export const OWN_PLACE = '[data-authrocket-error=""],[data-authrocket-error=true]';

/** All elements that match, the root itself among them. */
export function all(root, css) {
  const inside = [...root.querySelectorAll(css)];
  return root.nodeType === 1 && root.matches(css) ? [root, ...inside] : inside;
}

function formsOf(root, document, attached) {
  const told = new Map(
    attached.map(({ form, ...how }) => [typeof form === 'string' ? document.querySelector(form) : form, how]),
  );
  const forms = all(root, 'form').map((element) => formOf(element, told.get(element)));
  // A form without a password that nobody marked is the app's own business.
  return forms.filter(({ marked, fields }) => marked || [...fields.values()].includes('password'));
}

/** @returns {Form} */
function formOf(element, how) {
  const marked = Boolean(how) || element.hasAttribute('data-authrocket');
  const said = marked ? (how && how.kind) || element.getAttribute('data-authrocket') || '' : undefined;
  const controls = controlsOf(element);
  const fields = fieldsOf(controls, marked);
  const setting = (name) => (how && how[name]) || element.getAttribute(`data-authrocket-${name}`) || '';
  const kind = KINDS.includes(said) ? said : guess(element, fields);
  return { element, marked, said, kind, deliver: setting('deliver') || 'navigate', to: setting('to'), controls, fields };
}

const KINDS = ['login', 'signup', 'code', 'logout', 'forgot-password', 'reset-password', 'verify-email'];

/** By the prototype's getter: a field called "elements" hides the form's own. */
function controlsOf(form) {
  const { get } = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, 'elements');
  return [...get.call(form)].filter((control) => control.localName !== 'fieldset' && control.localName !== 'object');
}

function fieldsOf(controls, marked) {
  const fields = new Map();
  for (const control of controls) {
    const own = control.getAttribute('data-authrocket-field');
    const name = own === null ? control.getAttribute('name') : own;
    // A page with a script of its own may call its password what it likes.
    const field = apiField(name || '') || (!marked && control.type === 'password' ? 'password' : undefined);
    if (field && control.localName !== 'button') {
      fields.set(control, field);
    }
  }
  return fields;
}

/** A form that no markup explains, by its ids, names, and the number of its passwords. */
function guess(form, fields) {
  const names = [...fields.values()];
  const hints = [form, ...fields.keys()].map((each) => `${each.getAttribute('id') || ''} ${each.getAttribute('name') || ''}`).join(' ');
  const passwords = names.filter((name) => name.startsWith('password')).length;
  const hasName = names.includes('username') || names.includes('email');
  if (passwords === 0) {
    return undefined;
  }
  if (/sign-?_?up|regist/i.test(hints)) {
    return 'signup';
  }
  // Three passwords change one: that is no call of this API.
  return passwords === 1 ? 'login' : passwords === 2 ? (hasName ? 'signup' : 'reset-password') : undefined;
}

/** The controls that stand for one of these API fields. */
export function fieldsNamed(form, ...names) {
  return [...form.fields].filter(([, field]) => names.includes(field)).map(([control]) => control);
}

/** Whether a form holds a password, whatever it is called. */
export const hasPassword = (form) =>
  form.controls.some((control) => control.type === 'password') || fieldsNamed(form, 'password').length > 0;
