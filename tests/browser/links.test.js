// Addresses on the instance: social logins and the hosted pages, by the script API and the npm client, and on links and
// buttons (protocol-v1 §2.8 and §4; D20).

import { AuthRocketError, createClient } from '/pkg/module.js';
import { GATE, openPage, sent } from './support.js';

const BASE = 'https://myapp.e1.loginrocket.com';
const doorA = async (url) => (await openPage('', { url: null, after: url && `AuthRocket.setInstanceUrl(${JSON.stringify(url)});` })).window.AuthRocket;
const doorC = (url) => createClient({ url });

test('all four spellings of the instance URL give the same address, by the script API and the npm client', async () => {
  for (const end of ['', '/', '/v1', '/v1/']) {
    for (const door of [await doorA(BASE + end), doorC(BASE + end), doorC(new URL(BASE + end))]) {
      assert.equal([door.socialUrl('facebook'), door.hostedUrl('login')], [`${BASE}/auth/facebook`, `${BASE}/login`], end);
    }
  }
});

test('a port and a path prefix stay, the host becomes lowercase, and localhost may use http', () => {
  for (const [url, base] of [
    [' HTTPS://MyApp.Example.test/lr/v1/ ', 'https://myapp.example.test/lr'],
    ['http://localhost:4101', 'http://localhost:4101'],
    ['http://demo.localhost/', 'http://demo.localhost'],
    ['http://127.0.0.1:1/v1', 'http://127.0.0.1:1'],
    ['http://[::1]:9/', 'http://[::1]:9'],
  ]) assert.equal(doorC(url).socialUrl('google'), `${base}/auth/google`, url);
});

test('every page of the instance has its address, and a provider may be named by its id', () => {
  const client = doorC(BASE);
  assert.equal(['login', 'signup', 'logout'].map((page) => client.hostedUrl(page)), ['login', 'signup', 'logout'].map((page) => `${BASE}/${page}`));
  assert.equal(client.socialUrl('ap_0v1TWz5XcGhF3Wv9mOyZ2X'), `${BASE}/auth/ap_0v1TWz5XcGhF3Wv9mOyZ2X`);
});

test('redir and redirectUri come back unchanged beside the token, whatever they contain', async () => {
  const wishes = { redir: '/a b?c=d&e=f#g+ü', redirectUri: 'https://app.example.test/in?x=1&y=%2F#z' };
  for (const door of [await doorA(BASE), doorC(BASE)]) {
    for (const address of [door.socialUrl('facebook', wishes), door.hostedUrl('signup', wishes)]) {
      const { search, hash } = new URL(address);
      assert.equal([[...new URLSearchParams(search)], hash], [[['redir', wishes.redir], ['redirect_uri', wishes.redirectUri]], '']);
    }
    assert.equal(door.socialUrl('facebook', { redir: '/account' }), `${BASE}/auth/facebook?redir=%2Faccount`);
    for (const none of [undefined, {}, { redir: '', redirectUri: undefined }]) assert.equal(door.hostedUrl('login', none), `${BASE}/login`);
  }
});

test('an invalid name of a provider or a page has no address', async () => {
  const AuthRocket = await doorA(BASE);
  for (const name of ['', 'a/b', '../logout', 'face book', 'facebook?x=1', 'facebook#x', 'face%2Fbook', 'facebook/', 'ü', '.']) {
    assert.equal([AuthRocket.socialUrl(name), AuthRocket.hostedUrl(name)], [undefined, undefined], name);
    for (const method of ['socialUrl', 'hostedUrl']) {
      let told;
      try { doorC(BASE)[method](name); } catch (error) { told = error; }
      assert(told instanceof AuthRocketError && told.code === 'config', `${method} ${name}: ${told}`);
    }
  }
});

// The table of src/domain/config.rs: both must refuse the same URLs.
for (const url of [
  'myapp.e1.loginrocket.com', 'javascript:alert(1)', 'ftp://example.test', 'https://', 'https:///v1', 'https:example.test',
  'https://user:secret@example.test/', 'https://good.test\\@evil.test/', 'https://example.test/?x=1', 'https://example.test/?', 'https://example.test/#x',
  'https://example.test:port/', 'https://exa mple.test/', 'https://exa\nmple.test/', 'https://[::1/', '  ', '',
  'http://example.test', 'http://localhost.example.test', 'http://127.0.0.1.example.test', 'http://127.evil', 'http://notlocalhost',
  undefined, null, 42,
]) {
  test(`an instance URL that is unsafe for passwords has no address either: ${JSON.stringify(url)}`, async () => {
    const AuthRocket = await doorA('');
    AuthRocket.setInstanceUrl(url);
    assert.equal([AuthRocket.socialUrl('facebook'), AuthRocket.hostedUrl('login')], [undefined, undefined]);
    let told;
    try { doorC(url).socialUrl('facebook'); } catch (error) { told = error; }
    assert(told instanceof AuthRocketError && told.code === 'config' && !told.message.includes('secret'), String(told));
    const error = await assert.rejects(doorC(url).login({ username: 'ada', password: 'x' }));
    assert.equal(error.code, 'config', 'the engine refuses it, too');
  });
}

test('before an instance URL is set there is no address', async () => {
  const AuthRocket = await doorA('');
  assert.equal(AuthRocket.socialUrl('facebook'), undefined);
  AuthRocket.setInstanceUrl(BASE);
  assert.equal(AuthRocket.socialUrl('facebook'), `${BASE}/auth/facebook`);
});

const href = (page, css) => page.$(css).getAttribute('href');
const linked = (page, css, wanted) => waitUntil(() => href(page, css) === wanted, `${css} to lead to ${wanted}, not ${href(page, css)}`);

