// Loading the files: by tags of every kind, from other origins, from careless servers and slow networks, and by every value of
// `wasm`. The engine is requested once, its memory starts small, and a failed download can be tried again.

import { GATE, HOOK, loginForm, openPage, sent, view, waitSent } from './support.js';

const FIELDS = { username: 'ada', password: 'correct horse' };
const NO_WASM = 'delete window.WebAssembly;';
/** The form from the samples: without a script it goes to the hosted page. */
const form = loginForm().replace('action="/app/own-action"', `action="${INSTANCE}/login"`);
const count = async (name) => (await fetched()).filter((each) => each === name).length;

/** A page of any HTML, with pages/notes.js first. */
async function open(html, before = '') {
  const page = view(await openFrame({
    html: `<!doctype html><html lang=en><meta charset=utf-8><title>page</title><script src="/browser/pages/notes.js"></script>
      <script>${before}</script>${html}</html>`,
  }));
  return page;
}
const tag = (src, more = '') => `<script src="${src}" data-url="${INSTANCE}" ${more}></script>`;
async function logsIn(page, engine = 'wasm') {
  page.submit();
  await page.reaches('done');
  assert.equal([page.window.AuthRocket.engine, (await sent()).length, await app.log()], [engine, 1, []]);
}
/** A page with a fresh module from a folder of the site; `make` makes clients. */
async function module(folder = '/pkg', before = '', name = 'module.js') {
  const page = await open(`<script type=module>import { createClient } from '${folder}/${name}';
    window.make = (options) => createClient({ url: '${INSTANCE}', ...options });</script><body>${form.replace('data-authrocket=login', '')}`, before);
  await waitUntil(() => page.window.make);
  return page;
}

// --- The tag ------------------------------------------------------------------------------------------------------

const hashes = await (await fetch('/pkg/integrity.json')).json();

test('integrity.json has the hash of every file that a page may name', async () => {
  for (const [name, hash] of Object.entries(hashes)) {
    const [file, inline] = name.split('#');
    const digest = await crypto.subtle.digest(inline ? 'SHA-256' : 'SHA-384', await (await fetch(`/pkg/${file}`)).arrayBuffer());
    const text = btoa(String.fromCharCode(...new Uint8Array(digest)));
    assert.equal(hash, inline ? `'sha256-${text}'` : `sha384-${text}`, name);
  }
  const names = ['authrocket.js', 'authrocket.wasm', 'fallback.js', 'guard.js', 'guard.js#csp', 'inline.js', 'module.js',
    'comforts.js', 'hints.js', 'strength.js', ...['ar', 'de', 'en', 'es', 'fr', 'it', 'ja', 'nl', 'pt', 'zh', 'zh-hant'].map((language) => `lang/${language}.js`)];
  assert.equal(names.filter((name) => !(name in hashes)), []);
});

test('a tag with the right integrity works', async () => {
  const page = await open(`${tag('/pkg/authrocket.js', `integrity="${hashes['authrocket.js']}"`)}<body>${form}`);
  await logsIn(page);
});

test('a tag with a wrong integrity is refused, and the form goes to the hosted page, not to the app', async () => {
  const page = await open(`${tag('/pkg/authrocket.js', `integrity="${hashes['fallback.js']}"`)}<body>${form}`);
  assert.equal([page.window.AuthRocket, page.state()], [undefined, null]);
  page.$('form').requestSubmit();
  const [post] = await waitSent(1);
  assert.equal([post, await app.log()], [FIELDS, []]);
});

for (const more of ['', 'async', 'defer']) {
  for (const place of ['before', 'after']) {
    test(`a tag ${more || 'without attributes'} ${place} the form`, async () => {
      const script = tag('/pkg/authrocket.js', more);
      const page = await open(place === 'before' ? `${script}<body>${form}` : `<body>${form}${script}`);
      await page.reaches('idle');
      await logsIn(page);
    });
  }
}

test('a form before a slow script goes to the hosted page; once the script has loaded, the library takes the form', async () => {
  await open(`<body>${form}<script>document.forms[0].requestSubmit();</script>`);
  assert.equal([(await waitSent(1))[0], await app.log()], [FIELDS, []]);
  await fake.reset();
  const loading = openFrame({ html: `<!doctype html><html lang=en><title>page</title><body>${form}
    <script src="/as/held-authrocket.js/authrocket.js" data-url="${INSTANCE}" async></script>` });
  await waitUntil(async () => await count('authrocket.js') === 1);
  assert.equal(view(document.querySelector('iframe:last-of-type')).state(), null);
  await fake.release();
  const page = view(await loading);
  await page.reaches('idle');
  await logsIn(page);
});

