/**
 * Every code of the doctor with its severity, and the shape of a finding. docs/doctor.md explains each code. Imports nothing.
 * Tests: tests/browser/doctor*.test.js show each finding on a page that has it and on one that does not.
 */

/** @typedef {import('../../types/doctor.module.d.ts').Finding} Finding */
/** @typedef {import('../../types/doctor.module.d.ts').FindingCode} FindingCode */
/** @typedef {import('../../types/doctor.module.d.ts').Severity} Severity */

/** @type {Readonly<Record<FindingCode, Severity>>} */
export const CODES = Object.freeze({
  'script-missing': 'error',
  'script-as-module': 'error',
  'module-as-script': 'error',
  'script-async': 'warning',
  'script-twice': 'warning',
  'script-v1': 'warning',
  'early-submit': 'error',

  'url-missing': 'error',
  'url-malformed': 'error',
  'url-insecure': 'error',
  'url-unclear': 'error',
  'url-api': 'hint',
  'url-core-api': 'error',
  'url-path': 'warning',
  'url-own-origin': 'warning',
  'url-differs': 'warning',
  'url-unknown': 'hint',

  'csp-wasm': 'warning',
  'csp-connect': 'error',
  'csp-form-action': 'error',
  'csp-violation': 'error',
  'csp-unread': 'hint',

  'kind-unknown': 'error',
  'kind-misplaced': 'error',
  'form-nested': 'error',
  'form-in-shadow': 'error',
  'login-and-signup': 'error',
  'submit-missing': 'error',
  'forms-alike': 'warning',
  'attribute-unknown': 'warning',
  'text-unknown': 'warning',

  'action-missing': 'error',
  'action-to-app': 'error',
  'action-to-api': 'error',
  'action-insecure': 'error',
  'action-elsewhere': 'warning',
  'method-get': 'error',

  'deliver-unknown': 'error',
  'bridge-unknown': 'error',
  'include-unknown': 'error',
  'to-missing': 'error',
  'to-unsafe': 'error',
  'to-foreign': 'error',

  'field-missing': 'error',
  'field-unknown': 'error',
  'field-in-shadow': 'error',
  'field-typo': 'warning',
  'field-twice': 'warning',
  'field-nameless': 'warning',
  'field-outside-form': 'warning',
  'shadow-closed': 'warning',
  'two-names': 'warning',
  'id-twice': 'warning',
  'name-shadows-form': 'warning',
  'field-not-sent': 'hint',
  'token-missing': 'hint',

  'autocomplete-wrong': 'error',
  'autocomplete-missing': 'warning',
  'autocomplete-off': 'warning',

  'paste-blocked': 'error',
  'password-as-text': 'error',
  'password-maxlength': 'warning',
  'code-number': 'warning',
  'code-inputmode': 'hint',
  'email-type': 'hint',
  'username-autocapitalize': 'hint',
  'username-spellcheck': 'hint',

  'label-missing': 'error',
  'button-nameless': 'error',
  'label-target-missing': 'warning',

  'live-region-missing': 'warning',
  'error-place-hidden': 'warning',
  'error-place-outside': 'warning',
  'error-place-unknown': 'warning',
  'error-place-missing': 'hint',

  'reveal-submits': 'warning',
  'reveal-target-missing': 'error',
  'hosted-unknown': 'warning',
  'social-empty': 'error',
});

/**
 * @param {FindingCode} code
 * @param {Element | null} element where; null for the page as a whole
 * @param {string} message what is wrong; never holds what a user typed
 * @param {string} fix what to write instead
 * @returns {Finding}
 */
export function finding(code, element, message, fix) {
  return { code, severity: CODES[code], element, message, fix };
}

/** How a message refers to a control: by its markup, never by its value. */
export function called(element) {
  const name = element.getAttribute('name') || element.getAttribute('data-authrocket-field');
  const id = element.getAttribute('id');
  const said = name ? ` name="${name}"` : id ? ` id="${id}"` : '';
  return `<${element.localName}${said}>`;
}

/** An address without the parts that may be secret: user, query and fragment. */
export const plain = (url) => `${url.origin === 'null' ? `${url.protocol}//` : url.origin}${url.pathname}`;
