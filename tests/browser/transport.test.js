// The npm client's network side: what is sent, and that every failure of the table in contract §3 is one result, never a rejection.

import { createClient } from '/pkg/module.js';
import { posts, sent, waitSent } from './support.js';

const FIELDS = { username: 'ada', password: 'correct horse' };
const CREDENTIALS = /password|username|login failed|credential/i;
const OUTAGE = /service|connection|offline|reach|again/i;

let online = true;
Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => online });

const make = (options) => createClient({ url: INSTANCE, ...options });
const answered = async (answer, options) => {
  await fake.set({ answer });
  return make(options).login(FIELDS);
};

/** Checks the whole shape of an error result. */
function assertError(result, code, retryable, status) {
  assert.equal([result.result, result.code, result.retryable], ['error', code, retryable], JSON.stringify(result));
  assert.equal(result.status, status, 'status');
  assert(typeof result.error === 'string' && result.error.length > 3, 'there is a text');
  assert(Array.isArray(result.errors) && result.errors.length > 0 && result.errors.every((text) => typeof text === 'string'), 'and a list');
  assert.equal(Object.getPrototypeOf(result.fields), Object.prototype, 'fields is a plain object');
  if (code === 'refused') assert(!OUTAGE.test(result.error), `a refusal does not sound like an outage: ${result.error}`);
  else assert(!CREDENTIALS.test(result.error), `an outage does not sound like a refusal: ${result.error}`);
}

test('a login is one url-encoded POST that needs no preflight and asks for JSON', async () => {
  const result = await make().login({ username: 'ada', password: ' p&w=+%\u00e9 ' });
  const [entry, ...more] = await fake.log();
  assert.equal(more, []);
  assert.equal([entry.method, entry.path, entry.query], ['POST', '/v1/login', '']);
  assert.match(entry.content_type, /^application\/x-www-form-urlencoded/);
  assert.equal([entry.accept, entry.preflight, entry.cookie], ['application/json', false, null]);
  assert.equal(entry.fields, { username: 'ada', password: ' p&w=+%\u00e9 ' });
  assert.match(result.token, /^eyJ/);
  const rest = API === 'v2' ? { url: '', session: 'kss_0fakefakefakefakefake', account: 'org_fake' } : { url: `${location.origin}/app/login?token=${result.token}` };
  assert.equal(result, { result: 'login', token: result.token, signup: false, ...rest });
});

test.v1('no cookie is sent, also when the instance has set one', async () => {
  const url = INSTANCE.replace('fake.localhost', 'localhost');
  await fake.set({ path: '/v1/greet', answer: { headers: { 'set-cookie': 'known=1; Path=/' } } });
  const greet = () => fetch(`${url}/v1/greet`, { method: 'POST', credentials: 'include' }).catch(() => {});
  await greet();
  await greet();
  assert.match((await posts())[1].cookie, /known=1/, 'the cookie of a request that wants it');
  assert.equal((await createClient({ url }).login(FIELDS)).result, 'login');
  assert.equal((await posts())[2].cookie, null);
});

test('the request is not cached, carries no credentials and follows no redirect', async () => {
  let given;
  await make({ fetch: (url, init) => { given = [url, init]; return fetch(url, init); } }).login(FIELDS);
  const [url, { method, credentials, redirect, cache, mode }] = given;
  assert.equal([url, method, credentials, redirect, cache, mode], [`${INSTANCE}/${API}/login`, 'POST', 'omit', 'manual', 'no-store', undefined]);
});

test('a redirect to another host is not followed, so the password stays with the first', async () => {
  assertError(await answered('redirect'), 'bad_response', false, undefined);
  assert.equal((await posts()).map((entry) => entry.server), ['instance']);
});