test('two tags on a page, with the module beside them: one engine, each form is sent once', async () => {
  const page = await open(`${tag('/pkg/authrocket.js')}<body>${form}${tag('/pkg/authrocket.js', 'defer')}`);
  const first = page.window.AuthRocket;
  await logsIn(page);
  assert.equal([page.window.AuthRocket === first, page.window.errors], [true, []]);
});

// --- From another origin ------------------------------------------------------------------------------------------

for (const [name, src, attributes] of [
  ['with CORS and integrity', '/as/cors/authrocket.js', `crossorigin integrity="${hashes['authrocket.js']}"`],
  ['with CORS', '/as/cors/authrocket.js', 'crossorigin'],
  ['without CORS', '/pkg/authrocket.js', ''],
]) {
  test(`from another origin, ${name}: as wasm and as JavaScript`, async () => {
    for (const [engine, before] of [['wasm', ''], ['javascript', NO_WASM]]) {
      await fake.reset();
      const page = await open(`${tag(ELSEWHERE + src, attributes)}<body>${form}`, before);
      await logsIn(page, engine);
      assert.equal(page.window.errors, []);
    }
    assert.equal(await count('fallback.js') >= 1, true, 'the fallback came from there, too');
  });
}

test('from another origin, with crossorigin but no CORS: refused, and nothing goes to the app', async () => {
  const page = await open(`${tag(`${ELSEWHERE}/pkg/authrocket.js`, 'crossorigin')}<body>${form}`);
  assert.equal(page.window.AuthRocket, undefined);
  page.$('form').requestSubmit();
  assert.equal([(await waitSent(1))[0], await app.log()], [FIELDS, []]);
});

for (const [name, folder] of [['inline.js', '/as/cors'], ['module.js', '/as/cors']]) {
  test(`${name} from another origin`, async () => {
    const page = await module(ELSEWHERE + folder, '', name);
    const client = page.window.make();
    assert.equal([(await client.login(FIELDS)).result, client.engine], ['login', 'wasm']);
    assert.equal(await count('authrocket.wasm'), name === 'module.js' ? 1 : 0);
  });
}

test('an import map names the module', async () => {
  const page = await open(`<script type=importmap>{"imports": {"authrocket-wasm": "/pkg/module.js"}}</script>
    <script type=module>import { createClient } from 'authrocket-wasm'; window.client = createClient({ url: '${INSTANCE}' });</script>`);
  await waitUntil(() => page.window.client);
  assert.equal([(await page.window.client.login(FIELDS)).result, page.window.client.engine], ['login', 'wasm']);
});

// --- Careless servers, slow and broken networks -------------------------------------------------------------------

for (const how of ['text', 'octet']) {
  test(`a wasm that is served as ${how} still works`, async () => {
    const { window } = await module(`/as/${how}`);
    const client = window.make();
    assert.equal([await client.ready(), (await client.login(FIELDS)).result], ['wasm', 'login']);
    assert.equal([await count('authrocket.wasm'), await count('fallback.js')], [1, 0], 'fetched once');
  });
}

test('a wasm that is missing at first: each call requests it again until it runs', async () => {
  const path = '/pkg/authrocket.wasm';
  await fake.set({ path, answer: { status: 404, body: 'no' }, times: 2 });
  const client = (await module()).window.make();
  await assert.rejects(client.ready(), (error) => /404|cannot be had/.test(error.message) || error.name === 'TypeError');
  const result = await client.login(FIELDS);
  assert.equal([result.result, result.code, result.retryable, client.engine], ['error', 'unreachable', true, undefined]);
  assert.equal([await client.ready(), (await client.login(FIELDS)).result, client.engine], ['wasm', 'login', 'wasm']);
  assert.equal([await count('authrocket.wasm'), await count('fallback.js')], [3, 0]);
});

test('a wasm with other bytes than the module was built with is refused', async () => {
  const client = (await module('/as/cut')).window.make();
  await assert.rejects(client.ready());
  assert.equal([(await client.login(FIELDS)).code, await sent(), client.engine], ['unreachable', [], undefined]);
});

test('a fallback that is missing at first: AuthRocket.ready can be tried again', async () => {
  await fake.set({ path: '/pkg/fallback.js', answer: { status: 404, body: 'no' }, times: 2 });
  const page = await open(`${tag('/pkg/authrocket.js')}<body>${form}`, NO_WASM);
  const { AuthRocket } = page.window;
  await waitUntil(async () => await count('fallback.js') === 2, 'both ways to load it');
  // The start that the tag caused may end only now.
  assert((await AuthRocket.ready.catch(() => AuthRocket.ready)) === AuthRocket);
  await logsIn(page, 'javascript');
});

