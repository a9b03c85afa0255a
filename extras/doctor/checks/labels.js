/**
 * Checks that fields and buttons have names that assistive technology can read out. A placeholder does not count, because it
 * disappears. Tests: tests/browser/doctor-people.test.js.
 */
import { call } from '../../../src/js/page/dom.js';
import { called, finding } from '../findings.js';
import { isTyped } from '../page.js';

const BUTTONS = ['submit', 'image', 'button', 'reset'];

/** @param {import('../page.js').Page} page */
export function* labels({ forms }) {
  for (const { element, controls } of forms) {
    for (const control of controls) {
      if (isTyped(control) && !hasName(control)) {
        yield finding(
          'label-missing',
          control,
          `${called(control)} has no label${control.hasAttribute('placeholder') ? '; a placeholder is none' : ''}.`,
          'Put it into <label>User name …</label>, or write <label for="its-id">.',
        );
      } else if (BUTTONS.includes(control.type) && !hasName(control) && !buttonText(control) && !isLabelled(control)) {
        yield finding(
          'button-nameless',
          control,
          'A button has no name that could be read out.',
          'Give it a text, or aria-label.',
        );
      }
    }
    yield* checkTargets(element);
  }
}

function* checkTargets(form) {
  for (const label of call(form, 'querySelectorAll', 'label[for]')) {
    if (!label.control) {
      yield finding(
        'label-target-missing',
        label,
        `<label for="${label.getAttribute('for')}"> names no field.`,
        "Write the field's id.",
      );
    }
  }
}

function hasName(control) {
  const ids = (control.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean);
  const root = control.getRootNode();
  const texts = [
    ...ids.map((id) => root.getElementById && root.getElementById(id)).filter(Boolean).map(textOf),
    control.getAttribute('aria-label'),
    ...[...(control.labels || [])].map(textOf),
    control.getAttribute('title'),
    ...ownLabels(control),
  ];
  return texts.some((text) => text && text.trim());
}

/** What a custom element, such as Shoelace's, shows as the label of the input in its shadow root. */
const ownLabels = (control) =>
  control.shadowRoot ? [control.getAttribute('label'), ...[...control.querySelectorAll('[slot=label]')].map(textOf)] : [];

/** Whether the library gives an empty button its text, in the language of the form. */
const isLabelled = (control) => control.hasAttribute('data-authrocket-reveal') && !control.childElementCount;

/** The text of a button. Browsers name an `<input>` that submits or resets by themselves. */
function buttonText(control) {
  if (control.localName === 'button') {
    return textOf(control).trim();
  }
  return control.type === 'image' ? control.getAttribute('alt') : control.type !== 'button' || control.getAttribute('value');
}

/** The text of an element, with the `alt` of images and without the text of controls. */
function textOf(node) {
  if (node.nodeType === 3) {
    return node.data;
  }
  if (node.nodeType !== 1 || ['input', 'select', 'textarea'].includes(node.localName)) {
    return '';
  }
  const own = node.getAttribute('aria-label') || node.getAttribute('alt') || '';
  return own + [...node.childNodes].map(textOf).join('');
}
