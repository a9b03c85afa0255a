/**
 * What a form looks like: carries out in the page what the engine decides (`src/browser/attachment.rs`). Every mark is
 * taken back when its text is.
 */
import { controlsOf, fieldOf, read } from './fields.js';
import { BUSY, CODE_FORM, STATE } from './markup.js';
import { shape } from './shape.js';

const ERROR = 'data-authrocket-error';
const DESCRIBED_BY = 'aria-describedby';
const INVALID = 'aria-invalid';

/** By form, those that the engine has. @type {Map<any, View>} */
const views = new Map();

/** The engine's one way to the page; nothing happens on a form that was let go, be it in the middle of a step. */
export function act(what, form, value) {
  const view = views.get(form);
  if (what === 'prepare') {
    views.set(form, new View(form, value));
  } else if (view) {
    return what[0] === ':' ? view.emit(what.slice(1), value) : view[what](value);
  }
  return undefined;
}

/** Forms that left their document. */
export const goneForms = () => Array.from(views.keys()).filter((form) => !form.isConnected);

/** A verdict of ours must not keep the browser from sending what was mended by now. */
export const relax = (form) => views.has(form) && views.get(form).relax();

/** Where a form's texts go; `made` is told of an element that is added for them. */
export function placeOf(form, kind, made = (_) => {}) {
  const { ownerDocument: document } = form;
  const found =
    form.querySelector(`[${ERROR}=""]`) ||
    document.getElementById(kind === 'signup' ? 'signup-errors' : 'login-errors');
  const place = found || form.appendChild(document.createElement('p'));
  if (!found) {
    place.setAttribute(ERROR, '');
    made(place);
  }
  if (!place.hasAttribute('role') && !place.hasAttribute('aria-live')) {
    place.setAttribute('role', 'alert');
  }
  return place;
}

class View {
  /** A live region has to be there before it is filled. */
  constructor(form, kind) {
    this.form = form;
    /** Fields that are marked, with the `aria-describedby` they had. */
    this.marks = [];
    /** Texts of the form's own place, each after its field's name. */
    this.summary = [];
    this.place = placeOf(form, kind, (place) => (this.added = place));
    // A form that is held until the engine runs, or that another engine of the page sends, is busy by now.
    if (!form.hasAttribute(STATE)) {
      this.status('idle');
    }
  }

  /** Nothing of ours stays but the texts that the page wrote itself. */
  leave() {
    if (this.added) {
      this.added.remove();
    }
    this.form.removeAttribute(STATE);
    views.delete(this.form);
  }

  read() {
    return read(this.form);
  }

  /** A form with `novalidate` shows the browser's own verdict at our places; it knows of all the form's controls. */
  verdict() {
    const bad = Array.from(this.form.elements).filter((control) => control.validationMessage);
    return bad.length ? { errors: bad.map((control) => control.validationMessage), of: bad.map(fieldOf) } : undefined;
  }

  /** False when a listener cancelled it. */
  emit(name, detail) {
    const cancelable = name === 'submit' || name === 'token';
    return this.form.dispatchEvent(new CustomEvent(`authrocket:${name}`, { bubbles: true, cancelable, detail: shape(detail) }));
  }

  abort(controller) {
    if (controller) {
      controller.abort();
    }
  }

  status(name) {
    this.form.setAttribute(STATE, name);
  }

  lock() {
    const { form } = this;
    const { activeElement } = form.ownerDocument;
    this.unlock();
    form.setAttribute(BUSY, 'true');
    this.focused = form.contains(activeElement) && activeElement;
    this.locked = submitButtons(form);
    this.locked.forEach((button) => (button.disabled = true));
  }

  /** A button loses the focus when it is disabled, so it is given back. */
  unlock() {
    const { form, locked, focused } = this;
    if (locked) {
      this.locked = undefined;
      form.removeAttribute(BUSY);
      locked.forEach((button) => (button.disabled = false));
      const { activeElement, body } = form.ownerDocument;
      if (focused && (!activeElement || activeElement === body)) {
        focused.focus();
      }
    }
  }

