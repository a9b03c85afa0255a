/** `authrocket-wasm/vue`: composables and a directive. Guide: docs/frameworks/vue.md. Tests: tests/frameworks/vue.test.js. */
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { attachForm } from './attached.js';
import { loginSteps } from './login.js';
import { IDLE } from './snapshot.js';

/** Each member of the snapshot as a ref. */
const refsOf = (shown) =>
  Object.fromEntries(Object.keys(IDLE).map((name) => [name, computed(() => shown.value[name])]));

/** Attaches the form of the returned template ref `form`, while it is on the page. */
export function useAuthRocket(client, options = {}) {
  const form = shallowRef();
  const shown = shallowRef(IDLE);
  const show = (snapshot) => (shown.value = snapshot);
  // At once, so that a form that leaves the page is detached before another one comes.
  watch(
    form,
    (element, _, onCleanup) => element && onCleanup(attachForm(client, element, options, { current: options }, show)),
    { flush: 'sync' },
  );
  return { form, ...refsOf(shown) };
}

/** A login whose fields and texts the component renders. */
export function useLoginForm(client, options = {}) {
  const shown = shallowRef(IDLE);
  const { submit, cancel, reset } = loginSteps(client, { current: options }, (snapshot) => (shown.value = snapshot));
  onScopeDispose(cancel);
  return { ...refsOf(shown), submit, reset };
}

const detachments = new WeakMap();

/** `<form v-authrocket="{ client, kind: 'login', deliver: 'event' }" @authrocket:done="…">` */
export const vAuthrocket = {
  mounted: (form, { value }) => detachments.set(form, attachForm(value.client, form, value, { current: value }, () => {})),
  beforeUnmount: (form) => detachments.get(form)(),
};
