// protocol-v2 §3.5: what comes out of a call.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoginRocket } from 'authrocket-wasm/loginrocket';
import { failure, outcome, reply, serve } from './server.mjs';

const REFUSED = { result: 'error', error: 'Login failed', errors: ['Login failed'] };
const DENIED = failure('AccessDenied', 'Session expired or access denied.');
const LIMITED = failure('RateLimited', 'Rate limited; wait before trying again.');
const UNKNOWN = failure('LoginRocketError');

/** A status and a body, and what the call resolves to. */
const BODIES = [
  [200, '{"result":"full_login","token":"eyJ","session":"kss_1","account":"org_1","more":{"a":[1]}}', undefined],
  [200, '{"result":"conditional_login","session":"kss_1","account":null,"conditions":["no_account_selected"]}', undefined],
  [201, '{"result":"a result of tomorrow"}', undefined],
  [215, '{"no":"result"}', undefined],
  [200, ' [1, 2] ', [1, 2]],
  [200, 'null', null],
  [200, '42', 42],
  [200, '"text"', 'text'],
  [200, '<!doctype html><h1>é</h1>', '<!doctype html><h1>é</h1>'],
  [200, '{"cut":', '{"cut":'],
  [200, '', ''],
  [204, '', ''],
  [409, JSON.stringify(REFUSED), REFUSED],
  [422, JSON.stringify(REFUSED), REFUSED],
  [422, 'not JSON', 'not JSON'],
  [403, JSON.stringify(REFUSED), DENIED],
  [403, '', DENIED],
  [429, JSON.stringify(REFUSED), LIMITED],
  [429, '<p>', LIMITED],
  [404, JSON.stringify(REFUSED), failure('RecordNotFound')],
  ...[400, 401, 402, 405, 417, 499, 500, 502, 503, 599].map((status) => [status, JSON.stringify(REFUSED), UNKNOWN]),
];
for (const [status, body, wanted = JSON.parse(body)] of BODIES) {
  test(`${status} ${body} resolves to ${JSON.stringify(wanted).slice(0, 60)}`, async (t) => {
    const { lr, requests } = await serve(t, (_, response) => reply(response, status, body));
    for (const method of ['login', 'getSession', 'updateProfile', 'logout']) {
      assert.deepEqual((await outcome(() => lr()[method]({}))).resolves, wanted, method);
    }
    assert.equal(requests.length, 4, 'nothing is tried again');
  });
}

for (const status of [300, 304, 306, 399, 600]) {
  test(`a status of ${status} rejects`, async (t) => {
    const { lr } = await serve(t, (_, response) => reply(response, status, ''));
    const { rejects } = await outcome(() => lr().login({}));
    assert.match(rejects.message, new RegExp(status));
  });
}

test('a redirect to nowhere rejects', async (t) => {
  const { lr } = await serve(t, (_, response) => reply(response, 302, ''));
  assert.match((await outcome(() => lr().login({}))).rejects.message, /302/);
});

for (const [what, answer] of [
  ['a connection that is closed', (_, response) => response.socket.destroy()],
  ['no HTTP', (_, response) => response.socket.end('hello\r\n\r\n')],
  ['a redirect in a circle', ({ url }, response) => reply(response, 307, '', { location: url })],
  ['a redirect to another scheme', (_, response) => reply(response, 307, '', { location: 'ftp://x.test/' })],
  ...[200, 403, 422].map((status) => [`a ${status} whose body is cut`, cut(status)]),
]) {
  test(`${what} is no answer`, async (t) => {
    const { lr } = await serve(t, answer);
    assert.deepEqual((await outcome(() => lr().login({}))).resolves, UNKNOWN);
  });
}

/** Announces more than it sends, then closes the connection. */
function cut(status) {
  return (_, response) => {
    response.writeHead(status, { 'content-length': 100 });
    response.write('{"result":"okay"}', () => setTimeout(() => response.socket.destroy(), 50));
  };
}

for (const url of ['http://127.0.0.1:9', 'http://nowhere.invalid', 'nowhere', 'http://', 'http://[', '//x', 'gopher://x.test', 'http://x.test:99999']) {
  test(`the address ${url} is no answer`, async () => {
    assert.deepEqual((await outcome(() => new LoginRocket({ url }).login({}))).resolves, UNKNOWN);
  });
}

/** Bodies that come late, and after how many seconds the call ends. */
const LATE = [
  ['an answer that never comes', () => {}, UNKNOWN, 4],
  ['a body that stalls', stall(200), UNKNOWN, 4],
  ['the body of a 403 that stalls', stall(403), UNKNOWN, 4],
  ['a body that drips', drip, UNKNOWN, 4],
  ['an answer after two seconds', (_, response) => setTimeout(reply, 2000, response, 200, '{}'), {}, 2],
];
test('the deadline is four seconds, for all of the exchange', { concurrency: true }, async (t) => {
  const one = ([what, answer, wanted, seconds]) =>
    t.test(`${what} ends after ${seconds} s`, async (t) => {
      const { lr } = await serve(t, answer);
      const begun = performance.now();
      assert.deepEqual((await outcome(() => lr().login({}))).resolves, wanted);
      const took = performance.now() - begun;
      assert(took > seconds * 1000 - 100 && took < seconds * 1000 + 1900, `it took ${took} ms`);
    });
  await Promise.all(LATE.map(one));
});

function stall(status) {
  return (_, response) => {
    response.writeHead(status, { 'content-length': 100 });
    response.write('{');
  };
}

function drip(_, response) {
  const timer = setInterval(() => response.write(' '), 200);
  response.on('close', () => clearInterval(timer));
}

test('fields that JSON cannot hold reject', async (t) => {
  const { lr, requests } = await serve(t);
  const circle = {};
  circle.circle = circle;
  assert((await outcome(() => lr().login(circle))).rejects instanceof TypeError);
  assert.equal(requests.length, 0);
});
