import { createClient } from 'authrocket-wasm';

// An app of your own writes its instance URL here; the tests learn theirs when they run.
const url = new URLSearchParams(location.search).get('instance');
if (url) {
  createClient({ url }).attach(document.querySelector('form'));
}
