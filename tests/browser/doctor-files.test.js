// The form doctor on files that the library loads from its folder, and on what would make the first login faster.

import { LOGIN, change, findings, open, show } from './doctor-pages.js';
import { examine } from '/pkg/doctor.module.js';

const TAG = `<script src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>`;
const FILES = { options: { files: true } };
const missing = (name) => fake.set({ path: `/pkg/${name}`, answer: { status: 404, body: 'no' } });
const GERMAN = change(LOGIN, ['<form', '<form lang="de-AT"']);
const filesOf = async (frame, options = {}) => (await examine(frame, { url: INSTANCE, files: true, ...options })).filter(({ code }) => code.startsWith('file-'));
const messages = (found) => found.map(({ severity, message }) => `${severity} ${message}`);

show('file-missing', 'the script alone was copied', [LOGIN, { head: '<script type="text/plain" src="/app/authrocket.js"></script>', ...FILES }], [LOGIN, { head: TAG, ...FILES }]);

for (const [name, lost] of [['comforts.js', /enhancements/], ['hints.js', /console/], ['fallback.js', /cannot log in/], ['lang/de.js', /English/]]) {
  test(`file-missing: ${name} is missed by name, with what is lost`, async () => {
    await missing(name);
    const found = await filesOf(await open(GERMAN, { head: TAG }));
    assert.equal(found.length, 1);
    assert.match(found[0].message, new RegExp(`/pkg/${name} answers 404: `));
    assert.match(found[0].message, lost);
    assert.equal(found[0].element.localName, 'script');
  });
}

test('file-missing: the file of a language with a script', async () => {
  await missing('lang/zh-hant.js');
  const taiwanese = change(LOGIN, ['<form', '<form lang="zh-TW"']);
  const texts = messages(await filesOf(await open(taiwanese, { head: TAG })));
  assert.equal(texts.map((text) => text.split(' ')[1]), ['/pkg/lang/zh-hant.js']);
});

test('file-missing: strength.js is missed where a field needs it, and the file of a new language', async () => {
  await missing('strength.js');
  await missing('lang/ar.js');
  const arabic = change(LOGIN, ['<form', '<form lang="ar"'], ['name="password"', 'name="password" data-authrocket-strength']);
  const found = messages(await filesOf(await open(arabic, { head: TAG })));
  assert.equal(found.map((text) => text.split(' ')[1]).sort(), ['/pkg/lang/ar.js', '/pkg/strength.js']);
});

