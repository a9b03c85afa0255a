/**
 * Every code of the doctor with its severity. docs/doctor.md explains each code. Imports nothing.
 * Tests: tests/browser/doctor*.test.js show each finding on a page that has it and on one that does not.
 */

/** @typedef {import('../../types/doctor.module.d.ts').FindingCode} FindingCode */
/** @typedef {import('../../types/doctor.module.d.ts').Severity} Severity */

/**
 * By heading of docs/doctor.md, its codes with their severities. If a severity depends on the page, this is the highest.
 * `cargo xtask check` compares this list with the document.
 * @type {Record<string, Partial<Record<FindingCode, Severity>>>}
 */
const SECTIONS = {
  'script-and-instance': {
    'script-missing': 'error',
    'script-failed': 'error',
    'script-as-module': 'error',
    'module-as-script': 'error',
    'script-async': 'warning',
    'early-submit': 'error',
    'script-twice': 'warning',
    'script-v1': 'warning',
    'url-missing': 'error',
    'url-malformed': 'error',
    'url-insecure': 'error',
    'url-unclear': 'error',
    'url-api': 'hint',
    'url-cluster': 'warning',
    'url-core-api': 'error',
    'url-path': 'warning',
    'url-own-origin': 'warning',
    'url-differs': 'warning',
    'url-unknown': 'hint',
    'base-elsewhere': 'warning',
    'frame-foreign': 'warning',
    'doctor-unknown': 'hint',
  },
  'content-security-policy': {
    'csp-wasm': 'warning',
    'csp-connect': 'error',
    'csp-form-action': 'error',
    'csp-files': 'warning',
    'csp-violation': 'error',
    'csp-unread': 'hint',
  },
  forms: {
    'kind-unknown': 'error',
    'kind-misplaced': 'error',
    'kind-missing': 'error',
    'form-nested': 'error',
    'form-in-shadow': 'error',
    'login-and-signup': 'error',
    'submit-missing': 'error',
    'submit-cancelled': 'error',
    'submit-scripted': 'warning',
    'forms-alike': 'warning',
    'attribute-unknown': 'warning',
    'attribute-misplaced': 'warning',
    'text-unknown': 'warning',
    'action-missing': 'error',
    'action-to-app': 'error',
    'action-to-api': 'error',
    'action-insecure': 'error',
    'action-script': 'warning',
    'action-kind': 'warning',
    'action-elsewhere': 'warning',
    'method-get': 'error',
    'enctype-unused': 'warning',
    'target-blank': 'warning',
  },
  'delivery-and-links': {
    'deliver-unknown': 'error',
    'bridge-unknown': 'error',
    'include-unknown': 'error',
    'to-missing': 'error',
    'to-unsafe': 'error',
    'to-insecure': 'error',
    'to-foreign': 'error',
    'to-instance': 'error',
    'hosted-unknown': 'warning',
    'social-empty': 'error',
    'social-unknown': 'warning',
    'link-script': 'warning',
  },
  fields: {
    'field-missing': 'error',
    'field-unknown': 'error',
    'field-disabled': 'error',
    'field-readonly': 'warning',
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
  },
  'autofill-and-typing': {
    'autocomplete-wrong': 'error',
    'autocomplete-missing': 'warning',
    'autocomplete-off': 'warning',
    'paste-blocked': 'error',
    'password-as-text': 'error',
    'password-maxlength': 'warning',
    'password-pattern': 'warning',
    'require-unknown': 'warning',
    'require-unused': 'warning',
    'hints-unknown': 'warning',
    'code-number': 'warning',
    'code-inputmode': 'hint',
    'code-maxlength': 'hint',
    'email-type': 'hint',
    'username-autocapitalize': 'hint',
    'username-spellcheck': 'hint',
    'reveal-submits': 'warning',
    'reveal-target-missing': 'error',
  },
  'labels-and-messages': {
    'label-missing': 'error',
    'button-nameless': 'error',
    'label-target-missing': 'warning',
    'live-region-missing': 'warning',
    'error-place-hidden': 'warning',
    'error-place-outside': 'warning',
    'error-place-unknown': 'warning',
    'error-place-missing': 'hint',
  },
  'files-and-speed': {
    'file-missing': 'error',
    'file-type': 'warning',
    'preload-wasm': 'hint',
    'preload-fallback': 'hint',
  },
};

/** @type {Readonly<Record<FindingCode, Severity>>} */
export const CODES = Object.freeze(Object.assign({}, ...Object.values(SECTIONS)));

/** The section of the documentation about a code. @param {FindingCode} code */
export const docsOf = (code) => `docs/doctor.md#${Object.keys(SECTIONS).find((section) => code in SECTIONS[section])}`;
