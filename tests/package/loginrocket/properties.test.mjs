// protocol-v2 §3.1 and §3.2: exports, errors, and the properties of the class.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as module from 'authrocket-wasm/loginrocket';
import { outcome, serve } from './server.mjs';

const { LoginRocket, LoginRocketError, AccessDenied, RateLimited, RecordNotFound } = module;
const ERRORS = { LoginRocketError, AccessDenied, RateLimited, RecordNotFound };

test('the exports are those of the original', () => {
  assert.deepEqual(Object.keys(module).sort(), [
    'AccessDenied',
    'LoginRocket',
    'LoginRocketError',
    'RateLimited',
    'RecordNotFound',
    'default',
  ]);
  assert.equal(module.default, LoginRocket);
  assert.equal(LoginRocket.VERSION, '1.0.1');
});

for (const [name, Kind] of Object.entries(ERRORS)) {
  test(`${name} is an error of its own name`, () => {
    const error = new Kind('text', { cause: 'why' });
    assert.deepEqual([error instanceof Error, error instanceof LoginRocketError], [true, true]);
    assert.deepEqual([error.message, error.cause, error.constructor.name], ['text', 'why', name]);
    // As in the original, which adds no members.
    assert.deepEqual([error.name, Object.keys(error)], ['Error', []]);
    for (const [other, Other] of Object.entries(ERRORS)) {
      assert.equal(error instanceof Other, other === name || other === 'LoginRocketError', other);
    }
  });
}

for (const [given, wanted] of [
  ['http://from.config', 'http://from.config/v2/'],
  ['http://from.config/', 'http://from.config/v2/'],
  ['http://from.config/v2', 'http://from.config/v2/'],
  ['http://from.config/v2/', 'http://from.config/v2/'],
  ['https://x.test/v1/', 'https://x.test/v1/v2/'],
  ['https://x.test/login', 'https://x.test/login/v2/'],
  ['custom://x', 'custom://x/v2/'],
  [new URL('https://x.test'), 'https://x.test/v2/'],
  ['nowhere', 'nowhere/v2/'],
]) {
  test(`the url ${given} becomes ${wanted}`, () => {
    assert.equal(new LoginRocket({ url: given }).lrUrl, wanted);
    const later = new LoginRocket({ url: 'http://other.test' });
    later.lrUrl = given;
    assert.deepEqual([later.lrUrl, later.config.lrUrl], [wanted, wanted]);
  });
}

for (const nothing of [undefined, null, '']) {
  test(`the url ${JSON.stringify(nothing)} is no url, and leaves the old one`, () => {
    const lr = new LoginRocket({ url: nothing });
    assert.throws(() => lr.lrUrl, LoginRocketError);
    lr.lrUrl = 'http://x.test';
    lr.lrUrl = nothing;
    assert.equal(lr.lrUrl, 'http://x.test/v2/');
  });

  test(`the locale ${JSON.stringify(nothing)} is no locale, and drops the old one`, () => {
    const lr = new LoginRocket({ locale: nothing });
    assert.equal(lr.locale, undefined);
    lr.locale = 'es';
    assert.deepEqual([lr.locale, lr.config.headers['Accept-Language']], ['es', 'es']);
    lr.locale = nothing;
    assert.equal(lr.locale, undefined);
    assert(!('Accept-Language' in lr.config.headers));
  });
}

test('no option is needed, and others are ignored', () => {
  const headers = { 'Content-Type': 'application/json', 'LR-Agent': 'LoginRocket/js v1.0.1' };
  for (const options of [undefined, {}, { timeout: 1, headers: { a: 'b' } }]) {
    assert.deepEqual(new LoginRocket(options).config, { headers });
  }
  assert.deepEqual(new LoginRocket({ url: 'http://x.test', locale: 'ja' }).config, {
    headers: { ...headers, 'Accept-Language': 'ja' },
    lrUrl: 'http://x.test/v2/',
  });
});

const METHODS = [
  ['login', 'verifyLogin', 'logout', 'getSession', 'forgotPassword', 'resetPassword', 'updatePassword', 'updateProfile'],
  ['requestInvitation', 'signup', 'verifyEmail', 'get', 'post', 'put', 'delete'],
].flat();

for (const method of METHODS) {
  test(`without a url, ${method} throws at once`, async () => {
    const { throws } = await outcome(() => new LoginRocket()[method]({}));
    assert(throws instanceof LoginRocketError);
    assert.match(throws.message, /url/i);
  });
}

test('address and language may change between calls, each client has its own', async (t) => {
  const [first, second] = [await serve(t), await serve(t)];
  const lr = first.lr();
  const other = first.lr({ locale: 'ja' });
  lr.locale = 'es';
  await lr.login();
  lr.lrUrl = second.url;
  lr.locale = null;
  await lr.login();
  await other.login();
  assert.deepEqual(
    first.requests.map(({ headers }) => headers['accept-language']),
    ['es', 'ja'],
  );
  // Node's fetch sends `*`, which means any language.
  assert.deepEqual(
    second.requests.map(({ headers }) => headers['accept-language']),
    ['*'],
  );
});
