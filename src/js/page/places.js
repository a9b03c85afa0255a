/**
 * Where texts and fields of ours stand in a form. The parser leaves a form that begins inside of a table empty, and browsers
 * never show it: its places are behind it, beside its controls.
 */
import { call, elementsOf, get } from './dom.js';

/** Controls of a form that people see, if the form contains none of them. */
function outsideOf(form) {
  const seen = elementsOf(form).filter(({ type }) => type !== 'hidden');
  return seen.some((control) => call(form, 'contains', control)) ? [] : seen;
}

/** Whether none of them is inside. */
export const isEmpty = (form) => outsideOf(form).length > 0;

/** The form's elements that match, in the document's order; of an empty form, those between it and the next form. */
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

/** Adds an element at the end of a form. */
export function appendTo(form, element) {
  const last = outsideOf(form).pop();
  if (last) {
    (last.closest('label') || last).after(element);
  } else {
    call(form, 'append', element);
  }
  return element;
}

/** Adds an element before the button that sends the form, else at its end. */
export function addBefore(form, buttons, element) {
  const outside = outsideOf(form);
  // A button that is tied by its `form` attribute may stand anywhere.
  const button = buttons.find((each) => outside.length || call(form, 'contains', each));
  if (button) {
    button.before(element);
  } else {
    appendTo(form, element);
  }
}
