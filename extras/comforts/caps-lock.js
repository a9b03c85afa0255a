/**
 * Says while a password is typed that Caps Lock is on: in `[data-authrocket-capslock]`, or behind the field.
 */
import { isOurs, put } from './dom.js';

const PLACE = 'data-authrocket-capslock';
const DESCRIBED = 'aria-describedby';
const ID = 'authrocket-capslock';
/** Milliseconds until a new live region is known to assistive technology. */
const NOTICED = 100;

export function capsLock({ root, text, listen, atEnd }) {
  let on = false;
  /** Whether a pointer is down: nothing may move under it until its click has found its target. */
  let pressed = false;
  /** The field whose hint is shown, and the way back. */
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
    // Keyboards on a screen have no such key and no key codes; a filled-in password comes with bare events.
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
  // The marks that a refused form puts on its fields remember what was there before.
  listen('submit', hide);
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
  const told = describedBy(field);
  if (!told.includes(id)) {
    describe(field, [...told, id]);
  }
  // A place that has words of its own needs only to be seen.
  const timer = setTimeout(() => {
    place.hidden = false;
    if (!place.textContent.trim()) {
      own.textContent = text(form, 'caps_lock');
      place.append(own);
    }
  }, NOTICED);
  return () => {
    clearTimeout(timer);
    if (!told.includes(id)) {
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

const describedBy = (field) => (field.getAttribute(DESCRIBED) || '').split(' ').filter(Boolean);

/** An attribute that was not there is not there afterwards. */
const describe = (field, ids) => put(field, { [DESCRIBED]: ids.join(' ') || null });
