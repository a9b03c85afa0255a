/**
 * Finds or adds places for messages and fields in a form. The parser leaves a form empty that begins directly inside a table, and
 * browsers do not show it: its places are behind it, beside its controls. Tests: tests/browser/markup.test.js.
 */
import { call, elementsOf, get } from './dom.js';

/** The visible controls of a form, if all of them are outside the form; else none. */
function outsideOf(form) {
  const seen = elementsOf(form).filter(({ type }) => type !== 'hidden');
  return seen.some((control) => call(form, 'contains', control)) ? [] : seen;
}

/** Whether a form has visible controls, but all of them outside. */
export const isEmpty = (form) => outsideOf(form).length > 0;

/** The form's elements that match, in document order. For an empty form: those between this form and the next one. */
export function findPlaces(form, css) {
  const outside = outsideOf(form);
  let scope = form;
  while (!outside.every((control) => call(scope, 'contains', control))) {
    scope = get(scope, 'parentNode');
  }
  const all = [...call(scope, 'querySelectorAll', `form,${css}`)];
  const inside = all.slice(all.indexOf(form) + 1);
  const end = inside.findIndex((each) => call(each, 'matches', 'form'));
  return end < 0 ? inside : inside.slice(0, end);
}

/** Adds an element at the end of a form; for an empty form, behind its last control. */
export function appendTo(form, element) {
  const last = outsideOf(form).pop();
  if (last) {
    (last.closest('label') || last).after(element);
  } else {
    call(form, 'append', element);
  }
  return element;
}

/** Adds an element before the submit button of a form, or at the end of the form. */
export function addBefore(form, buttons, element) {
  const outside = outsideOf(form);
  // A button with a `form` attribute may be anywhere on the page.
  const button = buttons.find((each) => outside.length || call(form, 'contains', each));
  if (button) {
    button.before(element);
  } else {
    appendTo(form, element);
  }
}
