import { createClient } from 'authrocket-wasm';
import wasm from 'authrocket-wasm/authrocket.wasm';

// An app of your own writes its instance URL here; the tests learn theirs when they run.
const url = new URLSearchParams(location.search).get('instance');
if (url) {
  createClient({ url, wasm: new URL(wasm, import.meta.url) }).attach(document.querySelector('form'));
}
