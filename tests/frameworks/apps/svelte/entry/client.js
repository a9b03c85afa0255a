import { createClient } from 'authrocket-wasm';

export const client = createClient({ url: 'https://myapp.e1.loginrocket.com/' });
