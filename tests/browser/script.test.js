// The script API: the `AuthRocket` object, on pages written for authrocket.js v1 (protocol-v1 §2.1 to §2.7; D1, D4, D13, D31).

import { DEADLINES, GATE, openPage, posts, says, sent, waitSent } from './support.js';

const FIELDS = { username: 'ada', password: 'correct horse' };
/** Makes a call of the script API and returns the response that its handler gets. */
const response = (page, method, fields) => new Promise((resolve) => page.window.AuthRocket[method](fields, resolve));
const bare = (body = '', more = {}) => openPage(body, { url: null, after: `AuthRocket.setInstanceUrl('${INSTANCE}/');`, ...more });

test('AuthRocket is defined on the line after the tag, and the window gets no other new name', async () => {
  const page = await openPage('', {
    url: null,
    before: 'window.known = []; window.typeAfter = 0; known = Object.getOwnPropertyNames(window);',
    after: 'typeAfter = typeof AuthRocket.authenticate; window.fresh = Object.getOwnPropertyNames(window).filter((name) => !known.includes(name));',
  });
  assert.equal([page.window.typeAfter, page.window.fresh], ['function', ['AuthRocket']]);
  page.window.AuthRocket.setInstanceUrl(INSTANCE);
  await response(page, 'authenticate', FIELDS);
  const fresh = Object.getOwnPropertyNames(page.window).filter((name) => !page.window.known.includes(name));
  assert.equal(fresh.sort(), ['AuthRocket', 'fresh'], 'also not after a login');
});

test('loading the script touches neither the document nor the network', async () => {
  const page = await openPage('<form id=login-form><input name=login[username]><p id=login-errors>Old</p></form>', { url: null });
  assert.equal(page.document.body.innerHTML.trim(), '<form id="login-form"><input name="login[username]"><p id="login-errors">Old</p></form>');
  const asked = page.window.performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
  // On localhost the developer hints also load and inspect the page.
  assert.equal(asked.filter((path) => !['/browser/pages/notes.js', '/pkg/hints.js'].includes(path)), ['/pkg/authrocket.js']);
});

test('calls made before the wasm is ready are sent later, in their order', async () => {
  const names = ['first', 'second', 'third'];
  const page = await bare('', {
    before: `${GATE} window.order = []; const real = fetch;
      window.fetch = (url, init) => { order.push(new Request(url, init).text()); return real(url, init); };`,
    after: `AuthRocket.setInstanceUrl('${INSTANCE}'); window.answers = [];
      for (const username of ${JSON.stringify(names)}) AuthRocket.authenticate({ username, password: 'x' }, (answer) => answers.push(answer));`,
  });
  await waitUntil(() => page.window.gates.length > 0, 'the wasm to start');
  assert.equal([await sent(), page.window.answers], [[], []]);
  page.window.openGate();
  await waitUntil(() => page.window.answers.length === 3);
  const order = await Promise.all(page.window.order);
  assert.equal(order.map((body) => new URLSearchParams(body).get('username')), names);
});

test('setInstanceUrl can be called repeatedly; later calls use the last URL', async () => {
  const page = await bare();
  for (let time = 0; time < 50; time++) page.window.AuthRocket.setInstanceUrl(`${INSTANCE}/v1/`);
  await response(page, 'authenticate', FIELDS);
  const call = response(page, 'authenticate', FIELDS);
  page.window.AuthRocket.setInstanceUrl(OTHER);
  await call;
  await response(page, 'authenticate', FIELDS);
  assert.equal((await posts()).map(({ server, path }) => `${server} ${path}`), ['instance /v1/login', 'instance /v1/login', 'other /v1/login']);
});

test('the handler is called once, later, with one argument and no `this`', async () => {
  const page = await bare();
  for (const method of ['authenticate', 'signup', 'logout', 'authenticateCode']) {
    const calls = [];
    let returned = false;
    const handler = function (...given) { calls.push([this, given.length, returned]); };
    const value = page.window.AuthRocket[method]({ ...FIELDS, token: 'kli_1', code: '1' }, handler);
    returned = true;
    await waitUntil(() => calls.length > 0);
    await response(page, 'authenticate', FIELDS);
    assert.equal([method, value, calls], [method, undefined, [[undefined, 1, true]]]);
  }
});

