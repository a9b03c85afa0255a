/**
 * Everything that the engine does to a form in the page: one method per effect (`src/browser/view.rs`). Knows no state of a
 * login. A mark on a field is removed together with its text. Tests: tests/browser/form-errors.test.js, two-factor.test.js.
 */
import { attribute, call, documentOf, elementsOf, find, get, remove, setAttribute, windowOf } from './dom.js';
import { clearDone, dropDone, prepareDone, showDone } from './done.js';
import { clearSecrets, companionsOf, controlsOf, fieldNamed, fieldOf, hasCustomCode, read } from './fields.js';
import { lock, submitButtons, unlock } from './lock.js';
import { BUSY, CODE_FORM, STATE } from './markup.js';
import { write } from './place.js';
import { addBefore, appendTo, findPlaces, isEmpty } from './places.js';

const ERROR = 'data-authrocket-error';
const DESCRIBED_BY = 'aria-describedby';
const INVALID = 'aria-invalid';

/** The place for a form's messages. Adds one if the page has none, and calls `added` with it. */
export function placeOf(form, isSignup, added = (_) => {}) {
  const document = documentOf(form);
  const found =
    findPlaces(form, `[${ERROR}=""]`)[0] ||
    placeFor(form, '') ||
    call(document, 'getElementById', isSignup ? 'signup-errors' : 'login-errors');
  const place = found || appendTo(form, call(document, 'createElement', 'p'));
  if (!found) {
    place.setAttribute(ERROR, '');
    added(place);
  }
  if (!place.hasAttribute('role') && !place.hasAttribute('aria-live')) {
    place.setAttribute('role', 'alert');
  }
  return place;
}

/** The place for one field's messages. With an empty name: the first place whose attribute names no API field. */
const placeFor = (form, field) =>
  findPlaces(form, `[${ERROR}]`).find((place) => fieldNamed(place.getAttribute(ERROR)) === field);

export class View {
  /** Adds the place for messages now: screen readers announce a live region only if it exists before its text is written. */
  constructor(form, isSignup) {
    this.form = form;
    /** Fields that are marked as invalid, each with the `aria-describedby` that it had before. */
    this.marks = [];
    /** The messages in the form's own place, as `{ field, text }`. */
    this.summary = [];
    this.place = placeOf(form, isSignup, (place) => (this.added = place));
    // A form is busy already if its submit waits for the engine, or if another engine of the page sends it.
    if (attribute(form, STATE) === null) {
      this.setState('idle');
    }
  }

  /** Removes what the library added to the form. Content of the page stays. */
  remove() {
    if (this.added) {
      remove(this.added);
    }
    dropDone(this.form);
    setAttribute(this.form, STATE, null);
  }

  isConnected() {
    return get(this.form, 'isConnected');
  }

  read() {
    return read(this.form);
  }

  /** The browser's own validation messages, for a form with `novalidate`. Covers all controls, not only API fields. */
  verdict() {
    // Some components have a `validationMessage` of their own while they are valid: the text to show when they are not.
    const bad = elementsOf(this.form).filter(({ validity, validationMessage }) => validationMessage && validity && !validity.valid);
    return bad.length ? bad.map((control) => ({ field: fieldOf(control), text: control.validationMessage })) : undefined;
  }

  setState(name) {
    setAttribute(this.form, STATE, name);
  }

  lock() {
    const { form } = this;
    const activeElement = get(documentOf(form), 'activeElement');
    setAttribute(form, BUSY, 'true');
    this.focused = call(form, 'contains', activeElement) && activeElement;
    lock(form);
  }

  /** Unlocks the form. Restores the focus, which a button loses when it is disabled. */
  unlock() {
    const { form, focused } = this;
    setAttribute(form, BUSY, null);
    unlock(form);
    const document = documentOf(form);
    const activeElement = get(document, 'activeElement');
    if (focused && (!activeElement || activeElement === get(document, 'body'))) {
      focused.focus();
    }
    this.focused = undefined;
  }

  /** Writes the messages, marks the fields, and focuses the first marked one. */
  showErrors(messages) {
    const own = [];
    controlsOf(this.form).forEach(([name, field]) => {
      const text = textOf(messages.filter((message) => message.field === name));
      // A hidden input, such as the token of a link, is not visible and cannot be focused.
      if (!text || field.type === 'hidden' || this.marks.some((mark) => mark.name === name)) {
        return;
      }
      const place = placeFor(this.form, name);
      if (place) {
        write(place, text);
        own.push(name);
      }
      this.mark(name, field, place || this.place);
    });
    this.summary = messages.filter(({ field }) => !own.includes(field));
    if (this.summary.length) {
      this.showSummary();
    }
    if (this.marks.length) {
      this.marks[0].field.focus();
    }
  }

  showSummary() {
    write(this.place, textOf(this.summary));
  }

