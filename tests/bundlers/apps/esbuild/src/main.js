import { createClient } from 'authrocket-wasm';
import wasm from 'authrocket-wasm/authrocket.wasm';

const client = createClient({
  url: 'https://myapp.e1.loginrocket.com/',
  wasm: new URL(wasm, import.meta.url),
});

client.attach(document.querySelector('form'));