test('an error that needs no request is also asynchronous', async () => {
  const page = await bare();
  await response(page, 'authenticate', FIELDS);
  let returned = false;
  const seen = new Promise((resolve) => page.window.AuthRocket.authenticate({}, (answer) => resolve([returned, answer.error])));
  returned = true;
  const [later, error] = await seen;
  assert(later && error.length > 3, 'asynchronously, with a text');
  assert.equal((await sent()).length, 1);
});

test('a success has token and url and no error, a failure has an error and neither', async () => {
  const page = await bare();
  const { token, url, error } = await response(page, 'authenticate', FIELDS);
  assert.equal([url, error], [`${location.origin}/app/login?token=${token}`, undefined]);
  const signup = await response(page, 'signup', FIELDS);
  assert.equal([signup.url, signup.error], [`${location.origin}/app/login?token=${signup.token}&signup=true`, undefined]);
  for (const answer of ['refused', 'html-500', 'not-found', 'drop', 'cut-json', 'url-javascript', 'limited']) {
    const failed = await response(page, 'authenticate', { ...FIELDS, username: `fake-${answer}` });
    assert(typeof failed.error === 'string' && failed.error !== '', answer);
    assert.equal([failed.token, failed.url], [undefined, undefined], answer);
  }
  assert.equal(page.window.errors, []);
});

test('a call that is never answered ends with an error', async () => {
  await fake.set({ path: '/v1/login', answer: 'hang' });
  const page = await bare('', { before: DEADLINES });
  await response(page, 'logout', { token: 'eyJ.a.b' });
  const answered = response(page, 'authenticate', FIELDS);
  await waitSent(2);
  page.window.passDeadlines();
  assert.match((await answered).error, /too long/);
});

test('members that are undefined or null are left out', async () => {
  const page = await bare();
  await response(page, 'signup', { ...FIELDS, email: undefined, first_name: null, last_name: '' });
  assert.equal(await sent(), [{ ...FIELDS, last_name: '' }]);
});

test('without a handler an error is shown in #login-errors or #signup-errors, which a new call empties', async () => {
  const page = await bare('<p id=login-errors>Old</p><p id=signup-errors>Old</p>');
  page.window.alert = () => assert(false, 'no alert');
  for (const [method, id] of [['authenticate', '#login-errors'], ['signup', '#signup-errors'], ['authenticateCode', '#login-errors']]) {
    await fake.set({ answer: { hold: true, body: { error: '<b>No</b>' } } });
    page.$(id).textContent = 'Old';
    page.window.AuthRocket[method]({ ...FIELDS, token: 'kli_1', code: '1' });
    assert.equal(page.$(id).textContent, '', method);
    await waitUntil(async () => (await sent()).length === 1);
    await fake.reset();
    await waitUntil(() => page.$(id).textContent === '<b>No</b>', `${method} to show its error as a text`);
  }
});

test('without a handler and without an error element, an error is shown by alert', async () => {
  const page = await bare();
  const told = [];
  page.window.alert = (text) => told.push(text);
  await fake.set({ answer: 'refused' });
  for (const method of ['authenticate', 'signup']) page.window.AuthRocket[method](FIELDS);
  await waitUntil(() => told.length === 2);
  assert.equal(told, ['Login failed', 'Login failed']);
});

for (const [method, query] of [['authenticate', /^\?token=eyJ[\w.-]+$/], ['signup', /^\?token=eyJ[\w.-]+&signup=true$/]]) {
  test(`without a handler ${method} goes to the url of the answer`, async () => {
    const page = await bare();
    page.window.AuthRocket[method](FIELDS);
    await waitUntil(() => page.path.startsWith('/app/login'));
    assert.match(page.window.location.search, query);
    assert.equal((await app.log()).map((entry) => [entry.method, entry.body]), [['GET', '']]);
  });
}