test('a fallback that is missing at first: the module can be tried again', async () => {
  await fake.set({ path: '/pkg/fallback.js', answer: { status: 404, body: 'no' }, times: 1 });
  const client = (await module('/pkg', NO_WASM)).window.make();
  const first = await client.login(FIELDS);
  assert.equal([first.result, first.code, await sent()], ['error', 'unreachable', []]);
  // Firefox remembers a failed module as long as the page lives; only a reload helps.
  const runs = navigator.userAgent.includes('Firefox') ? ['error', undefined] : ['login', 'javascript'];
  assert.equal([(await client.login(FIELDS)).result, client.engine], runs);
});

for (const [name, held, before, engine] of [
  ['wasm', 'authrocket.wasm', '', 'wasm'],
  ['fallback', 'fallback.js', NO_WASM, 'javascript'],
]) {
  test(`while the ${name} is slow, a submit is caught, held and sent once; nothing goes to the app`, async () => {
    const page = await module(`/as/held-${held}`, before);
    const client = page.window.make();
    client.attach(page.$('form'), { kind: 'login' });
    await waitUntil(async () => await count(held) === 1);
    page.submit();
    page.submit();
    assert.equal([await sent(), await app.log(), client.engine], [[], [], undefined]);
    await fake.release();
    await page.reaches('done');
    assert.equal([(await sent()).length, await app.log(), client.engine], [1, [], engine]);
  });
}

test('script tag: while the fallback is slow, a submit is held and sent once', async () => {
  // Some browsers fire the load event only after such an import has ended.
  const loading = open(`${tag('/as/held-fallback.js/authrocket.js')}<body>${form}`, NO_WASM);
  await waitUntil(async () => await count('fallback.js') === 1);
  const page = view(document.querySelector('iframe'));
  await waitUntil(() => page.$('button'));
  page.submit();
  assert.equal([await sent(), await app.log(), page.window.AuthRocket.engine], [[], [], undefined]);
  await fake.release();
  await page.reaches('done');
  assert.equal([(await sent()).length, await app.log(), page.window.AuthRocket.engine], [1, [], 'javascript']);
  await loading;
});

// --- The start ----------------------------------------------------------------------------------------------------

test('client.ready() is one start for all clients and calls', async () => {
  const { window } = await module();
  const [one, two] = [window.make(), window.make()];
  assert.equal([one.engine, two.engine], [undefined, undefined]);
  assert.equal(await Promise.all([one.ready(), two.ready(), one.ready()]), ['wasm', 'wasm', 'wasm']);
  await Promise.all([one.login(FIELDS), two.login(FIELDS)]);
  assert.equal([one.engine, two.engine, await count('authrocket.wasm')], ['wasm', 'wasm', 1]);
});

test('AuthRocket.ready is a promise of AuthRocket; engine says what runs, and is undefined before', async () => {
  const page = await openPage('', { before: GATE });
  const { AuthRocket } = page.window;
  const { ready } = AuthRocket;
  assert(ready instanceof page.window.Promise);
  assert.equal(AuthRocket.engine, undefined);
  page.window.openGate();
  assert.equal([(await ready) === AuthRocket, (await AuthRocket.ready) === AuthRocket, AuthRocket.engine], [true, true, 'wasm']);
});

test('AuthRocket.ready rejects while the engine cannot be loaded', async () => {
  await fake.set({ path: '/pkg/fallback.js', answer: { status: 404, body: 'no' } });
  const { AuthRocket } = (await open(tag('/pkg/authrocket.js'), NO_WASM)).window;
  await assert.rejects(AuthRocket.ready);
  assert.equal(AuthRocket.engine, undefined);
  await fake.reset();
  assert.equal([(await AuthRocket.ready) === AuthRocket, AuthRocket.engine], [true, 'javascript']);
});

test('the memory is at most 256 KiB at first, on both engines', async () => {
  for (const before of ['', NO_WASM]) {
    const page = await openPage(loginForm(), { before: HOOK + before });
    await waitUntil(() => page.window.memories.length === 1, 'the memory');
    const { byteLength } = page.window.memories[0].buffer;
    assert(byteLength > 0 && byteLength <= 256 * 1024, `${byteLength} bytes`);
  }
});

// --- Values of `wasm` ---------------------------------------------------------------------------------------------

