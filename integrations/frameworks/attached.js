/**
 * A form of one's own markup, attached by the client, and what the framework shows of it. Uses the client's public interface
 * only. Tests: tests/frameworks.
 */
import { failed, fieldOf, IDLE } from './snapshot.js';

const STATE = 'data-authrocket-state';
const FIELD = 'data-authrocket-field';

/** The options of `attach` that are set. `attach` refuses unknown ones. */
function attachOptions(options) {
  const named = ['kind', 'deliver', 'to', 'bridge', 'include', 'strength'].map((name) => [name, options[name]]);
  return Object.fromEntries(named.filter(([, value]) => value !== undefined));
}

/**
 * Attaches a form.
 * @param {any} client what `createClient` returned
 * @param {HTMLFormElement} form
 * @param {any} options those of `attach`
 * @param {{ current: any }} latest holds the callbacks, `onDone` and `onError`; read when one is due
 * @param {(snapshot: any) => void} report takes each new snapshot
 * @returns {() => void} detaches it
 */
export function attachForm(client, form, options, latest, report) {
  const attachment = client.attach(form, attachOptions(options));
  let shown = IDLE;
  let code = '';
  const show = (change) => report((shown = { ...shown, ...change }));

  /** The attribute is the truth about the state; it also changes without an event, for example after a reset. */
  const follow = () => {
    const { state } = attachment;
    if (state !== shown.state) {
      const isFirst = state === 'idle' || state === 'done';
      const texts = state === 'error' ? {} : { error: '', errors: IDLE.errors };
      show({ ...texts, state, codeRequired: state === 'code' || (shown.codeRequired && !isFirst) });
    }
  };
  /** @type {[string, (event: any) => void][]} */
  const listeners = Object.entries({
    'authrocket:error': ({ detail }) => {
      code = detail.code;
      show(failed(detail));
      call('onError', detail);
    },
    'authrocket:code-required': () => show({ state: 'code', codeRequired: true }),
    'authrocket:done': ({ detail }) => call('onDone', detail),
    // The library takes a text back when its field is edited.
    input: ({ target }) => {
      const { [fieldOf(target.getAttribute(FIELD) || target.name || '')]: gone, ...errors } = shown.errors;
      if (gone) {
        const isOver = code === 'invalid_input' && !Object.keys(errors)[0];
        show({ errors, error: isOver ? '' : shown.error });
      }
    },
  });
  const call = (name, result) => latest.current && latest.current[name] && latest.current[name](result);

  report(IDLE);
  follow();
  const observer = new MutationObserver(follow);
  observer.observe(form, { attributeFilter: [STATE] });
  listeners.forEach((pair) => form.addEventListener(...pair));
  return () => {
    observer.disconnect();
    listeners.forEach((pair) => form.removeEventListener(...pair));
    attachment.detach();
  };
}
