/**
 * Checks for forms and fields in shadow roots, which neither the library nor most password managers reach.
 * Tests: tests/browser/doctor-fields.test.js, doctor-forms.test.js.
 */
import { call } from '../../../src/js/page/dom.js';
import { called, finding } from '../findings.js';
import { all, fieldsNamed } from '../page.js';
import { NEEDED } from '../words.js';

/** @param {import('../page.js').Page} page */
export function* shadow(page) {
  yield* inside(page, page.root);
  for (const form of page.forms) {
    yield* checkClosed(form);
  }
}

function* inside(page, root) {
  for (const host of all(root, '*').filter(({ shadowRoot }) => shadowRoot)) {
    const attached = page.forms.map(({ element }) => element);
    for (const form of host.shadowRoot.querySelectorAll('form[data-authrocket]')) {
      // A form with a state was attached by a script.
      if (!attached.includes(form) && !form.hasAttribute('data-authrocket-state')) {
        yield finding(
          'form-in-shadow',
          form,
          `The form stands in the shadow root of <${host.localName}>, where data-authrocket is not looked for.`,
          'Render the form into the light DOM.',
        );
      }
    }
    yield* checkFields(page, host);
    yield* inside(page, host.shadowRoot);
  }
}

/** Checks fields in the shadow root of a custom element. A form-associated element with name and value is a normal field. */
function* checkFields({ forms }, host) {
  const form = forms.find(({ element }) => call(element, 'contains', host));
  const isMember = form && form.fields.has(host) && 'value' in host;
  for (const field of form && !isMember ? host.shadowRoot.querySelectorAll('input, textarea, select') : []) {
    yield finding(
      'field-in-shadow',
      field,
      `${called(field)} stands in the shadow root of <${host.localName}>: its form does not have it.`,
      'Render the input into the light DOM, or make the element form-associated, with name and value.',
    );
  }
}

/** Checks a form that lacks a field for custom elements that may have the field in a closed shadow root. */
function* checkClosed(form) {
  const isWhole = (NEEDED[form.kind] || []).every((names) => fieldsNamed(form, ...names).length);
  const inside = isWhole || !form.marked ? [] : [...call(form.element, 'querySelectorAll', '*')];
  for (const element of inside.filter((each) => isOpaque(form, each))) {
    yield finding(
      'shadow-closed',
      element,
      `The form misses a field; <${element.localName}> may have it in a closed shadow root, out of reach.`,
      'Render inputs into the light DOM.',
    );
  }
}

const isOpaque = (form, element) =>
  element.localName.includes('-') &&
  !element.shadowRoot &&
  !form.controls.includes(element) &&
  !element.querySelector('input, textarea, select');
