/**
 * The place that says that a call without a token worked: a mail is on its way, a password is changed, an address is confirmed.
 */
import { call, documentOf } from './dom.js';
import { write } from './place.js';
import { appendTo, findPlaces } from './places.js';

const PLACE = 'data-authrocket-done';

const placeOf = (form) => findPlaces(form, `[${PLACE}]`)[0];

/** A live region has to be there before it is filled. */
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

/** Shows the page's own words where it has any, else the text. */
export function showDone(form, text) {
  const place = placeOf(form);
  if (place) {
    place.hidden = false;
    if (place.getAttribute(PLACE) !== 'own') {
      write(place, text);
    }
  }
}

/** Takes it back before the next call; a place that was not prepared is left alone. */
export function clearDone(form) {
  const place = placeOf(form);
  const whose = place && place.getAttribute(PLACE);
  if (whose === 'own') {
    place.hidden = true;
  } else if (whose) {
    write(place, '');
  }
}

/** Leaves a form that is detached as it was. */
export function dropDone(form) {
  clearDone(form);
  const place = placeOf(form);
  if (place && place.getAttribute(PLACE) === 'added') {
    place.remove();
  } else if (place) {
    place.setAttribute(PLACE, '');
  }
}
