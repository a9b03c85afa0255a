// Calls of AuthRocket 2 through the npm client: what is sent, and what each answer means (protocol-v2 §2).

import { createClient } from '/pkg/module.js';
import { openPage, posts } from './support.js';

const make = (options) => createClient({ url: INSTANCE, api: 'v2', ...options });
const LOGIN = { email: 'ada@example.test', password: 'correct horse' };
const SESSION = 'kss_0fakefakefakefakefake';
const jwt = (claims) => `eyJhbGciOiJSUzI1NiJ9.${btoa(unescape(encodeURIComponent(JSON.stringify(claims)))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')}.c2ln`;
const last = async () => (await posts()).at(-1);

const CALLS = [
  ['login', LOGIN, 'POST', '/v2/login', LOGIN, false],
  ['login', { username: 'ada', password: 'x' }, 'POST', '/v2/login', { email: 'ada', password: 'x' }, false],
  ['login', { username: 'ada', email: 'a@b.test', password: 'x', redir: '/a', redirect_uri: 'https://a.test/' }, 'POST', '/v2/login',
    { email: 'a@b.test', password: 'x' }, false],
  ['completeLogin', { token: 'tmf:1', code: '123 456' }, 'POST', '/v2/login/verify', { token: 'tmf:1', code: '123456' }, false],
  ['completeLogin', { session: 'kss_1', code: '123456' }, 'POST', '/v2/login/verify', { session: 'kss_1', code: '123456' }, false],
  ['signup', { ...LOGIN, username: 'ada', invitation: 'nvt_1' }, 'POST', '/v2/signup', { ...LOGIN, username: 'ada', invitation: 'nvt_1' }, false],
  ['forgotPassword', { username: 'ada' }, 'POST', '/v2/password/forgot', { email: 'ada' }, false],
  ['resetPassword', { token: 'tpw:1', password: 'x' }, 'POST', '/v2/password/reset', { token: 'tpw:1', password: 'x' }, false],
  ['verifyEmail', { token: 'tve:1' }, 'POST', '/v2/email/verify', { token: 'tve:1' }, false],
  ['requestInvitation', { email: 'a@b.test' }, 'POST', '/v2/signup/request', { email: 'a@b.test' }, false],
  ['updatePassword', { session: 'kss_1', current_password: 'x', password: 'y' }, 'POST', '/v2/profile/password',
    { session: 'kss_1', current_password: 'x', password: 'y' }, false],
  ['updateProfile', { session: 'kss_1', first_name: 'Ada', last_name: null, org_name: '' }, 'PUT', '/v2/profile',
    { session: 'kss_1', first_name: 'Ada', org_name: '' }, true],
  ['session', { session: 'kss_1' }, 'GET', '/v2/session', { session: 'kss_1' }, false],
  ['session', { session: 'kss_1&x', account: 'org_1' }, 'GET', '/v2/session', { session: 'kss_1&x', account: 'org_1' }, false],
  ['logout', { session: 'kss_1' }, 'DELETE', '/v2/session', { session: 'kss_1' }, true],
  ['logout', { token: jwt({ sid: 'kss_2', name: 'Ä?>~' }) }, 'DELETE', '/v2/session', { session: 'kss_2' }, true],
  ['logout', { token: 'eyJ', session: 'kss_3' }, 'DELETE', '/v2/session', { session: 'kss_3' }, true],
];

for (const [index, [call, fields, method, path, sent, isPreflighted]] of CALLS.entries()) {
  test(`${call} ${index} is one ${method} of ${path}, ${isPreflighted ? 'after' : 'without'} a preflight`, async () => {
    // A host that no test used before: WebKit remembers the preflight of an address for some seconds.
    const url = INSTANCE.replace('fake', `fake-${Date.now()}-${index}`);
    const result = await make({ url })[call](fields);
    assert(result.result !== 'error', JSON.stringify(result));
    const entry = await last();
    assert.equal([entry.method, entry.path, entry.fields], [method, path, sent]);
    assert.equal([entry.preflight, (await posts()).length], [isPreflighted, 1]);
    assert.equal([entry.accept, entry.cookie, entry.headers['lr-agent']], ['application/json', null, undefined]);
    const kind = { POST: /^application\/x-www-form-urlencoded/, PUT: /^application\/json/ }[method];
    if (kind) assert.match(entry.content_type, kind);
    else assert.equal([entry.content_type, entry.body], [null, '']);
    if (kind) assert.equal(entry.query, '', 'nothing that a user typed is in an address');
  });
}

test('a login token without a session ends nothing', async () => {
  for (const token of ['eyJ', jwt({}), 'a.b.c', jwt({ sid: '' })]) {
    const result = await make().logout({ token });
    assert.equal([result.code, Object.keys(result.fields)], ['invalid_input', ['session']], token);
  }
  assert.equal(await posts(), []);
});

