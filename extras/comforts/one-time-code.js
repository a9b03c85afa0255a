/**
 * WebOTP: fills in the code if the browser can read it from a text message. The user still submits the form, unless it
 * has `data-authrocket-autosubmit`.
 * Tests: tests/browser/comforts-code.test.js.
 */
import { controls, isOurs, onNextState, typeInto } from './dom.js';

const CODE_FORM = 'form[data-authrocket=code]';

export function oneTimeCode({ root, listen, atEnd }) {
  let stop = () => {};

  listen('authrocket:code-required', ({ target }) => {
    stop();
    if ('OTPCredential' in window) {
      stop = ask(target);
    }
  });
  listen('submit authrocket:submit reset', ({ target }) => isOurs(target) && stop());
  atEnd(() => stop());

  function ask(form) {
    const controller = new AbortController();
    const unwatch = onNextState(form, () => stop());
    read(form, controller.signal).catch(() => {
      // Denied, timed out or aborted: the user types the code.
    });
    return () => {
      unwatch();
      controller.abort();
    };
  }

  async function read(form, signal) {
    const options = /** @type {any} */ ({ otp: { transport: ['sms'] }, signal });
    const credential = /** @type {any} */ (await navigator.credentials.get(options));
    if (!signal.aborted) {
      fill(form, credential.code);
    }
  }

  function fill(form, code) {
    const forms = [...root.querySelectorAll(CODE_FORM), form];
    const field = forms.flatMap((each) => controls(each, 'code'))[0];
    if (field && code) {
      typeInto(field, code);
    }
  }
}
