// The sample of docs/from-loginrocket-js.md, which is written beside this file: each kind of reply, by the server of a test.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reply, serve } from './server.mjs';

const REPLIES = {
  ada: [200, { result: 'full_login', token: 'eyJ', session: 'kss_1', account: 'org_1' }],
  grace: [200, { result: 'conditional_login', session: 'kss_1', account: null, conditions: ['no_account_selected'] }],
  alan: [200, { result: 'conditional_login', session: null, account: null, conditions: ['mfa_required'], token: 'tmf:1' }],
  edsger: [200, { result: 'conditional_login', session: 'kss_2', account: null, conditions: ['must_complete_profile'] }],
  mallory: [422, { result: 'error', error: 'Login failed', errors: ['Login failed'] }],
};

test('the sample logs in, asks for a code and an account, leaves for the profile, and shows what is wrong', async (t) => {
  const server = await serve(t, ({ url, body }, response) => {
    if (url === '/app/login') {
      return reply(response, 204, '');
    }
    const isSecond = url.startsWith('/v2/session') || url === '/v2/login/verify';
    const [status, content] = isSecond ? REPLIES.ada : REPLIES[JSON.parse(body).email];
    return reply(response, status, JSON.stringify(content));
  });
  const theirs = globalThis.fetch;
  // The sample's own addresses lead to the server of this test.
  globalThis.fetch = (address, init) => theirs(server.url + String(address).replace('https://myapp.e2.loginrocket.com', ''), init);
  t.after(() => (globalThis.fetch = theirs));
  const { logIn } = await import('./sample.mjs');
  const left = [];
  globalThis.location = { assign: (address) => left.push(address) };
  t.after(() => delete globalThis.location);
  const ask = [async () => '123456', async () => 'org_1'];
  assert.equal(await logIn('mallory', 'p', ...ask), 'Login failed');
  assert.equal(server.requests.length, 1);
  for (const email of ['ada', 'grace', 'alan', 'edsger']) {
    assert.equal(await logIn(email, 'p', ...ask), undefined);
  }
  assert.deepEqual(left, ['https://myapp.e2.loginrocket.com/profile?session=kss_2']);
  assert.deepEqual(
    server.requests.map(({ method, url, body }) => `${method} ${url} ${body}`),
    [
      'POST /v2/login {"email":"mallory","password":"p"}',
      'POST /v2/login {"email":"ada","password":"p"}',
      'POST /app/login {"token":"eyJ"}',
      'POST /v2/login {"email":"grace","password":"p"}',
      'GET /v2/session?session=kss_1&account=org_1 ',
      'POST /app/login {"token":"eyJ"}',
      'POST /v2/login {"email":"alan","password":"p"}',
      'POST /v2/login/verify {"token":"tmf:1","code":"123456"}',
      'POST /app/login {"token":"eyJ"}',
      'POST /v2/login {"email":"edsger","password":"p"}',
    ],
  );
});
