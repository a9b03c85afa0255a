// Ours as an npm package, with an attached form. esbuild needs the address of the wasm (docs/bundlers.md).
import { createClient } from 'authrocket-wasm';
import wasm from 'authrocket-wasm/authrocket.wasm';
import { form, instance } from './page.js';

const client = createClient({ url: instance, wasm: new URL(wasm, location.href) });
client.attach(form, { kind: 'login' });
performance.mark('held');
client.ready().then(() => performance.mark('ready'));
window.client = client;
