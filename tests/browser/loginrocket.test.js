// The drop-in for loginrocket.js in browsers: what is sent and the preflights of it, failures, deadlines, strict pages. The tables
// of protocol-v2 §3 are in tests/package/loginrocket.

import LoginRocket, { LoginRocketError } from '/pkg/loginrocket.js';
import { posts } from './support.js';

const FIELDS = { email: 'ada', password: ' p&w=+%\u00e9 ' };
const GENERIC = 'An unexpected error occurred; please wait a minute and try again.';
const made = (source, error = GENERIC) => ({ error, errors: [error], result: 'error', source });
const UNKNOWN = made('LoginRocketError');

let count = 0;
/** A base address that no test used before: WebKit remembers the preflight of an address for some seconds. */
const fresh = () => `${INSTANCE}/${(count += 1)}`;
const make = (options) => new LoginRocket({ url: fresh(), ...options });
const answered = async (answer, method = 'login') => {
  await fake.set({ answer });
  return make()[method](FIELDS);
};

for (const [call, method, path] of [
  ['login', 'POST', 'login'],
  ['verifyLogin', 'POST', 'login/verify'],
  ['logout', 'DELETE', 'session'],
  ['getSession', 'GET', 'session'],
  ['forgotPassword', 'POST', 'password/forgot'],
  ['resetPassword', 'POST', 'password/reset'],
  ['updatePassword', 'POST', 'profile/password'],
  ['updateProfile', 'PUT', 'profile'],
  ['requestInvitation', 'POST', 'signup/request'],
  ['signup', 'POST', 'signup'],
  ['verifyEmail', 'POST', 'email/verify'],
]) {
  test(`${call} is a ${method} with LR-Agent, which a preflight allows`, async () => {
    const lr = make({ locale: 'es' });
    const wanted = new URL(lr.lrUrl + path).pathname;
    await fake.set({ path: wanted, method, answer: { body: { result: 'okay' } } });
    assert.equal(await lr[call](FIELDS), { result: 'okay' });
    const [preflight, entry, ...more] = await fake.log();
    assert.equal([more, preflight.method, preflight.path, entry.method, entry.path], [[], 'OPTIONS', wanted, method, wanted]);
    const asked = preflight.headers['access-control-request-headers'].toLowerCase().split(/, ?/).sort();
    const body = method === 'POST' || method === 'PUT';
    assert.equal(asked.filter((name) => name !== 'accept-language'), body ? ['content-type', 'lr-agent'] : ['lr-agent']);
    assert.equal(entry.fields, FIELDS);
    assert.equal([entry.query === '', entry.body === JSON.stringify(FIELDS)], [body, body]);
    assert.equal(entry.content_type, body ? 'application/json' : null);
    const { accept, 'lr-agent': agent, 'accept-language': language } = entry.headers;
    assert.equal([accept, agent, language, entry.cookie], ['application/json, text/plain, */*', 'LoginRocket/js v1.0.1', 'es', null]);
  });
}

test('without a locale, the browser\'s own language is sent', async () => {
  await make().login(FIELDS);
  const [{ headers }] = await posts();
  assert.match(headers['accept-language'], /^[a-z*]/i);
  assert(headers['accept-language'] !== 'undefined');
});

test('no cookie is sent, also when the instance has set one', async () => {
  const url = INSTANCE.replace('fake.localhost', 'localhost');
  await fake.set({ path: '/v2/greet', answer: { headers: { 'set-cookie': 'known=1; Path=/' } } });
  const greet = () => fetch(`${url}/v2/greet`, { method: 'POST', credentials: 'include' }).catch(() => {});
  await greet();
  await greet();
  assert.match((await posts())[1].cookie, /known=1/, 'the cookie of a request that wants it');
  await new LoginRocket({ url }).login(FIELDS);
  assert.equal((await posts())[2].cookie, null);
});

test('on the page\'s own origin neither', async () => {
  document.cookie = 'mine=1';
  await new LoginRocket({ url: `${location.origin}/app` }).login(FIELDS);
  document.cookie = 'mine=; max-age=0';
  const [{ path, headers }] = await app.log();
  assert.equal([path, headers.cookie], ['/app/v2/login', undefined]);
});

