import { createClient } from 'authrocket-wasm';

const client = createClient({ url: 'https://myapp.e1.loginrocket.com/' });
const attachments = new WeakMap();

/** `<form v-authrocket="{ kind: 'login', deliver: 'event' }" @authrocket:done="…">` */
export const vAuthrocket = {
  mounted: (form, { value }) => attachments.set(form, client.attach(form, value)),
  beforeUnmount: (form) => attachments.get(form).detach(),
};