  mark(name, field, place) {
    const described = field.getAttribute(DESCRIBED_BY);
    place.id = place.id || freeId(place, `error-${name}`);
    field.setAttribute(DESCRIBED_BY, described === null ? place.id : `${described} ${place.id}`);
    field.setAttribute(INVALID, 'true');
    this.marks.push({ name, field, described });
  }

  /** Removes all messages and marks. */
  clearErrors() {
    clearDone(this.form);
    write(this.place, '');
    this.marks.splice(0).forEach((mark) => this.unmark(mark));
  }

  /** Removes the messages and the mark of one field. */
  clearField(field) {
    const at = this.marks.findIndex(({ name }) => name === field);
    if (at < 0) {
      return;
    }
    this.unmark(this.marks.splice(at, 1)[0]);
    const left = this.summary.filter((message) => message.field !== field);
    if (left.length < this.summary.length) {
      this.summary = left;
      this.showSummary();
    }
  }

  unmark({ name, field, described }) {
    const place = placeFor(this.form, name);
    if (place) {
      write(place, '');
    }
    field.removeAttribute(INVALID);
    if (described === null) {
      field.removeAttribute(DESCRIBED_BY);
    } else {
      field.setAttribute(DESCRIBED_BY, described);
    }
  }

  /** Empties passwords and codes. */
  clearSecrets() {
    clearSecrets(this.form);
  }

  prepareDone() {
    prepareDone(this.form);
  }

  showDone(text) {
    showDone(this.form, text);
  }

  /**
   * Asks for the code: in the page's code form, in a code field of this form, or in a field that is added.
   * @returns {any} the page's code form, if it has one
   */
  askCode(label) {
    const { form } = this;
    const document = documentOf(form);
    const other = find(document, CODE_FORM);
    const own = codeFieldOf(form);
    if (other) {
      setAttribute(other, 'hidden', null);
    } else if (own) {
      const veil = own.closest('[hidden]');
      if (veil && call(form, 'contains', veil)) {
        setAttribute(veil, 'hidden', null);
        this.veil = veil;
      }
    } else if (!hasCustomCode(form)) {
      const input = call(document, 'createElement', 'input');
      Object.entries({ name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', required: '' }).forEach((pair) =>
        input.setAttribute(...pair),
      );
      // The input is added outside an empty form, so it refers to the form by id.
      if (isEmpty(form)) {
        this.named = attribute(form, 'id') === null;
        setAttribute(form, 'id', attribute(form, 'id') || freeId(form, 'form'));
        input.setAttribute('form', attribute(form, 'id'));
      }
      const text = call(document, 'createElement', 'label');
      text.append(label, input);
      this.code = call(document, 'createElement', 'p');
      this.code.append(text);
      addBefore(form, submitButtons(form), this.code);
    }
    const field = codeFieldOf(other || form);
    if (field) {
      field.focus();
    }
    return other;
  }

  /** Removes the added code field, or hides the form's own again. */
  dropCode() {
    if (this.code) {
      remove(this.code);
      if (this.named) {
        setAttribute(this.form, 'id', null);
      }
    }
    if (this.veil) {
      setAttribute(this.veil, 'hidden', '');
      this.veil = undefined;
    }
  }

  hide() {
    setAttribute(this.form, 'hidden', '');
  }

  announceSubmit(detail) {
    return this.announce('submit', detail, true);
  }

  announceCode(detail) {
    this.announce('code-required', detail);
  }

  announceError(detail) {
    this.announce('error', detail);
  }

  announceToken(detail) {
    return this.announce('token', detail, true);
  }

  announceConditions(detail) {
    return this.announce('conditions', detail, true);
  }

  announceDone(detail) {
    this.announce('done', detail);
  }

  /** Dispatches an event. @returns {boolean} false if a listener cancelled it */
  announce(name, detail, cancelable = false) {
    return call(this.form, 'dispatchEvent', new CustomEvent(`authrocket:${name}`, { bubbles: true, cancelable, detail }));
  }

  setting(name) {
    return attribute(this.form, `data-authrocket-${name}`) || '';
  }

  resolve(address) {
    try {
      return new URL(address, get(documentOf(this.form), 'baseURI')).href;
    } catch {
      return undefined;
    }
  }

  origin() {
    return windowOf(this.form).location.origin;
  }

  address() {
    return windowOf(this.form).location.href.split('#')[0];
  }

  csrfToken() {
    const meta = find(documentOf(this.form), 'meta[name=csrf-token]');
    return meta ? meta.content : undefined;
  }

  companions() {
    return companionsOf(this.form);
  }
}

const textOf = (messages) => messages.map(({ text }) => text).join('; ');

/** The code field that users can fill in; a hidden input is none. */
function codeFieldOf(form) {
  const found = controlsOf(form).find(([name, { type }]) => name === 'code' && type !== 'hidden');
  return found && found[1];
}

/** An id that no element has yet: several forms of a page may have a message for the same field. */
function freeId(place, name) {
  let id = `authrocket-${name}`;
  while (call(documentOf(place), 'getElementById', id)) {
    id += '-';
  }
  return id;
}
