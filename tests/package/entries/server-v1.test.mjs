// `authrocket-wasm/server` against the emulator: tokens of AuthRocket 1, sessions, and signups.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { after, before, beforeEach, test } from 'node:test';
import { createServerClient, isSignupToken, LoginError, readToken } from 'authrocket-wasm/server';
import { startEmulator } from 'authrocket-wasm/testing';

const RS256 = 'rl_0EntryRsaRealm00000001';
/** Made here: an emulator that is built for debugging takes seconds for one. */
const rsaKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
const ada = { username: 'ada', password: 'analytical engine' };
const seed = {
  api_keys: [{ key: 'ko_EntryKeyForTheEmulator-NotASecretAnywhereElse' }],
  realms: [
    {
      id: 'rl_0EntryRealm0000000001',
      jwt_key: 'jsk_EntrySecretForTheEmulator-NotASecretAnywhereElse',
      login_rocket: { signup_mode: 'user_token' },
      jwt_fields: ['custom', 'memberships', 'orgs'],
      apps: [{ name: 'A', subdomain: 'first', default: true, login_handler: 'http://localhost:3000/login' }],
      users: [{ ...ada, email: 'ada@example.test', first_name: 'Ada', last_name: 'Lovelace', custom: { plan: 'gold' } }],
    },
    {
      id: RS256,
      jwt_algo: 'rs256',
      jwt_private_key: rsaKey(),
      apps: [{ name: 'B', subdomain: 'second', login_handler: 'http://localhost:3000/login' }],
      users: [{ ...ada, email: 'ada@example.test' }],
    },
  ],
};
let emulator;
let byJwt;
let byApi;

before(async () => {
  emulator = await startEmulator({ seed });
  const { realm, jwtKey, apiUrl, apiKey } = emulator;
  byJwt = createServerClient({ realm, jwtKey, apiUrl, apiKey });
  byApi = createServerClient({ realm, apiUrl, apiKey });
});
after(() => emulator?.stop());
beforeEach(() => emulator.reset());

const both = () => [byJwt, byApi];
const refuses = (code, promise) =>
  assert.rejects(promise, (error) => error instanceof LoginError && (assert.equal(error.code, code), true));

/** What a page gets from the API of an app. */
async function page(call, fields, host = 'first') {
  const { port } = new URL(emulator.loginRocketUrl);
  // The host picks the app; `fetch` would have to resolve it.
  const headers = { host: `${host}.localhost`, 'content-type': 'application/x-www-form-urlencoded' };
  const sent = request({ method: 'POST', host: '127.0.0.1', port, path: `/v1/${call}`, headers });
  sent.end(String(new URLSearchParams(fields)));
  const [response] = await once(sent, 'response');
  return json(response);
}
const signUp = (username) =>
  page('signup', { username, email: `${username}@example.test`, password: 'compiler of the first hour', first_name: username });

test('a login is verified both ways, with the same answer', async () => {
  const { token } = await emulator.logIn(ada);
  for (const server of both()) {
    const login = await server.verify(token);
    const [{ id: userId }] = await emulator.users();
    assert.deepEqual([login.userId, login.username, login.name, login.firstName], [userId, 'ada', 'Ada Lovelace', 'Ada']);
    assert.deepEqual([login.realmId, login.custom], [emulator.realm, { plan: 'gold' }]);
    assert.match(login.sessionId, /^kss_/);
    assert.ok(login.expiresAt > Date.now() / 1000 && login.claims.un === 'ada');
  }
});

test('a token that is no login is refused both ways, without asking', async () => {
  const requests = (await emulator.requests()).length;
  for (const server of both()) {
    await refuses('token_missing', server.verify(undefined));
    await refuses('token_missing', server.verify(''));
    for (const token of ['kss_0yt1NARcIgfueUJMqVMpjn', '../users/ada', 'a.b', ['a.b.c'], 42, `a.${'b'.repeat(9000)}.c`, 'a.b.c']) {
      await refuses('token_malformed', server.verify(token));
    }
    await refuses('signup_token', server.verify('utk_0abc'));
  }
  assert.equal((await emulator.requests()).length, requests);
});

for (const [user, jwt, api] of [['expired', 'expired', 'session_ended'], ['forged', 'signature_invalid', 'session_ended']]) {
  test(`the token of ${user} is refused both ways`, async () => {
    const { token } = await emulator.logIn({ username: user, password: 'x' });
    await refuses(jwt, byJwt.verify(token));
    await refuses(api, byApi.verify(token));
  });
}

