// `authrocket-wasm/testing`: an emulator that starts, is used, and ends with the tests.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { after, before, beforeEach, test } from 'node:test';
import { createClient } from 'authrocket-wasm';
import { connectEmulator, startEmulator } from 'authrocket-wasm/testing';

const ada = { username: 'ada', password: 'analytical engine' };
let emulator;

before(async () => {
  emulator = await startEmulator();
});
after(() => emulator?.stop());
beforeEach(() => emulator.reset());

test('without a seed there is a user, and the library logs in', async () => {
  const client = createClient({ url: emulator.loginRocketUrl });
  const result = await client.login(ada);
  assert.equal(result.result, 'login');
  assert.match(result.url, /^http:\/\/localhost:3000\/login\?token=/);
  assert.equal((await emulator.users()).length, 1);
  assert.equal((await emulator.sessions()).length, 1);
  assert.deepEqual(Object.keys(emulator.env).filter((name) => !emulator.env[name]), []);
});

test('reset goes back to the seed', async () => {
  await emulator.seed({ realms: [{ id: emulator.realm, users: [{ username: 'grace', email: 'g@example.test', password: 'nanoseconds' }] }] });
  await emulator.logIn({ username: 'grace', password: 'nanoseconds' });
  assert.equal((await emulator.users()).length, 2);
  await emulator.reset();
  assert.equal((await emulator.users()).length, 1);
});

test('mails and their links', async () => {
  const client = createClient({ url: emulator.loginRocketUrl });
  assert.deepEqual(await emulator.mails(), []);
  await assert.rejects(emulator.waitForMail({ to: 'ada@example.test', timeout: 200 }), /no mail came/);
  const waiting = emulator.waitForMail({ to: 'ada@example.test' });
  await client.forgotPassword({ username: 'ada' });
  const { token, link, event } = await waiting;
  assert.ok(link.includes(token) && event);
  const reset = await client.resetPassword({ token, password: 'a better engine', password_confirmation: 'a better engine' });
  assert.equal(reset.result, 'okay');
  await emulator.logIn({ username: 'ada', password: 'a better engine' });
  await assert.rejects(emulator.logIn(ada), /refused the login/);
});

test('codes of the second factor', async () => {
  const client = createClient({ url: emulator.loginRocketUrl });
  const { result, token } = await client.login({ username: '2fa', password: 'x' });
  assert.equal(result, 'code_required');
  const second = await client.completeLogin({ token, code: await emulator.code('2fa') });
  assert.equal(second.result, 'login');
  await assert.rejects(emulator.code('ada'), /404/);
});

test('faults, the request log and the clock', async () => {
  const client = createClient({ url: emulator.loginRocketUrl });
  await emulator.fault({ path: '/v1/login', fault: 'status', status: 503, times: 1 });
  assert.equal((await client.login(ada)).code, 'server');
  await emulator.fault({ path: '/v1/login', fault: 'drop' });
  await emulator.clearFaults();
  const { token } = await client.login(ada);
  const paths = (await emulator.requests()).map(({ path }) => path);
  assert.deepEqual(paths, ['/v1/login', '/v1/login']);
  await emulator.advance(7 * 3600);
  assert.equal((await client.session({ token })).code, 'refused');
});

test('a seed may be an object or a file, with variables; each emulator is of its own', async () => {
  const seed = {
    api_keys: [{ key: 'ko_OwnKeyOfThisTest-NotASecretAnywhereElse' }],
    realms: [{ id: 'rl_0OwnRealm00000000001', apps: [{ name: 'A', default: true, login_handler: '{{APP}}/in' }], users: [{ ...ada, email: 'a@example.test' }] }],
  };
  const file = new URL('seed-of-testing.json', import.meta.url);
  await writeFile(file, JSON.stringify(seed));
  for (const given of [seed, file.pathname]) {
    const own = await startEmulator({ seed: given, vars: { APP: 'http://localhost:5173' } });
    assert.equal(own.realm, 'rl_0OwnRealm00000000001');
    assert.match((await own.logIn(ada)).url, /^http:\/\/localhost:5173\/in\?token=/);
    assert.equal((await emulator.sessions()).length, 0);
    await own.stop();
    await assert.rejects(fetch(own.loginRocketUrl));
  }
});

test('an emulator that runs is found, and left running', async () => {
  const { loginRocketUrl, apiUrl, apiKey, realm } = emulator;
  const found = await connectEmulator({ loginRocketUrl, apiUrl, apiKey, realm });
  await found.logIn(ada);
  await found.stop();
  assert.equal((await emulator.sessions()).length, 1);
  await assert.rejects(connectEmulator({ loginRocketUrl: 'http://127.0.0.1:9/' }), /no emulator answers/);
});

test('a program that is missing, or a seed that is wrong, says so', async () => {
  await assert.rejects(startEmulator({ program: 'no-such-emulator' }), /was not found; install it/);
  await assert.rejects(startEmulator({ seed: { realm: [] } }), /ended with 2.*seed/s);
});

test('an emulator ends with the tests, even if they are killed', async () => {
  const code = `import { startEmulator } from 'authrocket-wasm/testing';
    console.log((await startEmulator()).loginRocketUrl); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { cwd: new URL('.', import.meta.url), stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await once(child.stdout, 'data');
  await fetch(String(url).trim());
  child.kill('SIGKILL');
  for (const end = Date.now() + 10_000; ; ) {
    const isThere = await fetch(String(url).trim()).then(() => true, () => false);
    if (!isThere) break;
    assert.ok(Date.now() < end, 'the emulator is still there');
  }
});
