/**
 * Shows that Caps Lock is on while a user types a password: in `[data-authrocket-capslock]`, or behind the field.
 * Tests: tests/browser/comforts-caps-lock.test.js.
 */
import { describe, describedBy, isOurs, put } from './dom.js';

const PLACE = 'data-authrocket-capslock';
const ID = 'authrocket-capslock';
/** Milliseconds until assistive technology knows a new live region. */
const LIVE_DELAY = 100;

export function capsLock({ root, text, listen, atEnd }) {
  let on = false;
  /** Whether a pointer is down. Nothing may move until its click has reached its target. */
  let pressed = false;
  /** The field whose hint is shown, and the function that removes the hint. */
  let hinted;
  let undo;

  const update = () => {
    const focused = /** @type {any} */ (root.activeElement);
    const field = on && focused && focused.type === 'password' && isOurs(focused.form) ? focused : undefined;
    if (field !== hinted && !pressed) {
      hide();
      if (field) {
        hinted = field;
        undo = show(field, text);
      }
    }
  };
  const hide = () => {
    if (hinted) {
      hinted = undefined;
      undo();
    }
  };

  listen('keydown keyup mousedown', (event) => {
    // On-screen keyboards report no key codes. Autofill sends key events without modifier state.
    if (event.getModifierState && (event.code || !event.key)) {
      on = event.getModifierState('CapsLock') && !onTouch();
      update();
    }
  });
  listen('pointerdown', () => (pressed = true));
  listen('pointerup pointercancel', () => {
    pressed = false;
    setTimeout(update);
  });
  listen('focusin focusout', () => setTimeout(update));
  // Hide before a submit: the marks of a failed submit save the `aria-describedby` of a field and restore it later.
  listen('submit authrocket:submit', hide);
  atEnd(hide);
}

const onTouch = () => matchMedia('(hover: none) and (pointer: coarse)').matches;

function show(field, text) {
  const { form } = field;
  const found = form.querySelector(`[${PLACE}]`);
  const place = found || field.ownerDocument.createElement('p');
  if (!found) {
    place.setAttribute(PLACE, '');
    (field.closest('label') || field).after(place);
  }
  const live = found && (found.hasAttribute('role') || found.hasAttribute('aria-live'));
  const restore = put(place, { ...(live ? {} : { role: 'status' }), id: place.id || ID });
  const own = place.ownerDocument.createElement('span');
  const { id, hidden } = place;
  const ids = describedBy(field);
  if (!ids.includes(id)) {
    describe(field, [...ids, id]);
  }
  // A place with content of the page is only shown; nothing is written into it.
  const timer = setTimeout(() => {
    place.hidden = false;
    if (!place.textContent.trim()) {
      own.textContent = text(form, 'caps_lock');
      place.append(own);
    }
  }, LIVE_DELAY);
  return () => {
    clearTimeout(timer);
    if (!ids.includes(id)) {
      describe(
        field,
        describedBy(field).filter((each) => each !== id),
      );
    }
    restore();
    place.hidden = hidden;
    own.remove();
    if (!found) {
      place.remove();
    }
  };
}
