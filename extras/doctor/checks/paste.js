/**
 * Checks that users can paste passwords. Listeners cannot be listed, so this check reads `onpaste` of a field and its ancestors,
 * and uses recorded pastes. With `options.paste` it tries an empty paste on the fields, which runs the page's own handlers.
 * Tests: tests/browser/doctor-people.test.js.
 */
import { attribute, get } from '../../../src/js/page/dom.js';
import { called, finding } from '../findings.js';
import { isTyped } from '../page.js';
import { watch } from '../sightings.js';

const REFUSES = /return\s*\(?\s*(false|!1)|preventDefault\s*\(|returnValue\s*=\s*(false|!1)/;

/** @param {import('../page.js').Page} page */
export function* paste({ forms, document, window, options }) {
  const { refused } = watch(document);
  for (const form of forms) {
    for (const [field, name] of form.fields) {
      // Not for codes: some pages cancel the paste and spread the code over several fields.
      const mayTry = options.paste && isTyped(field) && name !== 'code';
      const refuses = refused.has(field) || refusesByAttribute(field) || (mayTry && refusesWhenTried(field, window));
      if (isTyped(field) && refuses) {
        yield blocked(field);
      }
    }
  }
}

const blocked = (field) =>
  finding(
    'paste-blocked',
    field,
    `${called(field)} refuses a paste: password managers and their users are kept out.`,
    'Let paste be: remove the handler.',
  );

function refusesByAttribute(field) {
  // A field called "parentElement" would cause an endless loop.
  for (let element = field; element; element = get(element, 'parentElement')) {
    const handlers = [attribute(element, 'onpaste'), get(element, 'onpaste')].filter(Boolean);
    if (handlers.some((handler) => REFUSES.test(String(handler)))) {
      return true;
    }
  }
  return false;
}

function refusesWhenTried(field, window) {
  const event = new window.ClipboardEvent('paste', {
    bubbles: true, cancelable: true, composed: true, clipboardData: new window.DataTransfer(),
  });
  return !field.dispatchEvent(event);
}