const bytes = async () => (await fetch('/pkg/authrocket.wasm')).arrayBuffer();
for (const [kind, get] of [
  ['an address', () => '/pkg/authrocket.wasm'],
  ['a URL', (page) => new page.URL('/pkg/authrocket.wasm', location.href)],
  ['an ArrayBuffer', bytes],
  ['bytes', async () => new Uint8Array(await bytes())],
  ['a view of bytes', async () => { const all = new Uint8Array(await bytes()); const more = new Uint8Array(all.length + 9); more.set(all, 5); return more.subarray(5, -4); }],
  ['a Response', (page) => page.fetch('/pkg/authrocket.wasm')],
  ['a Response without its type', async (page) => new page.Response(await bytes())],
  ['a Module', async (page) => page.WebAssembly.compile(await bytes())],
  ['a function that gives an Instance', async (page) => {
    const module = await page.WebAssembly.compile(await bytes());
    return (imports) => new page.WebAssembly.Instance(module, imports);
  }],
  ['a function that gives a promise of an Instance', (page) => async (imports) => (await page.WebAssembly.instantiate(await bytes(), imports)).instance],
  ['a function that gives a Response', (page) => () => page.fetch('/pkg/authrocket.wasm')],
  ['a function that gives bytes', () => bytes],
  ['a promise of an address', () => ({ later: Promise.resolve('/pkg/authrocket.wasm') })],
  ['a promise of a Response', (page) => ({ later: page.fetch('/pkg/authrocket.wasm') })],
  ['a promise of bytes', () => ({ later: bytes() })],
  ['a promise of a Module', (page) => ({ later: bytes().then((all) => page.WebAssembly.compile(all)) })],
]) {
  test(`the wasm is loaded from ${kind}`, async () => {
    const { window } = await module();
    const given = await get(window);
    const client = window.make({ wasm: given.later || given });
    assert.equal([(await client.login(FIELDS)).result, client.engine], ['login', 'wasm']);
    assert.equal((await client.login(FIELDS)).result, 'login');
    assert.equal([await count('authrocket.wasm'), await count('fallback.js')], [1, 0], 'had once');
  });
}

test('a wasm that cannot be loaded is reported as unreachable, and requested again at the next call', async () => {
  const { window: page } = await module();
  const client = page.make({ wasm: '/made/none.wasm' });
  const real = page.fetch;
  const result = await client.login(FIELDS);
  assert.equal([result.result, result.code, result.retryable], ['error', 'unreachable', true]);
  page.fetch = (what, ...rest) => real(what === '/made/none.wasm' ? '/pkg/authrocket.wasm' : what, ...rest);
  assert.equal((await client.login(FIELDS)).result, 'login');
});

for (const [kind, wasm] of [
  ['bytes that are no wasm', () => new Uint8Array([1, 2, 3])],
  ['bytes that are cut', async () => (await bytes()).slice(0, 20_000)],
  ['a promise of bytes that are no wasm', () => ({ later: Promise.resolve(new ArrayBuffer(8)) })],
  ['an address of bytes that are broken', () => '/as/broken/authrocket.wasm'],
]) {
  test(`${kind} cause no failure: the engine runs as JavaScript`, async () => {
    const given = await wasm();
    const client = (await module()).window.make({ wasm: given.later || given });
    assert.equal((await client.login(FIELDS)).result, 'login');
    assert.equal([client.engine, await client.ready(), await count('fallback.js')], ['javascript', 'javascript', 1]);
  });
}

// --- Preloads, as docs/module.md names them -----------------------------------------------------------------------

/** A page with a link to a file in its head; the page may keep the file. */
const withLink = (attributes, before) => open(`<link ${attributes}><body>${form.replace('data-authrocket=login', '')}`, before);
/** A client of a module that is imported only now. */
const clientOf = (page) =>
  page.window.eval(`import('/as/cached/module.js').then(({ createClient }) => createClient({ url: '${INSTANCE}' }))`);

test('a preloaded wasm is requested once, before the module runs', async () => {
  const page = await withLink('rel="preload" href="/as/cached/authrocket.wasm" as="fetch" type="application/wasm" crossorigin');
  await waitUntil(async () => (await count('authrocket.wasm')) === 1);
  const client = await clientOf(page);
  assert.equal([(await client.login(FIELDS)).result, client.engine], ['login', 'wasm']);
  // WebKit does not use what a link with `as="fetch"` has loaded.
  assert.equal(await count('authrocket.wasm'), /Chrome|Firefox/.test(navigator.userAgent) ? 1 : 2);
});

test('a preloaded fallback is requested once, before the module runs', async () => {
  const page = await withLink('rel="modulepreload" href="/as/cached/fallback.js"', NO_WASM);
  await waitUntil(async () => (await count('fallback.js')) === 1);
  const client = await clientOf(page);
  assert.equal([(await client.login(FIELDS)).result, client.engine, await count('fallback.js')], ['login', 'javascript', 1]);
});
