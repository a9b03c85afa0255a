/**
 * Shows at a new password's field how strong the password is and what it still needs, while a user types. Sends, stores and logs
 * nothing; the password is passed to the page's own estimator only. Tests: tests/browser/strength-*.test.js.
 */
import { around, describe, describedBy, put } from '../comforts/dom.js';
import { ENGLISH } from './english.js';
import { estimate } from './estimate.js';
import { rulesOf } from './policy.js';

const PLACE = 'data-authrocket-hints';
const LEVEL = 'data-authrocket-level';
const LABEL = 'aria-label';
const MET = 'data-authrocket-met';
/** Fired on a form before a scripted `requestSubmit()`; used in this file only. */
const CHECK = 'authrocket-check';
/** Milliseconds without a change until a new level is announced. */
const CALM = 600;

/**
 * @param {any} page what the enhancements of a document share: `extras/comforts/index.js`
 * @param {any} field
 * @returns {{ update: () => void, stop: () => void }}
 */
export function attachMeter({ root, document, text, estimatorOf }, field) {
  const { form } = field;
  const textOf = (key) => text(form, key) || ENGLISH[key];
  const make = (name, attributes = {}, ...content) => {
    const made = document.createElement(name);
    put(made, attributes);
    made.append(...content);
    return made;
  };
  const meter = make('meter', { min: 0, max: 4, low: 2, high: 3, optimum: 4 });
  const status = make('span', { role: 'status' });
  const list = make('ul');
  const advice = make('p');
  const hints = make('div', { id: freeId(root) }, list, advice);
  const own = make('div', {}, meter, ' ', status, hints);
  let place;
  let isAdded;
  /** Whether the place was hidden. */
  let hidden;

  /** `undefined` without a password. */
  let level;
  let timer;
  /** Counts estimates: a late answer of the page's estimator is ignored. */
  let turn = 0;
  /** The message that this file has set on the field. */
  let fault = '';
  let hasFailed = false;
  let isStopped = false;

  /** Puts the hints into the page: at first, and after a framework has removed them. */
  const settle = () => {
    if (!place || !place.isConnected) {
      ({ place, isAdded } = placeOf(form, field, () => make('div', { [PLACE]: '' })));
      ({ hidden } = place);
      place.hidden = false;
    }
    place.append(own);
    measure();
  };

  const update = () => {
    if (!own.isConnected) {
      settle();
    }
    if (!describedBy(field).includes(hints.id)) {
      describe(field, [...describedBy(field), hints.id]);
    }
    put(meter, { [LABEL]: textOf('strength') });
    put(list, { [LABEL]: textOf('rules') });
    const rules = rulesOf(field);
    while (list.children.length > rules.length) {
      list.lastElementChild.remove();
    }
    rules.forEach(({ key, number, isMet }, at) => {
      const item = list.children[at] || list.appendChild(make('li', {}, make('span', { role: 'img' }), ' ', make('span')));
      put(item, { [MET]: String(isMet) });
      put(item.firstElementChild, { [LABEL]: textOf(isMet ? 'rule_met' : 'rule_unmet') });
      write(item.firstElementChild, isMet ? '✓' : '○');
      write(item.lastElementChild, textOf(key).replace('{number}', String(number)));
    });
    list.hidden = !rules.length;
    judge(rules);
  };

  /** Refuses a submit while a required kind of character is missing. A message of the page itself stays. */
  const judge = (rules) => {
    const { validity, validationMessage } = field;
    if (validity.customError && validationMessage !== fault) {
      return;
    }
    const unmet = field.value ? rules.filter(({ message, isMet }) => message && !isMet) : [];
    fault = unmet.map(({ message }) => textOf(message).replace('{field}', textOf('password'))).join('; ');
    field.setCustomValidity(fault);
  };

  const measure = async () => {
    const mine = ++turn;
    const { value } = field;
    if (!value) {
      show();
      return;
    }
    const inputs = inputsOf(form, field);
    let result = estimate(value, inputs);
    const estimator = estimatorOf(form);
    if (typeof estimator === 'function') {
      try {
        result = read(await estimator(value, inputs));
      } catch {
        // Without the error: its text may contain the password.
        if (!hasFailed) {
          hasFailed = true;
          console.error("authrocket: the page's strength function failed");
        }
      }
    }
    if (mine === turn) {
      show(result);
    }
  };

  /** Shows a level at once, and announces it when the user pauses. */
  const show = (/** @type {{ score?: number, advice?: string, text?: string }} */ { score, advice: key, text: words } = {}) => {
    level = score;
    meter.value = level || 0;
    put(place, { [LEVEL]: level === undefined ? null : String(level) });
    write(advice, words || (key ? textOf(key) : ''));
    advice.hidden = !advice.textContent;
    clearTimeout(timer);
    if (level === undefined) {
      say();
    } else {
      timer = setTimeout(say, CALM);
    }
  };
  const say = () => {
    const word = level === undefined ? null : textOf(`strength_${level}`);
    put(meter, { 'aria-valuetext': word });
    write(status, word ? textOf('strength_is').replace('{level}', word) : '');
  };

  const listener = (event) => {
    const { type, target } = event;
    // A click may be on something in a button.
    const near = around(event, 'button,form');
    if ([near, near && near.form, target.form].includes(form)) {
      const act = () => {
        if (isStopped) {
          return;
        }
        update();
        if (!/^(click|keydown|invalid)$/.test(type)) {
          measure();
        }
      };
      // The browser empties the fields after the reset event, so measure in the next task.
      return type === 'reset' ? setTimeout(act) : act();
    }
  };
  // CHECK, click, keydown and invalid re-check the password, because a script may have changed it without an event.
  const types = [CHECK, 'input', 'change', 'reset', 'click', 'keydown', 'invalid', 'authrocket:submit', 'authrocket:done'];
  types.forEach((type) => root.addEventListener(type, listener, true));
  patch(document.defaultView.HTMLFormElement);
  update();

  return {
    update,
    stop() {
      isStopped = true;
      turn += 1;
      clearTimeout(timer);
      types.forEach((type) => root.removeEventListener(type, listener, true));
      describe(
        field,
        describedBy(field).filter((id) => id !== hints.id),
      );
      if (field.validationMessage === fault) {
        field.setCustomValidity('');
      }
      put(place, { [LEVEL]: null });
      place.hidden = hidden;
      own.remove();
      if (isAdded) {
        place.remove();
      }
    },
  };
}