test('what is missing is reported by field, and nothing is sent', async () => {
  const client = make();
  for (const [call, fields, names] of [
    ['updatePassword', {}, ['session', 'current_password', 'password']],
    ['updatePassword', { session: 'kss_1', current_password: 'x', password: 'a', password_confirmation: 'b' }, ['password_confirmation']],
    ['updateProfile', { first_name: 'Ada' }, ['session']],
    ['requestInvitation', {}, ['email']],
    ['session', { token: 'eyJ' }, ['session']],
    ['logout', {}, ['session']],
    ['completeLogin', { code: '1' }, ['token']],
  ]) {
    const result = await client[call](fields);
    assert.equal([result.code, Object.keys(result.fields)], ['invalid_input', names], call);
  }
  assert.equal(await posts(), []);
});

test('a login carries session and account beside its token', async () => {
  const result = await make().login(LOGIN);
  assert.match(result.token, /^eyJ/);
  assert.equal(result, { result: 'login', token: result.token, url: '', signup: false, session: SESSION, account: 'org_fake' });
  assert.equal((await make().signup(LOGIN)).signup, true);
  for (const call of ['resetPassword', 'updateProfile', 'session', 'completeLogin']) {
    const fields = { session: 'kss_1', token: 'tpw:1', password: 'x', code: '1' };
    assert.equal((await make()[call](fields)).session, SESSION, call);
  }
});

test('a conditional login says what it waits for', async () => {
  await fake.set({ answer: 'choose-account' });
  const expected = { result: 'conditional_login', session: SESSION, account: null, conditions: ['no_account_selected'] };
  assert.equal(await make().login(LOGIN), expected);
  assert.equal(await make().session({ session: 'kss_1' }), expected);
});

test('a signup that ends in a mail has a text for the user', async () => {
  await fake.set({ answer: { body: '{"result":"okay"}' } });
  const { result, message } = await make().signup(LOGIN);
  assert.equal(result, 'verification_required');
  assert.match(message, /mail/);
});

const body = (members) => ({ body: JSON.stringify(members) });
for (const [what, answer] of [
  ['a tmf: token', 'code'],
  ['a kli: token in a full login', body({ result: 'full_login', token: 'kli:1' })],
  ['a kli_ token without a result', body({ token: 'kli_1' })],
  ['a condition without a token', body({ result: 'conditional_login', session: SESSION, conditions: ['totp_needed'] })],
]) {
  test(`${what} asks for a code, and goes back with it`, async () => {
    await fake.set({ answer, times: 1 });
    const client = make();
    const first = await client.login(LOGIN);
    assert.equal(first.result, 'code_required');
    const second = await client.completeLogin({ token: first.token, session: first.session, code: '123456' });
    assert.equal(second.result, 'login');
    const wanted = first.token ? { token: first.token } : { session: SESSION };
    assert.equal([(await last()).path, (await last()).fields], ['/v2/login/verify', { ...wanted, code: '123456' }]);
  });
}

const TAKEN = { result: 'error', error: 'Email has already been taken', errors: ['Email has already been taken'] };
for (const [what, call, answer, code, retryable, status] of [
  ['a 422', 'login', 'refused', 'refused', false, 422],
  ['a 409', 'signup', { status: 409, ...body(TAKEN) }, 'refused', false, 409],
  ['a 200 with result error', 'login', body(TAKEN), 'refused', false, 200],
  ['a 422 in HTML', 'login', { like: 'html-500', status: 422 }, 'bad_response', false, 422],
  ['a 401', 'login', { like: 'refused', status: 401 }, 'bad_response', false, 401],
  ['a 403 without a body', 'login', { status: 403, body: '' }, 'bad_response', false, 403],
  ['a 403 to a session', 'session', 'ended', 'session_expired', false, 403],
  ['a 403 without a body to a session', 'session', { status: 403, body: '' }, 'session_expired', false, 403],
  ['a 403 to a change of password', 'updatePassword', 'ended', 'session_expired', false, 403],
  ['a 403 to a change of profile', 'updateProfile', 'ended', 'session_expired', false, 403],
  ['a 404', 'login', { like: 'html-500', status: 404 }, 'switched_off', false, 404],
  ['a 429', 'login', 'limited', 'rate_limited', true, 429],
  ['a 503 with a refusal in it', 'login', { like: 'refused', status: 503 }, 'server', true, 503],
  ['a welcome page', 'login', 'html-200', 'bad_response', false, 200],
  ['a result nobody knows', 'login', body({ result: 'welcome', token: 'eyJ' }), 'bad_response', false, 200],
  ['an answer of version 1', 'login', body({ token: 'eyJ', url: 'https://a.test/' }), 'bad_response', false, 200],
  ['a login without a token', 'login', body({ result: 'full_login', session: SESSION }), 'bad_response', false, 200],
  ['a condition without a session', 'login', body({ result: 'conditional_login', session: null, conditions: ['x'] }), 'bad_response', false, 200],
  ['a redirect', 'login', 'redirect', 'bad_response', false, undefined],
  ['a dropped connection', 'login', 'drop', 'unreachable', true, undefined],
]) {
  test(`${what} is reported as ${code}`, async () => {
    await fake.set({ answer });
    const result = await make()[call]({ ...LOGIN, session: 'kss_canary', current_password: 'x' });
    assert.equal([result.result, result.code, result.retryable, result.status], ['error', code, retryable, status], JSON.stringify(result));
    assert(result.error.length > 3 && result.errors.length, 'there is a text');
    assert(!JSON.stringify(result).includes('kss_'), 'no session in an error');
  });
}

