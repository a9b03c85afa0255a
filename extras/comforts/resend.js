/**
 * A button with `data-authrocket-resend` repeats the last mail request of its form that worked. The value is the number of
 * seconds until the next one, 30 without a number. Tests: tests/browser/comforts-resend.test.js.
 */
import { countDown, isFree } from './countdown.js';
import { around, controls, isOurs, put, typeInto } from './dom.js';

const RESEND = 'data-authrocket-resend';
const SECONDS = 30;
const ATTACHED = '[data-authrocket-state]';
const BUSY = '[data-authrocket-state=busy]';
/** Fields of a mail request. None of them is secret. */
const FIELDS = ['username', 'email', 'locale'];
/** Kinds whose calls send a mail, and may be repeated. A form that is attached by script may have no kind in the page. */
const KINDS = ['forgot-password', 'request-invitation', null];

export function resend({ root, text, listen, atEnd, onUpdate }) {
  /** By form: its fields as `[field, value]` when it was sent. */
  const sent = new WeakMap();
  /**
   * By form: the last request that worked, and when the next one may follow.
   * @type {WeakMap<any, { values: [string, string][], at: number, wait?: number }>}
   */
  const offers = new WeakMap();
  /** By button: what the library has changed. */
  const prepared = new Map();
  /** Forms whose present call repeats another. */
  const repeats = new WeakSet();
  /** The form that is being filled in from here. */
  let filling;

  const update = () => {
    prepared.forEach((it, button) => {
      const form = formOf(button);
      if (!button.isConnected) {
        it.restore();
        prepared.delete(button);
        return;
      }
      // A framework may have removed it.
      if (!it.status.isConnected) {
        button.after(it.status);
      }
      if (form && !form.matches(BUSY)) {
        repeats.delete(form);
      }
      if (form && !form.matches(ATTACHED)) {
        end(form);
      }
    });
    root.querySelectorAll(`[${RESEND}]`).forEach((button) => {
      if (!prepared.has(button)) {
        prepared.set(button, prepare(button));
        show(button);
      }
    });
  };
  /** Enables, disables or counts down, as the form's last request demands. */
  const show = (button) => {
    const it = prepared.get(button);
    const form = formOf(button);
    const offer = form && offers.get(form);
    it.stop();
    button.disabled = !offer;
    button.hidden = !offer && it.hidden;
    if (offer) {
      const wait = Math.max(secondsOf(button), offer.wait || 0);
      // A place for success messages that contains the button is hidden during the call.
      if (it.isFocused && isFree(root)) {
        button.focus();
      }
      it.isFocused = false;
      const left = wait - Math.max(0, Date.now() - offer.at) / 1000;
      if (left > 0) {
        it.stop = countDown([button], left, () => text(form, 'resend_in'), () => (it.stop = () => {}));
      }
    }
  };
  const each = (form, act) =>
    prepared.forEach((it, button) => formOf(button) === form && act(button, it));
  const say = (form, key) => each(form, (_, { status }) => (status.textContent = key ? text(form, key) : ''));
  const end = (form) => {
    if (offers.delete(form)) {
      say(form);
      each(form, show);
    }
  };

  listen('click', (event) => {
    const button = around(event, `[${RESEND}]`);
    const form = button && (formOf(button));
    if (button) {
      event.preventDefault();
    }
    const offer = form && !button.disabled && offers.get(form);
    if (offer) {
      prepared.get(button).isFocused = root.activeElement === button;
      filling = form;
      try {
        offer.values.forEach(([name, value]) => {
          const [control] = controls(form, name);
          if (control && control.value !== value) {
            typeInto(control, value);
          }
        });
      } finally {
        filling = undefined;
      }
      form.requestSubmit();
      // It is not busy if a field is invalid, or if the page cancelled the submit.
      if (form.matches(BUSY)) {
        repeats.add(form);
      }
    }
  });
  listen('authrocket:submit', ({ target: form }) => {
    if (isOurs(form)) {
      const values = FIELDS.flatMap((name) => controls(form, name).map(({ value }) => /** @type {[string, string]} */ ([name, value])));
      sent.set(form, values);
      say(form);
    }
  });
  listen('authrocket:done', ({ target: form, detail }) => {
    if (sent.has(form) && KINDS.includes(form.getAttribute('data-authrocket')) && detail && detail.result === 'okay') {
      offers.set(form, { values: sent.get(form), at: Date.now() });
      each(form, show);
      if (repeats.has(form)) {
        say(form, 'resent');
      }
    }
  });
  listen('authrocket:error', ({ target: form, detail }) => {
    const offer = offers.get(form);
    if (offer && detail && detail.retryAfter > 0) {
      offers.set(form, { ...offer, at: Date.now(), wait: detail.retryAfter });
      each(form, show);
    }
  });
  // Another address needs a request of its own.
  listen('input', ({ target }) => {
    const { form } = target;
    if (offers.has(form) && form !== filling && FIELDS.some((name) => controls(form, name).includes(target))) {
      end(form);
    }
  });
  onUpdate(update);
  atEnd(() => prepared.forEach(({ restore }) => restore()));
}

const formOf = (button) => button.form || button.closest('form');

/** The seconds between two requests: the attribute's value, if it is a number. */
function secondsOf(button) {
  const value = button.getAttribute(RESEND);
  return /^\d+$/.test(value) ? Number(value) : SECONDS;
}

/** Prepares a button: no submit button, disabled until there is something to repeat, with a live region behind it. */
function prepare(button) {
  const { hidden, disabled } = button;
  const type = put(button, button.type === 'submit' ? { type: 'button' } : {});
  const status = button.ownerDocument.createElement('span');
  status.setAttribute('role', 'status');
  status.setAttribute('data-authrocket-resent', '');
  button.after(status);
  const it = {
    hidden,
    status,
    isFocused: false,
    stop: () => {},
    restore() {
      it.stop();
      status.remove();
      type();
      button.hidden = hidden;
      button.disabled = disabled;
    },
  };
  return it;
}
