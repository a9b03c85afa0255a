/** Whether each field and button has a name that assistive technology can say. A placeholder is none: it goes away. */
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
      } else if (BUTTONS.includes(control.type) && !hasName(control) && !buttonText(control)) {
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
  for (const label of form.querySelectorAll('label[for]')) {
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
  ];
  return texts.some((text) => text && text.trim());
}

/** Browsers name a submit or reset button that says nothing. */
function buttonText(control) {
  if (control.localName === 'button') {
    return textOf(control).trim();
  }
  return control.type === 'image' ? control.getAttribute('alt') : control.type !== 'button' || control.getAttribute('value');
}

/** The text of an element, pictures by their `alt`, without that of the controls in it. */
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