/** Prototypes of forms whose `requestSubmit()` is replaced. */
const patched = new WeakSet();

/** Fires `CHECK` at a scripted `requestSubmit()`, since the browser validates the form before it fires any event. */
function patch({ prototype }) {
  const { requestSubmit } = prototype;
  if (requestSubmit && !patched.has(prototype)) {
    patched.add(prototype);
    prototype.requestSubmit = function (...args) {
      this.dispatchEvent(new Event(CHECK));
      return Reflect.apply(requestSubmit, this, args);
    };
  }
}

/** The place for the hints of a field: the one that names the field, else one without a name, else a new one behind the field. */
function placeOf(form, field, make) {
  const places = [...form.querySelectorAll(`[${PLACE}]`)];
  const named = (names) => places.find((place) => names.includes(place.getAttribute(PLACE)));
  const found = named([field.getAttribute('data-authrocket-field') || field.name]) || named(['', 'true']);
  const place = found || make();
  if (!found) {
    (field.closest('label') || field).after(place);
  }
  return { place, isAdded: !found };
}

/**
 * What a password should not contain: the texts of the form that are not secret, and the words in them. A password that is shown
 * has the type of a text.
 */
function inputsOf(form, field) {
  const isOpen = (control) =>
    control !== field &&
    /^(text|email|tel|search|url)$/.test(control.type) &&
    !/pass|pwd|code|token/i.test(`${control.name} ${control.getAttribute('data-authrocket-field')}`);
  const values = [...form.elements].filter(isOpen).map(({ value }) => value);
  return [...new Set(values.flatMap((value) => [value, ...value.split(/[^\p{L}\p{N}]+/u)]).filter(Boolean))];
}

/** Reads what the page's estimator gave: a number, or an object as zxcvbn gives. */
function read(given) {
  const { score = given, feedback } = Object(given);
  if (![0, 1, 2, 3, 4].includes(score)) {
    throw new TypeError('no score');
  }
  const { warning, suggestions } = Object(feedback);
  return { score, text: warning || [suggestions].flat()[0] };
}

function freeId(root) {
  let id = 'authrocket-hints';
  while (root.getElementById(id)) {
    id += '-';
  }
  return id;
}

/** Writes a text if it is another one, because an observer follows the page. */
function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