const HASH = { error: 'Please look again', errors: { username: ['has already been taken'], password: ['is too short', 'is too plain'] } };
for (const [what, answer, code, retryable, status] of [
  ['a refusal', 'refused', 'refused', false, API === 'v2' ? 422 : 200],
  ['a 404', 'not-found', 'switched_off', false, 404],
  ['a 404 in HTML', { like: 'html-500', status: 404 }, 'switched_off', false, 404],
  ['a 429', 'limited', 'rate_limited', true, 429],
  ['a 500 in HTML', 'html-500', 'server', true, 500],
  ['a 502 in HTML', 'html-502', 'server', true, 502],
  ['a 503 with a refusal in it', { like: 'refused', status: 503 }, 'server', true, 503],
  ['a welcome page', 'html-200', 'bad_response', false, 200],
  ['a 403 in HTML', { like: 'html-500', status: 403 }, 'bad_response', false, 403],
  ['an empty body', 'empty', 'bad_response', false, 200],
  ['JSON that stops', 'cut-json', 'bad_response', false, 200],
  ['an array', 'array', 'bad_response', false, 200],
  ['a null', 'null', 'bad_response', false, 200],
  ['a number', 'number', 'bad_response', false, 200],
  ['a text', { body: '"eyJ"' }, 'bad_response', false, 200],
  ['an object of something else', 'no-members', 'bad_response', false, 200],
  ['an empty error', 'error-empty', 'bad_response', false, 200],
  ['an error that is an object', 'error-object', 'bad_response', false, 200],
  ['a token that is a number', 'token-number', 'bad_response', false, 200],
  ['a token without url', 'url-missing', 'bad_response', false, 200],
  ['a url of javascript:', 'url-javascript', 'bad_response', false, 200],
  ['a url of data:', 'url-data', 'bad_response', false, 200],
  ['a url without host', 'url-relative', 'bad_response', false, 200],
  ['an answer this page may not read', 'no-cors', 'unreachable', true, undefined],
]) {
  test(`${what} is reported as ${code}`, async () => {
    assertError(await answered(answer), code, retryable, status);
    assert.equal((await posts()).length, 1, 'nothing is tried again');
  });
}

test.v1('a 401 with an error is reported as refused', async () => {
  assertError(await answered({ like: 'refused', status: 401 }), 'refused', false, 401);
});

test('a refusal has the text of the service', async () => {
  const result = await answered({ refusal: { error: '<b>No.</b> Login failed' } });
  assert.equal([result.error, result.errors, result.fields], ['<b>No.</b> Login failed', ['<b>No.</b> Login failed'], {}]);
});

test('sentences that name a field are reported for that field', async () => {
  const result = await answered('refused-fields');
  assertError(result, 'refused', false, API === 'v2' ? 422 : 200);
  assert.equal(result.errors, ['Username has already been taken', 'Password is too short (minimum is 8 characters)']);
  assert.equal(result.fields, { username: [result.errors[0]], password: [result.errors[1]] });
});

test('a 422 with a hash of errors is reported field by field', async () => {
  const result = await answered({ status: 422, body: JSON.stringify(HASH) });
  assertError(result, 'refused', false, 422);
  assert.equal(result.fields, HASH.errors);
  assert.equal(result.error, 'has already been taken; is too short; is too plain');
});

