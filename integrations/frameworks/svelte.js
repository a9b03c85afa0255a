/** `authrocket-wasm/svelte`: attachments. Guide: docs/frameworks/svelte.md. Tests: tests/frameworks/svelte.test.js. */
import { onDestroy } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { attachForm } from './attached.js';
import { loginSteps } from './login.js';
import { IDLE } from './snapshot.js';

/** A snapshot whose members are reactive where a component reads them; this file needs no compiler for that. */
function reactive(target) {
  let shown = IDLE;
  let changed = () => {};
  const subscribe = createSubscriber((update) => {
    changed = update;
    return () => (changed = () => {});
  });
  for (const name of Object.keys(IDLE)) {
    const get = () => (subscribe(), shown[name]);
    Object.defineProperty(target, name, { get, enumerable: true });
  }
  return (snapshot) => {
    shown = snapshot;
    changed();
  };
}

/** `<form {@attach login.attach}>`: attaches the form while it is on the page. */
export function useAuthRocket(client, options = {}) {
  const form = { attach: (element) => attachForm(client, element, options, { current: options }, show) };
  const show = reactive(form);
  return form;
}

/** `<form {@attach authrocket(client, { kind: 'login', deliver: 'event' })} onauthrocket:done={…}>` */
export const authrocket = (client, options = {}) => useAuthRocket(client, options).attach;

/** A login whose fields and texts the component renders. */
export function useLoginForm(client, options = {}) {
  const login = {};
  const { submit, cancel, reset } = loginSteps(client, { current: options }, reactive(login));
  onDestroy(cancel);
  return Object.assign(login, { submit, reset });
}
