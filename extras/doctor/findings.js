/** What a check reports, and how it names elements and addresses. Imports nothing. Tests: tests/browser/doctor*.test.js. */

/** @typedef {import('../../types/doctor.module.d.ts').FindingCode} FindingCode */
/** @typedef {import('../../types/doctor.module.d.ts').Severity} Severity */

/**
 * @param {FindingCode} code
 * @param {Element | null} element where; null for the page as a whole
 * @param {string} message what is wrong; never holds what a user typed
 * @param {string} fix what to write instead
 * @param {Severity} [severity] if it is not the one of `codes.js`
 */
export function finding(code, element, message, fix, severity) {
  return { code, element, message, fix, severity };
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