test('a token that was logged out is refused by the API at once', async () => {
  const { token } = await emulator.logIn(ada);
  const { sessionId } = await byApi.verify(token);
  assert.equal(await byApi.endSession(sessionId), true);
  assert.equal(await byApi.endSession(sessionId), false);
  await refuses('session_ended', byApi.verify(token));
  await assert.rejects(byApi.endSession('../users/ada'), TypeError);
});

test('a signature is proof of a login for two minutes only', async (t) => {
  const { token } = await emulator.logIn(ada);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 125_000 });
  await byJwt.verify(token);
  t.mock.timers.tick(10_000);
  await refuses('too_old', byJwt.verify(token));
  const { realm, jwtKey } = emulator;
  await createServerClient({ realm, jwtKey, maxAge: false }).verify(token);
});

test('a token of another realm is refused both ways', async () => {
  const { token } = await page('login', ada, 'second');
  await refuses('key_unknown', byJwt.verify(token));
  await assert.rejects(byApi.verify(token), ({ code }) => ['realm_wrong', 'session_ended'].includes(code));
  const { jwtKey } = emulator;
  const other = createServerClient({ realm: RS256, jwtKey });
  await refuses('realm_wrong', other.verify((await emulator.logIn(ada)).token));
});

test('keys of a realm that signs by RS256 come from the Core API, also after a rotation', async (t) => {
  const { apiUrl, apiKey } = emulator;
  const server = createServerClient({ realm: RS256, apiUrl, apiKey, verify: 'jwt' });
  const { token: old } = await page('login', ada, 'second');
  await server.verify(old);
  const headers = { 'X-Authrocket-Api-Key': apiKey, 'X-Authrocket-Realm': RS256, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ jwt_key: { algo: 'rs256', key: rsaKey() } });
  const made = await fetch(`${apiUrl}jwt_keys`, { method: 'POST', headers, body });
  assert.equal(made.status, 201);
  const { token: fresh } = await page('login', ada, 'second');
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 31_000 });
  await server.verify(fresh);
  await server.verify(old);
});

test('a cache asks once, until the session ends here', async () => {
  const { realm, apiUrl, apiKey } = emulator;
  let asked = 0;
  const counting = (url, init) => ((asked += 1), fetch(url, init));
  const server = createServerClient({ realm, apiUrl, apiKey, cache: 60, fetch: counting });
  const { token } = await emulator.logIn(ada);
  const { sessionId } = await server.verify(token);
  await server.verify(token);
  assert.equal(asked, 1);
  await server.endSession(sessionId);
  await refuses('session_ended', server.verify(token));
  await refuses('session_ended', server.verify(token));
  assert.equal(asked, 4);
});

test('an outage is no refusal', async () => {
  const { token } = await emulator.logIn(ada);
  for (const fault of [{ fault: 'status', status: 503 }, { fault: 'drop' }, { fault: 'body', body: '<html>' }, { fault: 'status', status: 429 }]) {
    await emulator.fault({ path: '/v1/sessions/*', port: 'api', times: 1, ...fault });
    await assert.rejects(byApi.verify(token), { code: 'unavailable', status: 503 });
  }
  const { realm, apiUrl } = emulator;
  await refuses('unavailable', createServerClient({ realm, apiUrl, apiKey: 'ko_wrong' }).verify(token));
  await byApi.verify(token);
});

test('an error never holds the token', async () => {
  const { token } = await emulator.logIn({ username: 'forged', password: 'x' });
  for (const server of both()) {
    const error = await server.verify(token).catch((caught) => caught);
    assert.ok(!JSON.stringify([error.message, error.stack, error.userMessage, String(error.cause)]).includes(token));
  }
});

test('a signup token is read, becomes a user once, and the user is logged in', async () => {
  const { token } = await signUp('grace');
  assert.ok(isSignupToken(token));
  const { username, email, firstName } = await byApi.readSignup(token);
  assert.deepEqual([username, email, firstName], ['grace', 'grace@example.test', 'grace']);
  const browser = { ip: '192.0.2.10', client: 'test' };
  const { userId, user } = await byApi.redeemSignup(token, browser);
  assert.equal(user.username, 'grace');
  const { login } = await byJwt.startSession(userId, browser);
  assert.deepEqual([login.userId, login.username], [userId, 'grace']);
  const again = await byApi.redeemSignup(token).catch((error) => error);
  assert.deepEqual([again.code, again.status], ['refused', 422]);
});

