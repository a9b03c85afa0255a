/**
 * Writes messages into places of the page. Each message is in a `<span>` that the library adds, so that nodes of the page stay as
 * they are: frameworks track theirs, and browser translation replaces text nodes. Tests: tests/browser/form-errors.test.js.
 */
import { call, documentOf, remove } from './dom.js';

/** By place: the element that holds its message. */
const elements = new WeakMap();

/** Writes or removes a text. Changes the place once, because it may be a live region. */
export function write(place, text) {
  const element = elements.get(place) || call(documentOf(place), 'createElement', 'span');
  elements.set(place, element);
  element.textContent = text;
  if (!text) {
    remove(element);
  } else if (element.parentNode !== place) {
    place.append(element);
  }
}

/** Takes over the text that the inline guard wrote into a place. */
export function adopt(place) {
  const text = place.textContent;
  place.textContent = '';
  write(place, text);
}
