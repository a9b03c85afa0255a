import { createClient } from 'authrocket-wasm';

const client = createClient({ url: 'https://myapp.e1.loginrocket.com/' });

client.attach(document.querySelector('form'));
