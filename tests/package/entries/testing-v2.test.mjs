// `authrocket-wasm/testing` with a realm of AuthRocket 2.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createClient } from 'authrocket-wasm';
import { createServerClient } from 'authrocket-wasm/server';
import { connectEmulator, startEmulator } from 'authrocket-wasm/testing';

const ada = { email: 'ada@example.test', password: 'analytical engine' };
let emulator;

before(async () => {
  emulator = await startEmulator({ api: 'v2' });
});
after(() => emulator?.stop());
beforeEach(() => emulator.reset());

test('without a seed there is a user, and the library logs in', async () => {
  const client = createClient({ url: emulator.loginRocketUrl, api: emulator.api });
  const { result, token } = await client.login(ada);
  assert.equal(result, 'login');
  const server = createServerClient({ api: emulator.api, loginRocketUrl: emulator.loginRocketUrl, realm: emulator.realm, jwtKey: emulator.jwtKey });
  assert.equal((await server.verify(token)).email, 'ada@example.test');
  assert.equal((await emulator.sessions()).length, 1);
});

test('the variables of a server are those of version 2', () => {
  const { env } = emulator;
  assert.deepEqual(Object.keys(env).filter((name) => !env[name]), []);
  assert.equal(env.LOGINROCKET_URL, emulator.loginRocketUrl);
  assert.match(env.AUTHROCKET_JWT_KEY, /^-----BEGIN PUBLIC KEY-----/);
  assert.match(env.AUTHROCKET_URL, /\/v2\/$/);
  assert.ok(!('AUTHROCKET_JWT_SECRET' in env));
});

test('a login by a test, by address and by user name', async () => {
  for (const fields of [ada, { username: 'ada', password: ada.password }]) {
    const { token, url, session } = await emulator.logIn(fields);
    assert.match(token, /^eyJ/);
    assert.equal(url, '');
    assert.match(session, /^kss_/);
  }
  await assert.rejects(emulator.logIn({ ...ada, password: 'wrong' }), /refused the login/);
  assert.equal((await emulator.sessions()).length, 2);
});

test('a login that needs a code says so, and the code of its user is known', async () => {
  const client = createClient({ url: emulator.loginRocketUrl, api: emulator.api });
  const user = { username: 'grace', email: 'grace@example.test', password: 'nanoseconds', totp_secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' };
  await emulator.seed({ realms: [{ id: emulator.realm, api: 2, users: [user] }] });
  await assert.rejects(emulator.logIn({ username: 'grace', password: 'nanoseconds' }), /refused the login: mfa/);
  const { token } = await client.login({ email: user.email, password: user.password });
  const second = await client.completeLogin({ token, code: await emulator.code('grace') });
  assert.notEqual(second.result, 'error');
});

test('mails, faults and the request log', async () => {
  const client = createClient({ url: emulator.loginRocketUrl, api: emulator.api });
  const waiting = emulator.waitForMail({ to: ada.email });
  await client.forgotPassword({ email: ada.email });
  const { token } = await waiting;
  const reset = await client.resetPassword({ token, password: 'a better engine' });
  assert.equal(reset.result, 'login');
  await emulator.fault({ path: '/v2/login', fault: 'status', status: 503, times: 1 });
  assert.equal((await client.login(ada)).code, 'server');
  assert.deepEqual((await emulator.requests()).map(({ path }) => path), ['/v2/password/forgot', '/v2/password/reset', '/v2/login']);
});

test('a seed says the version by itself', async () => {
  const seed = {
    realms: [{ id: 'rl_0OwnRealm00000000001', api: 2, subdomain: 'own', client_apps: [{ name: 'A', default: true, redirect_uris: ['{{APP}}/'] }],
      orgs: [{ id: 'org_0One', name: 'One' }], users: [{ ...ada, memberships: [{ org_id: 'org_0One' }] }] }],
  };
  const own = await startEmulator({ seed, vars: { APP: 'http://localhost:5173' } });
  assert.deepEqual([own.api, own.realm], ['v2', 'rl_0OwnRealm00000000001']);
  assert.match((await own.logIn(ada)).session, /^kss_/);
  await own.stop();
});

test('an emulator that runs is found by the option, or by the variables that exec sets', async () => {
  const { loginRocketUrl, env } = emulator;
  const found = await connectEmulator({ loginRocketUrl, api: 'v2' });
  assert.match((await found.logIn(ada)).session, /^kss_/);
  Object.assign(process.env, env);
  try {
    const { api, jwtKey, realm } = await connectEmulator();
    assert.deepEqual([api, jwtKey, realm], ['v2', emulator.jwtKey, emulator.realm]);
  } finally {
    for (const name of Object.keys(env)) delete process.env[name];
  }
});