test('a 429 says how long to wait if the page can read Retry-After, else only to wait', async () => {
  const limited = await answered('limited');
  assert.equal(limited.retryAfter, 7);
  assert.match(limited.error, /\b7\b/);
  const unknown = await answered({ like: 'limited', headers: { 'retry-after': null } });
  assertError(unknown, 'rate_limited', true, 429);
  assert.equal(unknown.retryAfter, undefined);
  assert(!/\{|undefined|NaN/.test(unknown.error), unknown.error);
});

test('a dropped connection is reported as unreachable', async () => {
  // A browser may repeat a request when a keep-alive connection closes, so the test counts no requests.
  assertError(await answered('drop'), 'unreachable', true, undefined);
});

test('a truncated body is reported as no answer of the service', async () => {
  // Browsers differ on whether a page sees the head of such an answer.
  const result = await answered('truncated');
  assertError(result, ...(result.code === 'unreachable' ? ['unreachable', true, undefined] : ['bad_response', false, 200]));
});

test('a closed port and an unknown host are reported as unreachable', async () => {
  for (const url of [CLOSED, 'https://nosuch.invalid/']) {
    assertError(await createClient({ url }).login(FIELDS), 'unreachable', true, undefined);
  }
});

test('a browser that says it is offline is reported as offline', async () => {
  online = false;
  try {
    const result = await createClient({ url: CLOSED }).login(FIELDS);
    assertError(result, 'offline', true, undefined);
    assert.match(result.error, /offline|connection/i);
    assert.equal((await answered('refused')).code, 'refused', 'an answer counts for more than what the browser says');
  } finally { online = true; }
});

test('a call without an answer ends by the deadline', async () => {
  assertError(await answered('hang', { timeout: 300 }), 'timeout', true, undefined);
  assert.equal((await posts()).length, 1);
});

const thrower = new Proxy({}, { get(_, name) { if (name !== 'then') throw new Error(String(name)); } });
const refuse = (value) => () => Promise.reject(value);
const give = (value) => () => Promise.resolve(value);
for (const [what, own, code, status] of [
  ['throws', () => { throw new Error('mine'); }, 'unreachable', undefined],
  ['throws null', () => { throw null; }, 'unreachable', undefined],
  ['rejects with an error', refuse(new TypeError('mine')), 'unreachable', undefined],
  ['rejects with a text', refuse('mine'), 'unreachable', undefined],
  ['rejects with null', refuse(null), 'unreachable', undefined],
  ['rejects with undefined', refuse(undefined), 'unreachable', undefined],
  ['rejects with an object', refuse({ name: 'Odd', toString: null }), 'unreachable', undefined],
  ['rejects with its own AbortError', refuse(new DOMException('mine', 'AbortError')), 'unreachable', undefined],
  ['gives nothing, at once', () => undefined, 'bad_response', undefined],
  ['gives nothing', give(undefined), 'bad_response', undefined],
  ['gives null', give(null), 'bad_response', undefined],
  ['gives a text', give('{"token":"eyJ"}'), 'bad_response', undefined],
  ['gives an empty object', give({}), 'bad_response', undefined],
  ['gives an object whose json throws', give({ status: 200, json() { throw new Error('mine'); } }), 'bad_response', 200],
  ['gives an object whose json rejects with null', give({ status: 200, json: refuse(null) }), 'bad_response', 200],
  ['gives an object whose json gives a text', give({ status: 200, json: give('eyJ') }), 'bad_response', 200],
  ['gives an object whose status is a text', give({ status: 'fine', json: give('eyJ') }), 'bad_response', undefined],
  ['gives an object that throws when it is read', give(thrower), 'bad_response', undefined],
  ['never settles', () => new Promise(() => {}), 'timeout', undefined],
  ['gives an object whose json never settles', give({ status: 200, json: () => new Promise(() => {}) }), 'timeout', undefined],
]) {
  test(`a fetch of the page that ${what} is reported as ${code}`, async () => {
    const result = await make({ fetch: own, timeout: 300 }).login(FIELDS);
    assertError(result, code, code !== 'bad_response', status);
    assert.equal(await sent(), []);
    assert.equal((await make().login(FIELDS)).result, 'login', 'and the next call works');
  });
}

test('a fetch of the page is used, with `this` undefined, an address and the settings', async () => {
  let call;
  const own = function (...given) { call = [this, given.length, given[0]]; return Promise.resolve(Response.json({ result: 'error', error: 'Mine' })); };
  assert.equal((await make({ fetch: own }).login(FIELDS)).error, 'Mine');
  assert.equal(call, [undefined, 2, `${INSTANCE}/${API}/login`]);
});

test('a call aborted before it begins sends nothing and rejects with the reason', async () => {
  const error = await assert.rejects(make().login(FIELDS, { signal: AbortSignal.abort() }));
  assert.equal(error.name, 'AbortError');
  assert.equal(await assert.rejects(make().login(FIELDS, { signal: AbortSignal.abort('mine') })), 'mine');
  assert.equal(await sent(), []);
});

test('a call aborted while it runs rejects with the reason, and its late answer is ignored', async () => {
  for (const [reason, check] of [[undefined, (error) => error.name === 'AbortError'], ['mine', (error) => error === 'mine']]) {
    await fake.reset();
    await fake.set({ answer: 'hang' });
    const controller = new AbortController();
    const call = make().login(FIELDS, { signal: controller.signal });
    await waitSent(1);
    controller.abort(reason);
    await assert.rejects(call, check);
    await fake.release();
  }
});

test('an abort after the end changes nothing', async () => {
  const controller = new AbortController();
  const result = await make().login(FIELDS, { signal: controller.signal });
  controller.abort();
  assert.equal(result.result, 'login');
});

test('two calls at once end each with its own answer', async () => {
  const [one, two] = [make(), make()];
  const slow = one.login({ ...FIELDS, username: 'fake-hang' });
  await waitSent(1);
  assert.equal((await one.login({ ...FIELDS, username: 'fake-refused' })).code, 'refused');
  assert.equal((await two.login({ ...FIELDS, username: 'fake-not-found' })).code, 'switched_off');
  await fake.release();
  assert.equal((await slow).result, 'login');
});

test('the console gets only hints for developers, without what was typed or answered', async () => {
  const said = [];
  const real = console.error;
  console.error = (...words) => said.push(words.map(String).join(' '));
  try {
    await answered('refused');
    assert.equal(said, [], 'a refusal is no mistake of the page');
    await answered({ body: '<h1>Secret body</h1>' });
    await createClient({ url: CLOSED }).login(FIELDS);
  } finally { console.error = real; }
  await waitUntil(() => said.length === 2, 'both to be told');
  assert.match(said[0], /LoginRocket API/);
  assert.match(said[1], /CORS.*Content-Security-Policy/);
  assert(!/correct horse|ada|Secret body/.test(said.join()), said.join());
});
