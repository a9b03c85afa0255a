import { createClient } from 'authrocket-wasm';

const client = createClient({ url: 'https://myapp.e1.loginrocket.com/' });

/** `<form {@attach authrocket({ kind: 'login', deliver: 'event' })} onauthrocket:done={…}>` */
export const authrocket = (options) => (form) => {
  const attachment = client.attach(form, options);
  return () => attachment.detach();
};