test('the default handlers can be replaced', async () => {
  const page = await bare();
  const told = [];
  page.window.AuthRocket.loginHandler = (answer) => told.push(['login', answer.error]);
  page.window.AuthRocket.signupHandler = (answer) => told.push(['signup', answer.error]);
  await fake.set({ answer: 'refused' });
  page.window.AuthRocket.authenticate(FIELDS);
  await waitUntil(() => told.length === 1);
  page.window.AuthRocket.signup(FIELDS);
  await waitUntil(() => told.length === 2);
  assert.equal(told, [['login', 'Login failed'], ['signup', 'Login failed']]);
});

test('without a code handler, the login handler gets an error when a code is required', async () => {
  await fake.set({ answer: 'code' });
  const page = await bare('<p id=login-errors></p>');
  const answer = await response(page, 'authenticate', FIELDS);
  assert.match(answer.error, /code/i);
  assert.equal(answer.url, undefined);
  page.window.AuthRocket.authenticate(FIELDS);
  await waitUntil(() => page.$('#login-errors').textContent === answer.error, 'the default handler to show it');
});

test('a code handler gets the token of the first step, and authenticateCode finishes the login', async () => {
  await fake.set({ answer: 'code', times: 1 });
  const page = await bare();
  const told = [];
  const due = new Promise((resolve) => { page.window.AuthRocket.codeHandler = resolve; });
  page.window.AuthRocket.authenticate(FIELDS, (answer) => told.push(answer));
  const { token, error } = await due;
  assert.equal([token.slice(0, 4), error], ['kli_', undefined]);
  const done = await response(page, 'authenticateCode', { token, code: '123456' });
  assert.match(done.url, /\/app\/login\?token=eyJ/);
  assert.equal([told, (await sent())[1]], [[], { token, code: '123456' }]);
});

test('logout sends the token, with and without a handler', async () => {
  const page = await bare();
  assert.equal((await response(page, 'logout', { token: 'eyJ.a.b' })).error, undefined);
  page.window.AuthRocket.logout({ token: 'eyJ.c.d' });
  await waitSent(2);
  assert.equal((await posts()).map((entry) => [entry.path, entry.fields.token]), [['/v1/logout', 'eyJ.a.b'], ['/v1/logout', 'eyJ.c.d']]);
});

test('an exception in a handler is reported as an error of the page, and later calls work', async () => {
  const page = await bare();
  page.window.AuthRocket.authenticate(FIELDS, () => { throw new Error('of the page'); });
  page.window.AuthRocket.signup(FIELDS, () => { throw null; });
  assert.match((await response(page, 'authenticate', FIELDS)).token, /^eyJ/);
  await waitUntil(() => page.window.errors.some((text) => text.includes('of the page')));
  assert.match((await response(page, 'signup', FIELDS)).token, /^eyJ/);
  assert.equal(page.window.errors.filter((text) => text.startsWith('rejection')), [], 'an error event, as any handler\'s');
});

test('a page that includes the script twice has one AuthRocket and sends each form once', async () => {
  const page = await openPage(`<form data-authrocket=login data-authrocket-deliver=event><input name=username value=ada>
    <input name=password value=x><button>Go</button></form>`, {
    url: null,
    after: `window.first = AuthRocket; document.write('<script src="/pkg/authrocket.js" data-url="${INSTANCE}"><\\/script>');`,
  });
  assert(page.window.first === page.window.AuthRocket, 'one and the same object');
  page.submit();
  await page.reaches('done');
  assert.equal((await sent()).length, 1);
});

test('without an instance URL the handler gets an error, and the console says what to do', async () => {
  const page = await openPage('', { url: null });
  assert((await response(page, 'authenticate', FIELDS)).error.length > 3);
  await says(page, /setInstanceUrl/);
  assert(!page.window.said.join('\n').includes(FIELDS.password), 'and nothing of what was typed');
});

test('with an instance URL that is unsafe for passwords, nothing is sent', async () => {
  const page = await openPage('', { url: null });
  for (const url of ['http://example.test/', 'javascript:alert(1)', `http://ada:secret@${new URL(INSTANCE).host}`, 42, {}]) {
    page.window.said.length = 0;
    page.window.AuthRocket.setInstanceUrl(url);
    assert((await response(page, 'authenticate', FIELDS)).error.length > 3, String(url));
    await says(page, /instance URL/);
  }
  assert.equal([await sent(), page.window.errors], [[], []]);
});
