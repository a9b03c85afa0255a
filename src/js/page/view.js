/**
 * What is done to a form in the page: one method per effect, called by the engine (`src/browser/view.rs`). Knows no state of a
 * login; every mark is taken back when its text is.
 */
import { attribute, call, documentOf, elementsOf, find, get, setAttribute, windowOf } from './dom.js';
import { clearDone, dropDone, prepareDone, showDone } from './done.js';
import { companionsOf, controlsOf, fieldNamed, fieldOf, hasCustomCode, read, secretsOf } from './fields.js';
import { lock, submitButtons, unlock } from './lock.js';
import { BUSY, CODE_FORM, STATE } from './markup.js';
import { write } from './place.js';
import { addBefore, appendTo, findPlaces, isEmpty } from './places.js';

const ERROR = 'data-authrocket-error';
const DESCRIBED_BY = 'aria-describedby';
const INVALID = 'aria-invalid';

/** Where a form's texts go; `added` is called with an element that is made for them. */
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

/** The place of one field's texts; with an empty name, one whose attribute names no field. */
const placeFor = (form, field) =>
  findPlaces(form, `[${ERROR}]`).find((place) => fieldNamed(place.getAttribute(ERROR)) === field);

export class View {
  /** A live region has to be there before it is filled. */
  constructor(form, isSignup) {
    this.form = form;
    /** Fields that are marked, with the `aria-describedby` they had. */
    this.marks = [];
    /** What the form's own place shows: `{ field, text }` each. */
    this.summary = [];
    this.place = placeOf(form, isSignup, (place) => (this.added = place));
    // A form that is held until the engine runs, or that another engine of the page sends, is busy already.
    if (attribute(form, STATE) === null) {
      this.setState('idle');
    }
  }

  /** Nothing of ours stays but the texts that the page wrote itself. */
  remove() {
    if (this.added) {
      this.added.remove();
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

  /** A form with `novalidate` shows the browser's own verdict at our places; it knows of all the form's controls. */
  verdict() {
    const bad = elementsOf(this.form).filter((control) => control.validationMessage);
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

  /** A button loses the focus when it is disabled, so it is given back. */
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

  /** Writes the texts, marks the fields, and puts the focus on the first bad one. */
  showErrors(messages, isLocal) {
    const own = [];
    controlsOf(this.form).forEach(([name, field]) => {
      const text = textOf(messages.filter((message) => message.field === name));
      // A hidden input, such as the token of a link, can be neither seen nor focused.
      if (!text || field.type === 'hidden' || this.marks.some((mark) => mark.name === name)) {
        return;
      }
      const place = placeFor(this.form, name);
      if (place) {
        write(place, text);
        own.push(name);
      }
      this.mark(name, field, place || this.place);
      if (isLocal && field.setCustomValidity) {
        field.setCustomValidity(text);
        this.isInvalid = true;
      }
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

  /** Empties every place and takes the marks back. */
  clearErrors() {
    this.relax();
    clearDone(this.form);
    write(this.place, '');
    this.marks.splice(0).forEach((mark) => this.unmark(mark));
  }

  /** Takes back what was said about one field. */
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

  /** A verdict of ours must not keep the browser from sending what has been corrected. */
  relax() {
    if (this.isInvalid) {
      this.isInvalid = false;
      this.marks.forEach(({ field }) => field.setCustomValidity(''));
    }
  }

  /** What was secret is of no use any more. */
  clearSecrets() {
    secretsOf(this.form).forEach((control) => (control.value = ''));
  }

  prepareDone() {
    prepareDone(this.form);
  }

  showDone(text) {
    showDone(this.form, text);
  }

  /** Asks for the code: in the page's form for it, which is answered, in a field that this one has, or in one that is added. */
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
      // Beside the controls of an empty form it belongs to the form by its id only.
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
    const asked = codeFieldOf(other || form);
    if (asked) {
      asked.focus();
    }
    return other;
  }

  /** Takes the question for the code away. */
  dropCode() {
    if (this.code) {
      this.code.remove();
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

  announceDone(detail) {
    this.announce('done', detail);
  }

  /** False when a listener cancelled it. */
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

/** The field for a code that a user can fill in. */
function codeFieldOf(form) {
  const found = controlsOf(form).find(([name, { type }]) => name === 'code' && type !== 'hidden');
  return found && found[1];
}

/** Two forms on a page may each have a text for their password. */
function freeId(place, name) {
  let id = `authrocket-${name}`;
  while (call(documentOf(place), 'getElementById', id)) {
    id += '-';
  }
  return id;
}