test('links get an href, so that they can be copied and opened elsewhere', async () => {
  const page = await openPage(`<a id=one data-authrocket-social=facebook>Facebook</a>
    <a id=two data-authrocket-social=google href="/without-script" data-authrocket-redir="/a b" data-authrocket-redirect-uri="https://app.test/in?x=1">Google</a>
    <p><a id=three data-authrocket-hosted=login>Log in</a> <a id=four data-authrocket-hosted=logout data-authrocket-redir="/bye">Log out</a></p>`);
  await linked(page, '#one', `${INSTANCE}/auth/facebook`);
  assert.equal(['#two', '#three', '#four'].map((css) => href(page, css)), [
    `${INSTANCE}/auth/google?redir=%2Fa+b&redirect_uri=https%3A%2F%2Fapp.test%2Fin%3Fx%3D1`, `${INSTANCE}/login`, `${INSTANCE}/logout?redir=%2Fbye`]);
});

test('links that are added later, or get the attribute later, get an href, too', async () => {
  const page = await openPage('<a id=one data-authrocket-social=facebook>F</a><a id=plain href="/plain">P</a>');
  await linked(page, '#one', `${INSTANCE}/auth/facebook`);
  page.document.body.insertAdjacentHTML('beforeend', '<section><p><a id=late data-authrocket-social=google>G</a></p></section>');
  await linked(page, '#late', `${INSTANCE}/auth/google`);
  assert.equal(href(page, '#plain'), '/plain');
  page.$('#plain').setAttribute('data-authrocket-hosted', 'signup');
  await linked(page, '#plain', `${INSTANCE}/signup`);
  page.$('#late').setAttribute('data-authrocket-social', 'github');
  await linked(page, '#late', `${INSTANCE}/auth/github`);
});

test('a later instance URL applies to existing links', async () => {
  const page = await openPage('<a id=one data-authrocket-social=facebook>F</a><a id=two data-authrocket-hosted=login>L</a>');
  await linked(page, '#one', `${INSTANCE}/auth/facebook`);
  page.window.AuthRocket.setInstanceUrl(`${BASE}/v1/`);
  await linked(page, '#one', `${BASE}/auth/facebook`);
  assert.equal(href(page, '#two'), `${BASE}/login`);
});

test('a link without an address stays as the page wrote it', async () => {
  const page = await openPage(`<a id=bad data-authrocket-social="a/b" href="/fallback">x</a><a id=none data-authrocket-hosted="">y</a>
    <a id=good data-authrocket-social=facebook>z</a>`);
  await linked(page, '#good', `${INSTANCE}/auth/facebook`);
  assert.equal([href(page, '#bad'), href(page, '#none')], ['/fallback', null]);
  const bare = await openPage('<a id=early data-authrocket-social=facebook href="/fallback">x</a>', { url: null });
  assert.equal(href(bare, '#early'), '/fallback');
});

/** The address on the instance that the frame navigated to. */
const visited = () => waitUntil(async () => {
  const all = (await fake.log()).filter(({ path }) => !path.startsWith('/v1/') && path !== '/favicon.ico');
  return all.length > 0 && all.map(({ method, path, query }) => [method, path, query]);
}, 'the instance to be visited');

test('a button navigates there, also by a click on an element in it, and does not submit the form around it', async () => {
  for (const [css, html] of [
    ['button', '<button data-authrocket-social=facebook data-authrocket-redir="/next">Facebook</button>'],
    ['svg', '<button data-authrocket-social=facebook data-authrocket-redir="/next"><svg width=9 height=9></svg> Facebook</button>'],
    ['span', '<button type=button data-authrocket-social=facebook data-authrocket-redir="/next"><span>Facebook</span></button>'],
  ]) {
    await fake.reset();
    const page = await openPage(`<form data-authrocket=login><input name=username value=ada><input name=password value=x>${html}</form>`);
    await page.reaches('idle');
    page.$(css).dispatchEvent(new page.window.MouseEvent('click', { bubbles: true, cancelable: true }));
    assert.equal([await visited(), await sent()], [[['GET', '/auth/facebook', 'redir=%2Fnext']], [{ redir: '/next' }]], html);
  }
});

test('a button works before the wasm has loaded, and uses the instance URL at the time of the click', async () => {
  const page = await openPage('<button data-authrocket-hosted=login>Log in</button>', {
    url: null, before: GATE, after: `AuthRocket.setInstanceUrl('${BASE}'); AuthRocket.setInstanceUrl('${INSTANCE}');` });
  page.$('button').click();
  assert.equal(await visited(), [['GET', '/login', '']]);
});

test('a page can cancel the click, and the browser itself follows a link', async () => {
  const page = await openPage('<button data-authrocket-social=facebook>F</button><a data-authrocket-social=google>G</a><p id=else>E</p>');
  await linked(page, 'a', `${INSTANCE}/auth/google`);
  const clicks = [];
  page.$('button').addEventListener('click', (event) => event.preventDefault());
  page.window.addEventListener('click', (event) => { clicks.push([event.target.localName, event.defaultPrevented]); event.preventDefault(); });
  for (const css of ['button', 'a', '#else']) page.$(css).click();
  assert.equal(clicks, [['button', true], ['a', false], ['p', false]]);
  assert.equal((await fake.log()).length, 0);
});

test('a button or link without an address is reported on the console and does not navigate', async () => {
  const page = await openPage('<button data-authrocket-social="a/b">x</button>');
  const path = page.path;
  page.$('button').click();
  assert.match(page.window.said.join('\n'), /no address/);
  assert.equal([page.path, await fake.log()], [path, []]);
});
