/** Checks that errors are seen and heard: places for messages, and live regions. Tests: tests/browser/doctor-people.test.js. */
import { call } from '../../../src/js/page/dom.js';
import { finding } from '../findings.js';
import { all, OWN_PLACE } from '../page.js';
import { closest } from '../spelling.js';
import { hiderOf } from '../visible.js';
import { FIELDS } from '../words.js';

const LIVE = '[role=alert], [role=status], [role=log], [aria-live]:not([aria-live=off]), output';
const PLACE = '[data-authrocket-error]';
/** Fields that the library adds to a form by itself. */
const ADDED = { login: ['code'], 'reset-password': ['token'], 'verify-email': ['token'], logout: ['token'] };

/** @param {import('../page.js').Page} page */
export function* errors(page) {
  for (const form of page.forms) {
    yield* form.marked ? checkOwnPlace(form, page) : checkLive(form, page);
    for (const place of call(form.element, 'querySelectorAll', PLACE)) {
      yield* checkPlace(form, place);
    }
  }
  const outside = all(page.root, PLACE).filter((each) => !each.closest('form'));
  for (const place of outside.filter((each) => !page.forms.some((form) => isBehind(form, each)))) {
    yield finding(
      'error-place-outside',
      place,
      'data-authrocket-error stands outside of every form, where nothing is written.',
      'Put it into its form.',
    );
  }
}

/** Whether a place is behind a form that the parser has left empty. Such a form has its controls and places behind it. */
function isBehind({ element, controls }, place) {
  const isEmpty = controls.length && !controls.some((control) => call(element, 'contains', control));
  return isEmpty && !place.closest('form') && call(element, 'compareDocumentPosition', place) & Node.DOCUMENT_POSITION_FOLLOWING;
}

const shared = ({ kind }) => (kind === 'signup' ? 'signup-errors' : 'login-errors');

function* checkOwnPlace(form, { document }) {
  const isThere = call(form.element, 'querySelector', OWN_PLACE) || all(document, OWN_PLACE).some((place) => isBehind(form, place));
  if (!isThere && !document.getElementById(shared(form))) {
    yield finding(
      'error-place-missing',
      form.element,
      'The form has no place for its texts; the library adds one at its end.',
      'Put <p data-authrocket-error role="alert"></p> where they should stand.',
    );
  }
}

/** Checks for a live region in a form that a script of the page sends, where the library adds none. */
function* checkLive(form, { document }) {
  const place = document.getElementById(shared(form));
  if (!call(form.element, 'querySelector', LIVE) && !(place && place.closest(LIVE))) {
    yield finding(
      'live-region-missing',
      place || form.element,
      'No live region belongs to the form: a screen reader does not hear what went wrong.',
      'Write errors into an element with role="alert" that is there from the beginning.',
    );
  }
}

function renamed(field) {
  const meant = closest(field.replace(/-/g, '_'), FIELDS.map((each) => each.replace(/_/g, '-')));
  return meant ? `Write data-authrocket-error="${meant.replace(/-/g, '_')}".` : 'Name the field as the API does; docs/markup.md lists the names.';
}

function* checkPlace(form, place) {
  const field = place.getAttribute('data-authrocket-error');
  const isThere = [...form.fields.values(), ...(ADDED[form.kind] || [])].includes(field);
  if (field && !isThere && !place.matches(OWN_PLACE)) {
    yield finding(
      'error-place-unknown',
      place,
      `The form has no field ${field} that this text could be about.`,
      FIELDS.includes(field) ? 'Add the field, or remove the place.' : renamed(field),
    );
  }
  const hidden = place.closest('[hidden], [aria-hidden=true], template');
  if (hidden && call(form.element, 'contains', hidden) && hidden !== form.element) {
    yield finding(
      'error-place-hidden',
      place,
      'The place for a text is hidden, and the library does not show it.',
      'Leave hidden out: an empty element takes no room, or use CSS with :empty.',
    );
    return;
  }
  const hider = hiderOf(place, form.element);
  if (hider) {
    yield finding(
      'error-place-hidden',
      place,
      `CSS hides ${hider === place ? 'the place for a text' : `<${hider.localName}> around the place for a text`}, and the library does not show it.`,
      'Hide it with :empty only, or show it by form[data-authrocket-state=error].',
    );
  }
}
