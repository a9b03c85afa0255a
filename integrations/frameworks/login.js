/**
 * A login without an attached form: the app renders fields and texts itself. Both steps, and what the framework shows of them.
 * Tests: tests/frameworks.
 */
import { failed, fieldOf, IDLE } from './snapshot.js';

const FIELDS = ['username', 'email', 'password', 'code', 'redir', 'redirect_uri'];

/** The login's fields of a form; others, such as a CSRF token, are the app's. */
function fieldsOf(form) {
  const pairs = [...new FormData(form)].map(([name, value]) => /** @type {[string, any]} */ ([fieldOf(name), value]));
  return Object.fromEntries(pairs.filter(([name]) => FIELDS.includes(name)));
}

/**
 * @param {any} client what `createClient` returned
 * @param {{ current: any }} latest holds the callbacks, `onLogin` and `onError`; read when one is due
 * @param {(snapshot: any) => void} report takes each new snapshot
 */
export function loginSteps(client, latest, report) {
  let shown = IDLE;
  let token;
  /** @type {AbortController | undefined} */
  let running;
  const show = (change) => report((shown = { ...shown, ...change }));
  const call = (name, result) => latest.current && latest.current[name] && latest.current[name](result);

  const cancel = () => {
    if (running) running.abort();
    running = token = undefined;
    shown = IDLE;
  };

  /** Sends one step. `input`: a form's submit event, a form, or the fields. */
  async function submit(input) {
    if (input.preventDefault) input.preventDefault();
    const form = input.currentTarget || input;
    const fields = form.nodeType ? fieldsOf(form) : form;
    // A second click sends nothing.
    if (running) return undefined;
    const own = (running = new AbortController());
    const { signal } = own;
    show({ state: 'busy', error: '', errors: IDLE.errors });
    try {
      const step = token ? client.completeLogin({ token, code: fields.code }, { signal }) : client.login(fields, { signal });
      const result = await step;
      if (running !== own) return undefined;
      running = undefined;
      if (result.result === 'code_required') {
        token = result.token;
        show({ state: 'code', codeRequired: true });
      } else if (result.result === 'error') {
        show(failed(result));
        call('onError', result);
      } else {
        token = undefined;
        show({ state: 'done', codeRequired: false });
        call('onLogin', result);
      }
      return result;
    } catch (error) {
      if (running !== own) return undefined;
      running = undefined;
      show({ state: 'error', error: error.message });
      throw error;
    }
  }

  return {
    submit,
    /** Ends a call under way, for a component that goes. */
    cancel,
    /** Back to the first step. */
    reset() {
      cancel();
      report(IDLE);
    },
  };
}
