/**
 * What a form looks like: carries out in the page what the engine decides (`src/browser/attachment.rs`). Every mark is
 * taken back when its text is.
 */
import { attribute, call, documentOf, elementsOf, find, get, setAttribute } from './dom.js';
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
export const goneForms = () => [...views.keys()].filter((form) => !get(form, 'isConnected'));

/** A verdict of ours must not keep the browser from sending what was mended by now. */
export const relax = (form) => views.has(form) && views.get(form).relax();

/** Where a form's texts go; `made` is told of an element that is added for them. */
export function placeOf(form, kind, made = (_) => {}) {
  const document = documentOf(form);
  const found =
    find(form, `[${ERROR}=""]`) ||
    call(document, 'getElementById', kind === 'signup' ? 'signup-errors' : 'login-errors');
  const place = found || call(form, 'appendChild', call(document, 'createElement', 'p'));
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
    if (attribute(form, STATE) === null) {
      this.status('idle');
    }
  }

  /** Nothing of ours stays but the texts that the page wrote itself. */
  leave() {
    if (this.added) {
      this.added.remove();
    }
    setAttribute(this.form, STATE, null);
    views.delete(this.form);
  }

  read() {
    return read(this.form);
  }

  /** A form with `novalidate` shows the browser's own verdict at our places; it knows of all the form's controls. */
  verdict() {
    const bad = elementsOf(this.form).filter((control) => control.validationMessage);
    return bad.length ? { errors: bad.map((control) => control.validationMessage), of: bad.map(fieldOf) } : undefined;
  }

  /** False when a listener cancelled it. */
  emit(name, detail) {
    const cancelable = name === 'submit' || name === 'token';
    return call(this.form, 'dispatchEvent', new CustomEvent(`authrocket:${name}`, { bubbles: true, cancelable, detail: shape(detail) }));
  }

  abort(controller) {
    if (controller) {
      controller.abort();
    }
  }

  status(name) {
    setAttribute(this.form, STATE, name);
  }

  lock() {
    const { form } = this;
    const activeElement = get(documentOf(form), 'activeElement');
    this.unlock();
    setAttribute(form, BUSY, 'true');
    this.focused = call(form, 'contains', activeElement) && activeElement;
    this.locked = submitButtons(form);
    this.locked.forEach((button) => (button.disabled = true));
  }

  /** A button loses the focus when it is disabled, so it is given back. */
  unlock() {
    const { form, locked, focused } = this;
    if (locked) {
      this.locked = undefined;
      setAttribute(form, BUSY, null);
      locked.forEach((button) => (button.disabled = false));
      const document = documentOf(form);
      const activeElement = get(document, 'activeElement');
      if (focused && (!activeElement || activeElement === get(document, 'body'))) {
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
    return find(this.form, `[${ERROR}="${name}"]`);
  }

  /** Asks for the code: in the page's form for it, which is answered, or in a field that is added to this one. */
  ask(label) {
    const { form } = this;
    const document = documentOf(form);
    const other = find(document, CODE_FORM);
    if (other) {
      setAttribute(other, 'hidden', null);
    } else {
      const input = call(document, 'createElement', 'input');
      Object.entries({ name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', required: '' }).forEach((pair) =>
        input.setAttribute(...pair),
      );
      const text = call(document, 'createElement', 'label');
      text.append(label, input);
      this.code = call(document, 'createElement', 'p');
      this.code.append(text);
      // A button that is tied by its `form` attribute may stand anywhere.
      const button = submitButtons(form).find((each) => call(form, 'contains', each));
      if (button) {
        button.before(this.code);
      } else {
        call(form, 'append', this.code);
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
    setAttribute(this.form, 'hidden', '');
  }
}

const submitButtons = (form) => elementsOf(form).filter(({ type, disabled }) => type === 'submit' && !disabled);

/** Two forms on a page may each have a text for their password. */
function freeId(place, name) {
  let id = `authrocket-error-${name}`;
  while (call(documentOf(place), 'getElementById', id)) {
    id += '-';
  }
  return id;
}
