// Strict pages: a whole login under each policy, by script tag and by ES module; which engine runs; that the fallback is
// fetched only where it runs; and that the only violation is the attempt to compile wasm.

import { events, loginForm, sent, view, waitSent } from './support.js';

const COMPILE_ERROR = "throw new WebAssembly.CompileError('it breaks midway')";
/** A script that replaces every way to compile by `body`. */
const everyWay = (body) => `for (const name of ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming'])
  WebAssembly[name] = async () => { ${body}; };`;

const CSP = `default-src 'none'; base-uri 'none'; form-action 'self'; connect-src 'self' ${INSTANCE}; `;
const TRUSTED = "; require-trusted-types-for 'script'; trusted-types 'none'";
const NONCE = "'nonce-r4nd0m' 'strict-dynamic'";

/** Name, engine that runs, policy, and a script of the page before the library. */
const PAGES = [
  ['a policy with wasm-unsafe-eval', 'wasm', `${CSP}script-src 'self' 'wasm-unsafe-eval'`],
  ['a policy without wasm-unsafe-eval', 'javascript', `${CSP}script-src 'self'`],
  ['Trusted Types, with wasm-unsafe-eval', 'wasm', `${CSP}script-src 'self' 'wasm-unsafe-eval'${TRUSTED}`],
  ['Trusted Types, without wasm-unsafe-eval', 'javascript', `${CSP}script-src 'self'${TRUSTED}`],
  ['nonce and strict-dynamic, with wasm-unsafe-eval', 'wasm', `${CSP}script-src ${NONCE} 'wasm-unsafe-eval'`],
  ['nonce and strict-dynamic, without wasm-unsafe-eval', 'javascript', `${CSP}script-src ${NONCE}`],
  ['nonce, strict-dynamic and Trusted Types', 'javascript', `${CSP}script-src ${NONCE}${TRUSTED}`],
  ['no policy, and no WebAssembly', 'javascript', null, 'delete window.WebAssembly;'],
  ['Trusted Types, and no WebAssembly', 'javascript', `${CSP}script-src 'nonce-r4nd0m' 'self'${TRUSTED}`, 'delete window.WebAssembly;'],
  ['a compile that fails midway', 'javascript', null, everyWay(COMPILE_ERROR)],
];

async function open(body, policy, before) {
  const script = (attributes, text = '') => `<script nonce=r4nd0m ${attributes}>${text}</script>`;
  const html = `<!doctype html><html lang=en><meta charset=utf-8><title>page</title>${script('src="/browser/pages/notes.js"')}
    ${before ? script('', before) : ''}${body(script)}</html>`;
  return view(await openFrame({ html, headers: policy ? { 'content-security-policy': policy } : {} }));
}

/** Checks each outcome: one login, nothing at the app, the right engine and files, no other violation. */
async function ended(page, engine, ran) {
  assert.equal(ran, engine, 'the engine');
  assert.equal((await sent()).map(({ username, password }) => [username, password]), [['ada', 'correct horse']]);
  assert.equal(await app.log(), []);
  assert.equal((await fetched()).filter((name) => name === 'fallback.js'), engine === 'javascript' ? ['fallback.js'] : []);
  const other = page.window.violations.filter((each) => engine === 'wasm' || !/^script-src (wasm-eval|eval)$/.test(each));
  assert.equal([other, page.window.errors], [[], []]);
}

for (const [name, engine, policy, before] of PAGES) {
  test(`script tag: ${name}`, async () => {
    const page = await open((script) => `${script(`src="/pkg/authrocket.js" data-url="${INSTANCE}"`)}<body>${loginForm()}`, policy, before);
    const seen = events(page);
    page.submit();
    await page.reaches('done');
    assert.equal(seen.map(({ type }) => type), ['submit', 'token', 'done']);
    await ended(page, engine, page.window.AuthRocket.engine);
  });

  test(`ES module: ${name}`, async () => {
    const page = await open((script) => `${script('type=module src="/browser/pages/client.js"')}<body>${loginForm().replace('data-authrocket=login', '')}`,
      policy, before);
    await waitUntil(() => page.window.createClient);
    const client = page.window.createClient({ url: INSTANCE });
    const seen = events(page);
    client.attach(page.$('form'), { kind: 'login' });
    page.submit();
    await page.reaches('done');
    assert.equal(seen.map(({ type }) => type), ['submit', 'token', 'done']);
    await ended(page, engine, client.engine);
  });
}

