/**
 * The success message of a call that returns no token: a mail is on its way, a password is changed, an address is confirmed.
 * Tests: tests/browser/next-steps.test.js.
 */
import { call, documentOf, remove } from './dom.js';
import { write } from './place.js';
import { appendTo, findPlaces } from './places.js';

const PLACE = 'data-authrocket-done';

const placeOf = (form) => findPlaces(form, `[${PLACE}]`)[0];

/** Finds or adds the place. Screen readers announce a live region only if it exists before its text is written. */
export function prepareDone(form) {
  const place = placeOf(form) || addPlace(form);
  const own = place.firstElementChild || place.textContent.trim();
  if (place.getAttribute(PLACE) !== 'added') {
    place.setAttribute(PLACE, own ? 'own' : 'ours');
  }
  place.setAttribute('role', 'status');
}

function addPlace(form) {
  const place = appendTo(form, call(documentOf(form), 'createElement', 'p'));
  place.setAttribute(PLACE, 'added');
  return place;
}

/** Shows the place with the page's own content, or writes the text if the page has none. */
export function showDone(form, text) {
  const place = placeOf(form);
  if (place) {
    place.hidden = false;
    if (place.getAttribute(PLACE) !== 'own') {
      write(place, text);
    }
  }
}

/** Removes the message before the next call. Leaves a place alone that was not prepared. */
export function clearDone(form) {
  const place = placeOf(form);
  const origin = place && place.getAttribute(PLACE);
  if (origin === 'own') {
    place.hidden = true;
  } else if (origin) {
    write(place, '');
  }
}

/** Restores the place of a form that is detached. */
export function dropDone(form) {
  clearDone(form);
  const place = placeOf(form);
  if (place && place.getAttribute(PLACE) === 'added') {
    remove(place);
  } else if (place) {
    place.setAttribute(PLACE, '');
  }
}