test('a name that was taken meanwhile is refused in the words of the service', async () => {
  const [first, second] = [await signUp('grace'), await signUp('grace')];
  await byApi.redeemSignup(first.token);
  const error = await byApi.redeemSignup(second.token).catch((caught) => caught);
  assert.equal(error.code, 'refused');
  assert.match(error.userMessage, /has already been taken/);
  assert.deepEqual(error.errors.length > 0, true);
});

test('an unknown signup token, and none at all', async () => {
  await refuses('signup_unknown', byApi.readSignup('utk_0unknown'));
  await refuses('token_malformed', byApi.readSignup('../users/ada'));
  await refuses('token_malformed', byApi.redeemSignup('eyJ.a.b'));
  await assert.rejects(createServerClient({ realm: RS256, jwtKey: 'jsk_1' }).readSignup('utk_0abc'), /needs apiUrl/);
});

const at = 'https://app.test/login';
const form = (fields) => new Request(at, { method: 'POST', body: new URLSearchParams(fields) });
const multipart = (fields) => {
  const body = new FormData();
  Object.entries(fields).forEach((pair) => body.append(...pair));
  return new Request(at, { method: 'POST', body });
};
const jsonRequest = (fields) =>
  new Request(at, { method: 'POST', body: JSON.stringify(fields), headers: { 'content-type': 'application/json' } });
const address = (fields) => new Request(`${at}?${new URLSearchParams(fields)}`);

test('the token of a request: by address, form, multipart and JSON', async () => {
  const { token } = await emulator.logIn(ada);
  for (const make of [form, multipart, jsonRequest, address]) {
    const made = make({ token, signup: 'true', redir: '/orders?page=2' });
    assert.deepEqual(await readToken(made), { token, signup: true, redir: '/orders?page=2' });
    assert.equal((await byJwt.verify(made)).username, 'ada');
    // The app can still read the body.
    assert.equal(made.bodyUsed, false);
  }
});

test('a request without a token, or with two', async () => {
  for (const make of [form, multipart, jsonRequest, address]) {
    await refuses('token_missing', byJwt.verify(make({})));
  }
  await refuses('token_malformed', byJwt.verify(new Request(`${at}?token=a.b.c&token=d.e.f`)));
  await refuses('token_malformed', byJwt.verify(jsonRequest({ token: ['a.b.c'] })));
  const broken = new Request(at, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } });
  await refuses('token_malformed', byJwt.verify(broken));
});

test('redir never leads to another site', async () => {
  for (const redir of ['//evil.test', '/\\evil.test', 'https://evil.test/', '\\\\evil.test', '/\t/evil.test', '/..//evil.test', 'javascript:1', '']) {
    assert.equal((await readToken(address({ token: 'a', redir }))).redir, undefined, redir);
  }
});

const MISTAKES = [
  [{}, /realm is required/],
  [{ realm: 'demo' }, /realm is required/],
  [{ realm: RS256 }, /needs apiUrl/],
  [{ realm: RS256, apiUrl: 'https://api.test/v1/' }, /needs apiKey/],
  [{ realm: RS256, apiUrl: 'api.test', apiKey: 'k' }, /http\(s\) address/],
  [{ realm: RS256, api: 'v3', jwtKey: 's' }, /v1 or v2/],
  [{ realm: RS256, api: 'v2', apiUrl: 'https://api.test/v1/', apiKey: 'k' }, /that of v1/],
  [{ realm: RS256, verify: 'jwt' }, /needs jwtKey/],
  [{ realm: RS256, verify: 'jwt', api: 'v2' }, /needs loginRocketUrl/],
  [{ realm: RS256, verify: 'magic', jwtKey: 's' }, /jwt or api/],
  [{ realm: RS256, jwtKey: 42 }, /jwtKey must be/],
  [{ realm: RS256, jwtKey: 's', maxAge: -1 }, /maxAge/],
  [{ realm: RS256, jwtKey: 's', secret: 's' }, /unknown option: secret/],
];
for (const [options, message] of MISTAKES) {
  test(`options ${JSON.stringify(options)} stop the start`, () => assert.throws(() => createServerClient(options), { name: 'TypeError', message }));
}
