// protocol-v2 §3.3 and §3.4: what each method sends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoginRocket } from 'authrocket-wasm/loginrocket';
import { reply, serve } from './server.mjs';

const FIELDS = { email: 'ada+x@example.test', password: ' p&w=+%é ', nothing: null, missing: undefined, list: [1, { a: 2 }] };
const JSON_OF_FIELDS = '{"email":"ada+x@example.test","password":" p&w=+%é ","nothing":null,"list":[1,{"a":2}]}';

for (const [call, method, path] of [
  ['login', 'POST', 'login'],
  ['verifyLogin', 'POST', 'login/verify'],
  ['forgotPassword', 'POST', 'password/forgot'],
  ['resetPassword', 'POST', 'password/reset'],
  ['updatePassword', 'POST', 'profile/password'],
  ['updateProfile', 'PUT', 'profile'],
  ['requestInvitation', 'POST', 'signup/request'],
  ['signup', 'POST', 'signup'],
  ['verifyEmail', 'POST', 'email/verify'],
]) {
  test(`${call} is a ${method} of JSON to ${path}`, async (t) => {
    const { lr, requests } = await serve(t);
    await lr()[call](FIELDS);
    await lr()[call]();
    assert.deepEqual(
      requests.map((request) => [request.method, request.url, request.body]),
      [
        [method, `/v2/${path}`, JSON_OF_FIELDS],
        [method, `/v2/${path}`, '{}'],
      ],
    );
    for (const { headers } of requests) {
      assert.equal(headers['content-type'], 'application/json');
      assert.equal(headers.accept, 'application/json, text/plain, */*');
      assert.equal(headers['lr-agent'], 'LoginRocket/js v1.0.1');
    }
  });
}

for (const [call, method] of [
  ['getSession', 'GET'],
  ['logout', 'DELETE'],
]) {
  test(`${call} is a ${method} of session with a query`, async (t) => {
    const { lr, requests } = await serve(t);
    await lr({ locale: 'es' })[call]({ session: 'kss_1', account: 'a b', nothing: null, missing: undefined });
    await lr()[call]();
    assert.deepEqual(
      requests.map((request) => [request.method, request.url, request.body]),
      [
        [method, '/v2/session?session=kss_1&account=a+b', ''],
        [method, '/v2/session', ''],
      ],
    );
    const [{ headers }] = requests;
    assert.equal(headers['content-type'], undefined, 'as in browsers');
    assert.equal(headers.accept, 'application/json, text/plain, */*');
    assert.equal(headers['lr-agent'], 'LoginRocket/js v1.0.1');
    assert.equal(headers['accept-language'], 'es');
    assert.equal(headers['cache-control'], 'no-cache', 'a token is never taken from a cache');
  });
}

/** Members, and the query that axios 1 makes of them, decoded. */
for (const [fields, query] of [
  [{ a: 1, b: true, c: false, d: 0, e: '' }, 'a=1&b=true&c=false&d=0&e='],
  [{ 'a b': 'é&=+%#?/😀' }, 'a b=é&=+%#?/😀'],
  [{ a: new Date(0) }, 'a=1970-01-01T00:00:00.000Z'],
  [{ a: [1, 'two', null, undefined, false] }, 'a[]=1&a[]=two&a[]=false'],
  [{ 'a[]': [1, 2] }, 'a[]=1&a[]=2'],
  [{ a: { b: { c: 1 }, d: [1, 2], e: null } }, 'a[b][c]=1&a[d][0]=1&a[d][1]=2'],
  [{ a: [{ b: 1 }, 2] }, 'a[0][b]=1&a[1]=2'],
  [{ a: [[1, 2], [3]] }, 'a[0][0]=1&a[0][1]=2&a[1][0]=3'],
  [{ a: [], b: {}, c: [null] }, ''],
  [Object.assign(Object.create(null), { a: Object.assign(Object.create(null), { b: 1 }) }), 'a[b]=1'],
  [new URLSearchParams({ session: 'x y' }), 'session=x y'],
  [null, ''],
]) {
  test(`the query of ${JSON.stringify(fields)} is ${query}`, async (t) => {
    const { lr, requests } = await serve(t);
    await lr().getSession(fields);
    const [, sent = ''] = requests[0].url.split('?');
    assert.doesNotMatch(sent, /[ %]20|\[/);
    assert.equal(decodeURIComponent(sent.replaceAll('+', ' ')), query);
  });
}

test('the fields of a form are sent as they are', async (t) => {
  const { lr, requests } = await serve(t);
  const form = new FormData();
  form.append('email', 'ada');
  form.append('password', ' x ');
  await lr().login(form);
  assert.equal(requests[0].body, '{"email":"ada","password":" x "}');
});

test('subclasses may call the four basic methods, for any path, and replace them', async (t) => {
  const { url, requests } = await serve(t);
  class Mine extends LoginRocket {
    post(path, params) {
      return super.post(path, { ...params, mine: true });
    }
    all() {
      return [this.get('a', { x: 1 }), this.delete('/b?y=1#z', { x: 1 }), this.put('c', [1])];
    }
  }
  const mine = new Mine({ url });
  for (const call of mine.all()) {
    assert.deepEqual(await call, { result: 'okay' });
  }
  await mine.login({ email: 'ada' });
  assert.deepEqual(requests.map(({ method, url, body }) => `${method} ${url} ${body}`).sort(), [
    'DELETE /v2/b?y=1&x=1 ',
    'GET /v2/a?x=1 ',
    'POST /v2/login {"email":"ada","mine":true}',
    'PUT /v2/c [1]',
  ]);
});

test('headers of config are sent, except those without a value', async (t) => {
  const { lr, requests } = await serve(t);
  const mine = lr();
  Object.assign(mine.config.headers, { 'X-Mine': 'a', 'LR-Agent': undefined, Accept: 'application/json' });
  await mine.login({});
  const { headers } = requests[0];
  assert.deepEqual([headers['x-mine'], headers['lr-agent'], headers.accept], ['a', undefined, 'application/json']);
});

test('concurrent calls are independent, and changes after a call do not count', async (t) => {
  const waiting = [];
  const server = await serve(t, ({ body }, response) => {
    waiting.push(() => reply(response, body.includes('2') ? 403 : 200, body));
    if (waiting.length === 3) {
      waiting.reverse().forEach((answer) => answer());
    }
  });
  const lr = server.lr({ locale: 'es' });
  const fields = { number: 1 };
  const calls = [lr.login(fields)];
  fields.number = 9;
  lr.locale = 'ja';
  calls.push(lr.login({ number: 2 }), lr.login({ number: 3 }));
  const [first, second, third] = await Promise.all(calls);
  assert.deepEqual([first, second.source, third], [{ number: 1 }, 'AccessDenied', { number: 3 }]);
  assert.deepEqual(server.requests.map(({ headers }) => headers['accept-language']).sort(), ['es', 'ja', 'ja']);
});

for (const [status, kept] of [
  [302, false],
  [303, false],
  [307, true],
  [308, true],
]) {
  test(`a ${status} is followed`, async (t) => {
    const { lr, requests } = await serve(t, ({ url }, response) =>
      url === '/there' ? reply(response, 200, '{"result":"okay"}') : reply(response, status, '', { location: '/there' }),
    );
    assert.deepEqual(await lr().login({ a: 1 }), { result: 'okay' });
    const { method, url, body } = requests[1];
    assert.deepEqual([method, url, body], kept ? ['POST', '/there', '{"a":1}'] : ['GET', '/there', '']);
  });
}
