/**
 * Our texts in places of the page: in an element of our own, so that no node is changed that somebody else made. Frameworks know
 * theirs, and a browser's translator puts others in the place of text nodes.
 */
import { call, documentOf } from './dom.js';

/** Place -> our element in it. */
const ours = new WeakMap();

/** Writes a text, or takes it away: one change of the place, as it may be a live region. */
export function write(place, text) {
  const element = ours.get(place) || call(documentOf(place), 'createElement', 'span');
  ours.set(place, element);
  element.textContent = text;
  if (!text) {
    element.remove();
  } else if (element.parentNode !== place) {
    place.append(element);
  }
}

/** Takes over the text that the inline guard has left in a place. */
export function adopt(place) {
  const text = place.textContent;
  place.textContent = '';
  write(place, text);
}