test('a session that has ended has a text of its own', async () => {
  await fake.set({ answer: 'ended' });
  assert.equal((await make().session({ session: 'kss_1' })).error, 'Your session has ended. Please log in again.');
});

test('a logout of a session that has ended is done', async () => {
  for (const answer of ['ended', { status: 403, body: '' }]) {
    await fake.set({ answer });
    assert.equal((await make().logout({ session: 'kss_1' })).result, 'okay');
  }
});

test('sentences are reported for the field that they name', async () => {
  const errors = ['Current password does not match', 'Password is too short (minimum is 8 characters)'];
  await fake.set({ answer: { status: 422, ...body({ result: 'error', error: errors.join(' '), errors }) } });
  const { fields } = await make().updatePassword({ session: 'kss_1', current_password: 'x', password: 'y' });
  assert.equal(fields, { current_password: [errors[0]], password: [errors[1]] });
});

test('the wait is read from Retry-After, or from the date of Ratelimit-Reset', async () => {
  const at = (seconds) => new Date(Date.now() + seconds * 1000).toUTCString();
  const limited = async (headers) => {
    const names = { 'access-control-expose-headers': 'retry-after, ratelimit-reset' };
    await fake.set({ answer: { like: 'limited', headers: { ...names, 'retry-after': null, ...headers } } });
    return (await make().login(LOGIN)).retryAfter;
  };
  assert.equal(await limited({ 'retry-after': '9', 'ratelimit-reset': at(60) }), 9);
  const seconds = await limited({ 'ratelimit-reset': at(60) });
  assert(seconds >= 50 && seconds <= 60, `a minute: ${seconds}`);
  for (const odd of ['soon', at(-60), at(1e6), '']) assert.equal(await limited({ 'ratelimit-reset': odd }), undefined, odd);
});

test('texts are asked for in the page\'s language, without a preflight', async () => {
  for (const [locale, header] of [['de', 'de'], ['pt-BR', 'pt-BR'], ['en, fr', undefined], ['d"e', undefined]]) {
    await make({ locale }).login(LOGIN);
    const { headers, preflight } = await last();
    assert(header ? headers['accept-language'] === header : headers['accept-language'] !== locale, `${locale}: ${headers['accept-language']}`);
    assert.equal(preflight, false, locale);
  }
  const page = await openPage('', { lang: 'es' });
  page.window.AuthRocket.setInstanceUrl(INSTANCE, { api: 'v2' });
  await new Promise((resolve) => page.window.AuthRocket.authenticate(LOGIN, resolve));
  assert.equal((await last()).headers['accept-language'], 'es');
});

test('version 1 sends no language of its own', async () => {
  await createClient({ url: INSTANCE, locale: 'de' }).login(LOGIN);
  assert((await last()).headers['accept-language'] !== 'de');
});

test('calls of the script API give handlers for version 1 no success that they would misread', async () => {
  const { AuthRocket } = (await openPage('', { url: null })).window;
  AuthRocket.setInstanceUrl(INSTANCE, { api: 'v2' });
  const call = (name, fields) => new Promise((resolve) => AuthRocket[name](fields, resolve));
  const login = await call('authenticate', LOGIN);
  assert.equal([login.error, login.url, login.session], [undefined, '', SESSION]);
  assert.equal((await call('requestInvitation', LOGIN)).result, 'okay');
  assert.equal((await call('updatePassword', { session: 'kss_1', current_password: 'x', password: 'y' })).result, 'okay');
  assert.equal((await call('updateProfile', { session: 'kss_1' })).result, 'login');
  await fake.set({ answer: 'choose-account' });
  const conditional = await call('authenticate', LOGIN);
  assert.match(conditional.error, /one more step/);
  assert.equal([conditional.result, conditional.session], ['conditional_login', SESSION]);
});
