/**
 * The app's own test, against an emulator of its own: `loginrocket-emulator exec --seed ../seed.json -- npm test`.
 * Passwords go to the emulator and tokens come back, so nothing of the login is replaced by a stand-in.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';

const { AUTHROCKET_URL, AUTHROCKET_API_KEY, AUTHROCKET_REALM, AUTHROCKET_LOGIN_URL } = process.env;
const headers = { 'X-Authrocket-Api-Key': AUTHROCKET_API_KEY, 'X-Authrocket-Realm': AUTHROCKET_REALM };
let server;
let origin;

before(async () => {
  const port = await freePort();
  const settings = { PORT: port, LOGINROCKET_URL: AUTHROCKET_LOGIN_URL, SESSION_SECRET: randomBytes(32).toString('hex') };
  server = spawn(process.execPath, ['server.js'], { env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'inherit'] });
  origin = `http://localhost:${port}`;
  // It says where it listens.
  await Promise.race([once(server.stdout, 'data'), once(server, 'exit').then(() => assert.fail('the app ended'))]);
});

after(() => server?.kill());

async function freePort() {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();
  listener.close();
  await once(listener, 'close');
  return port;
}

/** What the library does in the page: the token, and path and query of where the page goes with it. */
async function logIn(password) {
  const body = new URLSearchParams({ username: 'ada', password });
  const { token, url, error } = await (await fetch(`${AUTHROCKET_LOGIN_URL}v1/login`, { method: 'POST', body })).json();
  return { token, error, path: url && new URL(url).pathname + new URL(url).search };
}

const get = (path, cookie = '') => fetch(origin + path, { headers: { cookie }, redirect: 'manual' });

test('a login becomes a session of the app', async () => {
  const { path } = await logIn('analytical engine');
  const arrived = await get(path);
  assert.equal(arrived.status, 303);
  const cookie = arrived.headers.get('set-cookie').split(';')[0];
  assert.match(await (await get('/account', cookie)).text(), /Ada/);
});

test('a wrong password brings no token', async () => {
  const { token, error } = await logIn('difference engine');
  assert.equal(token, undefined);
  assert.ok(error);
});

test('a token that was logged out is refused', async () => {
  const { token, path } = await logIn('analytical engine');
  const ended = await fetch(`${AUTHROCKET_URL}sessions/${token}`, { method: 'DELETE', headers });
  assert.equal(ended.status, 204);
  assert.equal((await get(path)).status, 401);
  assert.equal((await get('/account')).status, 302);
});