const REFUSED = { result: 'error', error: 'Login failed', errors: ['Login failed'] };
for (const [what, answer, wanted] of [
  ['a login', { body: { result: 'full_login', token: 'eyJ', more: [1] } }, { result: 'full_login', token: 'eyJ', more: [1] }],
  ['a 201', { status: 201, body: { result: 'of tomorrow' } }, { result: 'of tomorrow' }],
  ['a page', 'html-200', '<!doctype html><h1>Welcome</h1>'],
  ['an empty body', 'empty', ''],
  ['a 409', { status: 409, body: REFUSED }, REFUSED],
  ['a 422', { status: 422, body: REFUSED }, REFUSED],
  ['a 403', { status: 403, body: REFUSED }, made('AccessDenied', 'Session expired or access denied.')],
  ['a 404', 'not-found', made('RecordNotFound')],
  ['a 429', 'limited', made('RateLimited', 'Rate limited; wait before trying again.')],
  ['a 401', { status: 401, body: REFUSED }, UNKNOWN],
  ['a 500', 'html-500', UNKNOWN],
  ['an answer this page may not read', 'no-cors', UNKNOWN],
  ['a connection that is closed', 'drop', UNKNOWN],
  ['a body that is cut', 'truncated', UNKNOWN],
]) {
  test(`${what} is ${typeof wanted === 'string' ? 'passed on as a string' : wanted.source || 'passed on'}`, async () => {
    assert.equal(await answered(answer), wanted);
    const { length } = await posts();
    // A browser may try again by itself when a connection is closed.
    assert(length === 1 || answer === 'drop' || answer === 'truncated', `${length} requests`);
  });
}

test('a 300 rejects', async () => {
  const error = await assert.rejects(answered({ status: 300 }));
  assert.match(error.message, /300/);
});

test('a preflight that is refused is no answer, and nothing is sent', async () => {
  await fake.set({ method: 'OPTIONS', answer: { status: 403, cors: false } });
  for (const method of ['login', 'getSession', 'updateProfile', 'logout']) {
    assert.equal(await make()[method](FIELDS), UNKNOWN, method);
  }
  assert.equal(await posts(), []);
});

test('a closed port, a page that is offline, and an address that cannot be used are no answer', async () => {
  assert.equal(await new LoginRocket({ url: CLOSED }).login(FIELDS), UNKNOWN);
  const online = Object.getOwnPropertyDescriptor(navigator, 'onLine');
  Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });
  assert.equal(await new LoginRocket({ url: CLOSED }).login(FIELDS), UNKNOWN);
  delete navigator.onLine;
  if (online) Object.defineProperty(navigator, 'onLine', online);
  for (const url of ['http://[', 'gopher://x.test', INSTANCE.replace('://', '://ada:secret@')]) {
    assert.equal(await new LoginRocket({ url }).login(FIELDS), UNKNOWN, url);
  }
});

test('without a url, a method throws at once', () => {
  let error;
  try { new LoginRocket().login(FIELDS); } catch (thrown) { error = thrown; }
  assert(error instanceof LoginRocketError && error instanceof Error);
});

test('a redirect to another host is followed, with the body', async () => {
  await fake.set({ method: 'POST', answer: 'redirect', times: 1 });
  assert.match((await make().login(FIELDS)).token, /^eyJ/);
  const [first, second] = await posts();
  assert.equal([first.server, second.server, second.fields], ['instance', 'other', FIELDS]);
});

const seconds = async (promise) => {
  const begun = performance.now();
  assert.equal(await promise, UNKNOWN);
  const took = (performance.now() - begun) / 1000;
  assert(took > 3.9 && took < 8, `it took ${took} s`);
};

test('an answer that does not come ends after four seconds', async () => {
  await fake.set({ answer: 'hang' });
  await seconds(make().login(FIELDS));
});

test('a body that stalls ends after four seconds, also if the page\'s fetch ignores the signal', async () => {
  const native = window.fetch;
  const signals = [];
  window.fetch = async (url, { signal }) => {
    signals.push(signal);
    return new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{')) }));
  };
  const call = make().login(FIELDS);
  window.fetch = native;
  await seconds(call);
  assert(signals.length === 1 && signals[0].aborted, 'the exchange is aborted');
});

test('calls at the same time are independent', async () => {
  await fake.set({ username: 'slow', answer: { status: 422, body: REFUSED, hold: true } });
  await fake.set({ username: 'denied', answer: { status: 403 } });
  const lr = make();
  const slow = lr.login({ email: 'slow' });
  const [denied, okay] = await Promise.all([lr.login({ email: 'denied' }), lr.getSession({ session: 'kss_1' })]);
  await waitUntil(async () => (await posts()).length === 3);
  await fake.release();
  assert.equal([denied.source, typeof okay.token, await slow], ['AccessDenied', 'string', REFUSED]);
});

const CSP = `default-src 'none'; script-src 'self'; connect-src ${INSTANCE}; require-trusted-types-for 'script'; trusted-types 'none'`;
test('a strict page needs no exception, loads one file, and stores nothing', async () => {
  const frame = await openFrame({
    html: '<!doctype html><script src="/browser/pages/notes.js"></script><script type=module src="/browser/pages/loginrocket.js"></script>',
    headers: { 'content-security-policy': CSP },
  });
  const page = frame.contentWindow;
  const { cookie } = page.document;
  await waitUntil(() => page.LoginRocket);
  const reply = await new page.LoginRocket({ url: INSTANCE }).login(FIELDS);
  assert.match(reply.token, /^eyJ/);
  assert.equal([page.violations, page.errors], [[], []]);
  assert.equal(await fetched(), ['loginrocket.js']);
  assert.equal([page.localStorage.length, page.sessionStorage.length, page.document.cookie], [0, 0, cookie]);
});