  /** Writes the texts, marks the fields, and puts the focus on the first bad one. */
  show({ errors, of, local }) {
    const own = [];
    controlsOf(this.form).forEach(([name, field]) => {
      const text = errors.filter((_, at) => of[at] === name).join('; ');
      // A hidden input, such as the token of a link, can be neither seen nor focused.
      if (!text || field.type === 'hidden' || this.marks.some((mark) => mark.name === name)) {
        return;
      }
      const place = this.placeOf(name);
      if (place) {
        place.textContent = text;
        own.push(name);
      }
      this.mark(name, field, place || this.place);
      if (local && field.setCustomValidity) {
        field.setCustomValidity(text);
        this.custom = true;
      }
    });
    this.summary = errors.map((text, at) => [of[at], text]).filter(([name]) => !own.includes(name));
    if (this.summary.length) {
      this.tell();
    }
    if (this.marks.length) {
      this.marks[0].field.focus();
    }
  }

  tell() {
    this.place.textContent = this.summary.map(([, text]) => text).join('; ');
  }

  mark(name, field, place) {
    const described = field.getAttribute(DESCRIBED_BY);
    place.id = place.id || freeId(place, name);
    field.setAttribute(DESCRIBED_BY, described === null ? place.id : `${described} ${place.id}`);
    field.setAttribute(INVALID, 'true');
    this.marks.push({ name, field, described });
  }

  /** Empties every place and takes the marks back. */
  clear() {
    this.relax();
    this.place.textContent = '';
    this.marks.splice(0).forEach((mark) => this.takeBack(mark));
  }

  /** Takes back what was said about one field. */
  clearField(field) {
    const at = this.marks.findIndex(({ name }) => name === field);
    if (at < 0) {
      return;
    }
    this.takeBack(this.marks.splice(at, 1)[0]);
    const left = this.summary.filter(([name]) => name !== field);
    if (left.length < this.summary.length) {
      this.summary = left;
      this.tell();
    }
  }

  takeBack({ name, field, described }) {
    const place = this.placeOf(name);
    if (place) {
      place.textContent = '';
    }
    field.removeAttribute(INVALID);
    if (described === null) {
      field.removeAttribute(DESCRIBED_BY);
    } else {
      field.setAttribute(DESCRIBED_BY, described);
    }
  }

  relax() {
    if (this.custom) {
      this.custom = false;
      this.marks.forEach(({ field }) => field.setCustomValidity(''));
    }
  }

  placeOf(name) {
    return this.form.querySelector(`[${ERROR}="${name}"]`);
  }

  /** Asks for the code: in the page's form for it, which is answered, or in a field that is added to this one. */
  ask(label) {
    const { form } = this;
    const { ownerDocument: document } = form;
    const other = document.querySelector(CODE_FORM);
    if (other) {
      other.removeAttribute('hidden');
    } else {
      const input = document.createElement('input');
      Object.entries({ name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', required: '' }).forEach((pair) =>
        input.setAttribute(...pair),
      );
      const text = document.createElement('label');
      text.append(label, input);
      this.code = document.createElement('p');
      this.code.append(text);
      // A button that is tied by its `form` attribute may stand anywhere.
      const button = submitButtons(form).find((each) => form.contains(each));
      if (button) {
        button.before(this.code);
      } else {
        form.append(this.code);
      }
    }
    const asked = controlsOf(other || form).find(([name]) => name === 'code');
    if (asked) {
      asked[1].focus();
    }
    return other;
  }

  /** Takes the question for the code away. */
  drop() {
    if (this.code) {
      this.code.remove();
    }
  }

  hide() {
    this.form.setAttribute('hidden', '');
  }
}

const submitButtons = (form) => Array.from(form.elements).filter(({ type, disabled }) => type === 'submit' && !disabled);

/** Two forms on a page may each have a text for their password. */
function freeId({ ownerDocument }, name) {
  let id = `authrocket-error-${name}`;
  while (ownerDocument.getElementById(id)) {
    id += '-';
  }
  return id;
}