test('file-missing: a server that answers with its page for every address is found out', async () => {
  await fake.set({ path: '/pkg/comforts.js', answer: { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<!doctype html>' } });
  assert.equal(messages(await filesOf(await open(LOGIN, { head: TAG }))), ['warning /pkg/comforts.js is a page, not the file: buttons that show the password, the countdown and other enhancements do not work.']);
});

test('file-missing: a server without HEAD is asked by GET', async () => {
  await fake.set({ path: '/pkg/comforts.js', method: 'HEAD', answer: { status: 405, body: '' } });
  assert.equal(messages(await filesOf(await open(LOGIN, { head: TAG }))), []);
});

test('file-missing: each file is asked for once, without cookies for others, and only on the page\'s own origin', async () => {
  const asked = [];
  const frame = await open(GERMAN, { head: TAG });
  frame.defaultView.fetch = async (url, { method }) => { asked.push(`${method} ${new URL(url).pathname}`); return new Response('', { headers: { 'content-type': 'text/javascript' } }); };
  await filesOf(frame);
  await filesOf(frame);
  assert.equal(asked, ['HEAD /pkg/fallback.js', 'HEAD /pkg/comforts.js', 'HEAD /pkg/hints.js', 'HEAD /pkg/lang/de.js']);
  const other = await open(LOGIN, { head: `<script type="text/plain" src="https://cdn.example.test/authrocket.js"></script>` });
  other.defaultView.fetch = () => assert(false, 'nothing is asked for elsewhere');
  assert.equal(messages(await filesOf(other)), []);
});

show('file-type', 'a type that browsers refuse', [LOGIN, { head: '<script type="text/plain" src="/pkg/authrocket.js"></script>', after: "window.fetch = async () => new Response('', { headers: { 'content-type': 'text/plain' } });", ...FILES }],
  [LOGIN, { head: TAG, ...FILES }]);

// --- The module ---------------------------------------------------------------------------------------------------

const MODULE = '<script type=module>import { createClient } from "/pkg/module.js"; window.createClient = createClient;</script>';
const PRELOAD = '<link rel="preload" as="fetch" type="application/wasm" crossorigin href="/pkg/authrocket.wasm">';
/** A page that has loaded the module. */
const loaded = async (head) => {
  const frame = await open(LOGIN, { head: head + MODULE });
  await waitUntil(() => frame.defaultView.createClient);
  return frame;
};

test('preload-wasm: a page that uses the module gets the line to write, as a hint', async () => {
  const found = (await examine(await loaded(''), { url: INSTANCE })).filter(({ code }) => code === 'preload-wasm');
  assert.equal(found.map(({ severity, fix }) => [severity, fix]), [['hint', `Write ${PRELOAD} into <head>, if the server lets browsers cache the file; else some load it twice.`]]);
});

test('preload-wasm: not with that line, not with the script tag, and not without a form', async () => {
  const codes = async (frame) => (await examine(frame, { url: INSTANCE })).map(({ code }) => code).filter((code) => code.startsWith('preload'));
  assert.equal(await codes(await loaded(PRELOAD)), []);
  assert.equal(await codes(await open(LOGIN, { head: TAG })), []);
  const frame = await loaded('');
  frame.querySelector('form').remove();
  assert.equal(await codes(frame), []);
});

test('file-missing: the module is examined, too, with its wasm', async () => {
  await fake.set({ path: '/pkg/authrocket.wasm', method: 'HEAD', answer: { status: 404, body: '' } });
  const found = await filesOf(await loaded(''));
  assert.equal(messages(found), ['error /pkg/authrocket.wasm answers 404: nobody can log in.']);
});

test('file-type: a wasm with another type loads more slowly, which is a warning', async () => {
  await fake.set({ path: '/pkg/authrocket.wasm', method: 'HEAD', answer: { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: '' } });
  const [found] = await filesOf(await loaded(''));
  assert.equal([found.code, found.severity, found.fix], ['file-type', 'warning', 'Serve it as application/wasm.']);
});

// --- Without WebAssembly ------------------------------------------------------------------------------------------

const csp = (text, head = '') => [LOGIN, { head: TAG + head, options: { csp: text } }];
const NO_WASM = `script-src 'self'; connect-src ${INSTANCE}`;
show('preload-fallback', 'a policy forbids WebAssembly', csp(NO_WASM), csp(NO_WASM, '<link rel="modulepreload" href="/pkg/fallback.js">'));
show('preload-fallback', 'with WebAssembly it is not used', csp(NO_WASM), csp("script-src 'self' 'wasm-unsafe-eval'"));
show('csp-files', 'only the script itself is allowed', csp("script-src 'sha256-x' https://cdn.example.test"), csp("script-src 'self'"));
show('csp-files', 'a nonce does not reach an import', csp("script-src 'nonce-x'"), csp("script-src 'nonce-x' 'strict-dynamic'"));

test('the preload that is proposed is used: the wasm is loaded once', async () => {
  // Firefox and WebKit take it from the HTTP cache, which the harness's server forbids.
  if (!navigator.userAgentData) return;
  const frame = await loaded(PRELOAD);
  await frame.defaultView.createClient({ url: INSTANCE }).ready();
  const count = frame.defaultView.performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('authrocket.wasm')).length;
  assert.equal([count, (await fetched()).filter((name) => name === 'authrocket.wasm').length], [1, 1]);
});