for (const how of ['cut', 'broken']) {
  for (const headers of [{}, { 'content-security-policy': `${CSP}script-src 'self' 'wasm-unsafe-eval'${TRUSTED}` }]) {
    test(`ES module: bytes that are ${how}, ${headers['content-security-policy'] ? 'under a strict policy' : 'on a plain page'}`, async () => {
      const page = view(await openFrame({ headers, html: `<!doctype html><script src="/browser/pages/notes.js"></script>
        <script type=module src="/browser/pages/client.js"></script>` }));
      await waitUntil(() => page.window.createClient);
      const client = page.window.createClient({ url: INSTANCE, wasm: `/as/${how}/authrocket.wasm` });
      assert.equal((await client.login({ username: 'ada', password: 'correct horse' })).result, 'login');
      await ended(page, 'javascript', client.engine);
    });
  }
}

test('script tag: bytes that are cut', async () => {
  const before = `const real = WebAssembly.instantiate;
    WebAssembly.instantiate = (bytes, imports) => real.call(WebAssembly, bytes.slice(0, bytes.byteLength / 2), imports);`;
  const page = await open((script) => `${script(`src="/pkg/authrocket.js" data-url="${INSTANCE}"`)}<body>${loginForm()}`, null, before);
  page.submit();
  await page.reaches('done');
  await ended(page, 'javascript', page.window.AuthRocket.engine);
});

// --- A sandboxed frame, whose origin is opaque -------------------------------------------------------------------

const SCRIPT = `<script src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>
  <script>const engine = () => AuthRocket.engine;</script>`;
const MODULE = `<script type=module>import { createClient } from '/as/cors/module.js';
  const client = createClient({ url: '${INSTANCE}' }); window.engine = () => client.engine;
  client.attach(document.forms[0], { kind: 'login' });</script>`;
/** Logs in once the form is attached, and reports the outcome. */
const LOG_IN = `addEventListener('securitypolicyviolation', (event) => tell({ violation: event.violatedDirective + ' ' + event.blockedURI }));
  addEventListener('authrocket:token', (event) => tell({ token: event.detail.token }));
  addEventListener('authrocket:done', () => tell({ done: engine() }));
  addEventListener('authrocket:error', (event) => tell({ error: event.detail.code }));
  const wait = setInterval(() => {
    if (document.forms[0].dataset.authrocketState === 'idle') { clearInterval(wait); document.forms[0].requestSubmit(); }
  }, 10);`;

for (const [door, tag] of [['script tag', SCRIPT], ['ES module', MODULE]]) {
  for (const [engine, before] of [['wasm', ''], ['javascript', 'delete window.WebAssembly;']]) {
    test(`${door}: a sandboxed frame of an opaque origin, on ${engine}`, async () => {
      const form = door === 'script tag' ? loginForm() : loginForm().replace('data-authrocket=login', '');
      const html = `<!doctype html><html lang=en><meta charset=utf-8><title>page</title>
        <script>const tell = (data) => parent.postMessage(data, '*'); onerror = (text) => tell({ failed: text });${before}</script>
        ${tag}<body>${form}<script>${LOG_IN}</script>`;
      const heard = [];
      const listen = ({ data }) => heard.push(data);
      addEventListener('message', listen);
      await openFrame({ html }, { sandbox: 'allow-scripts allow-forms' });
      await waitUntil(() => heard.some(({ done, error, failed }) => done || error || failed), 'the end');
      removeEventListener('message', listen);
      assert.match(heard[0].token, /^eyJ/, JSON.stringify(heard));
      assert.equal(heard.slice(1), [{ done: engine }]);
      await waitSent(1);
      assert.equal(await app.log(), []);
      assert.equal((await fetched()).includes('fallback.js'), engine === 'javascript');
    });
  }
}
