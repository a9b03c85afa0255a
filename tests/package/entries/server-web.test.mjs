// The sample of docs/server.md, `docs/app-servers/web/login.js`, against the emulator.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { startEmulator } from 'authrocket-wasm/testing';

const seed = {
  api_keys: [{ key: 'ko_WebSampleKeyForTheEmulator-NotASecretAnywhereElse' }],
  realms: [
    {
      id: 'rl_0WebSampleRealm000001',
      login_rocket: { signup_mode: 'user_token' },
      apps: [{ name: 'A', default: true, login_handler: 'http://localhost:3000/login' }],
      users: [{ username: 'ada', email: 'ada@example.test', password: 'analytical engine', first_name: 'Ada' }],
    },
  ],
};
const origin = 'https://app.test';
let emulator;
let sample;
let started;
const sessions = {
  start: async (login) => (started.push(login), 'sid=1'),
  remember: async ({ signupToken }) => `signup=${signupToken}`,
  signupToken: async (request) => request.headers.get('cookie').slice('signup='.length),
};

before(async () => {
  emulator = await startEmulator({ seed });
  Object.assign(process.env, emulator.env);
  sample = await import('./web/login.js');
});
after(() => emulator?.stop());
beforeEach(async () => {
  started = [];
  await emulator.reset();
});

const post = (fields, headers = {}) => new Request(`${origin}/login`, { method: 'POST', body: new URLSearchParams(fields), headers });

test('by address: a session, and on to an address without the token', async () => {
  const { token } = await emulator.logIn({ username: 'ada', password: 'analytical engine' });
  for (const [redir, to] of [['/orders', '/orders'], ['//evil.test', '/account']]) {
    const answer = await sample.login(new Request(`${origin}/login?${new URLSearchParams({ token, redir })}`), sessions);
    assert.deepEqual([answer.status, answer.headers.get('location'), answer.headers.get('set-cookie')], [303, to, 'sid=1']);
  }
  assert.deepEqual(started.map(({ name }) => name), ['Ada', 'Ada']);
});

test('by fetch: the answer says where to go', async () => {
  const { token } = await emulator.logIn({ username: 'ada', password: 'analytical engine' });
  const answer = await sample.login(post({ token }, { accept: 'application/json' }), sessions);
  assert.deepEqual([answer.status, await answer.json()], [200, { redirect: '/account' }]);
});

test('a forged token is refused, an outage is not', async (t) => {
  t.mock.method(console, 'warn', () => {});
  const { token } = await emulator.logIn({ username: 'forged', password: 'x' });
  const refused = await sample.login(post({ token }), sessions);
  assert.deepEqual([refused.status, await refused.json()], [401, { error: 'This login is not valid any more. Please log in again.' }]);
  await emulator.fault({ path: '/v1/sessions/*', port: 'api', fault: 'drop' });
  assert.equal((await sample.login(post({ token }), sessions)).status, 503);
  assert.equal((await sample.login(post({}), sessions)).status, 400);
  assert.deepEqual(started, []);
});

test('a signup token becomes a user when the app wants it', async () => {
  const body = new URLSearchParams({ username: 'grace', email: 'grace@example.test', password: 'compiler of the first hour' });
  const { token } = await (await fetch(new URL('/v1/signup', emulator.loginRocketUrl), { method: 'POST', body })).json();
  const kept = await sample.login(post({ token }), sessions);
  assert.deepEqual([kept.headers.get('location'), started.length], ['/signup/confirm', 0]);
  const cookie = kept.headers.get('set-cookie');
  const done = await sample.confirmSignup(new Request(`${origin}/signup/confirm`, { method: 'POST', headers: { cookie } }), sessions);
  assert.deepEqual([done.status, started[0].username], [303, 'grace']);
});
