// `authrocket-wasm/server` with tokens of AuthRocket 2, made here: keys, claims, and what the network may do.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createServerClient, LoginError } from 'authrocket-wasm/server';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';

const realm = 'rl_0wR1s2T3u4V5w6X7y8Z9aB';
const loginRocketUrl = 'https://demo.e2.loginrocket.test/';
const claims = {
  iss: 'https://authrocket.com',
  sub: 'usr_0wA1bC2dE3fG4hJ5kL6mN7',
  rid: realm,
  sid: 'kss_0wB7sYq2ZpWm3NcR8tLhVd',
  email: 'ada@example.test',
  email_verified: true,
  name: 'Ada L',
  given_name: 'Ada',
  family_name: 'L',
  orgs: [{ oid: 'org_1', mid: 'mb_1', name: 'Engine Co', perm: ['ar:owner'], selected: true }],
};
const now = () => Math.floor(Date.now() / 1000);
const keys = {};

before(async () => {
  for (const kid of ['jky_old', 'jky_new', 'jky_other']) {
    const pair = await generateKeyPair('RS256', { extractable: true });
    keys[kid] = { ...pair, jwk: { ...(await exportJWK(pair.publicKey)), kid, alg: 'RS256', use: 'sig' } };
  }
});

const sign = (changes = {}, { kid = 'jky_old', header = {}, key = keys[kid].privateKey } = {}) =>
  new SignJWT({ ...claims, iat: now(), exp: now() + 3600, ...changes }).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(key);

/** A LoginRocket host that publishes these keys, and counts how often it is asked. */
function host(answer) {
  const asked = [];
  const fetch = async (url, init) => {
    asked.push([url, init.headers]);
    const body = answer();
    return body instanceof Response ? body : Response.json(body);
  };
  return { asked, client: (more) => createServerClient({ api: 'v2', realm, loginRocketUrl, fetch, ...more }) };
}
const published = (...kids) => host(() => ({ keys: kids.map((kid) => keys[kid].jwk) }));
const refuses = (code, promise) =>
  assert.rejects(promise, (error) => error instanceof LoginError && (assert.equal(error.code, code), true));

test('a token is verified by the key that it names', async () => {
  const { client, asked } = published('jky_other', 'jky_old');
  const login = await client().verify(await sign());
  assert.deepEqual(asked.map(([url]) => url), ['https://demo.e2.loginrocket.test/connect/jwks']);
  const { claims: all, ...rest } = login;
  assert.equal(all.iss, claims.iss);
  assert.deepEqual({ ...rest, expiresAt: 0 }, {
    userId: claims.sub,
    sessionId: claims.sid,
    realmId: realm,
    username: undefined,
    email: 'ada@example.test',
    emailVerified: true,
    name: 'Ada L',
    firstName: 'Ada',
    lastName: 'L',
    orgs: [{ id: 'org_1', membershipId: 'mb_1', name: 'Engine Co', permissions: ['ar:owner'], isSelected: true }],
    custom: {},
    expiresAt: 0,
  });
});

const REFUSED = [
  ['expired', { exp: now() - 6 }],
  ['issuer_wrong', { iss: 'https://evil.test' }],
  ['issuer_wrong', { iss: undefined }],
  ['realm_wrong', { rid: 'rl_0another' }],
  ['claims_invalid', { rid: undefined }],
  ['claims_invalid', { sub: undefined }],
  ['claims_invalid', { exp: undefined }],
  ['claims_invalid', { exp: 'tomorrow' }],
  ['claims_invalid', { nbf: now() + 60 }],
];
for (const [code, changes] of REFUSED) {
  test(`${JSON.stringify(changes)} is ${code}`, async () => refuses(code, published('jky_old').client().verify(await sign(changes))));
}

test('clocks may differ by five seconds', async () => {
  const login = await published('jky_old').client().verify(await sign({ exp: now() - 3 }));
  assert.equal(login.userId, claims.sub);
});

test('an old token is a login unless maxAge is set', async () => {
  const token = await sign({ iat: now() - 900 });
  await published('jky_old').client().verify(token);
  await refuses('too_old', published('jky_old').client({ maxAge: 60 }).verify(token));
});

test('a token of another key under the same key id is refused', async () => {
  await refuses('signature_invalid', published('jky_old').client().verify(await sign({}, { key: keys.jky_other.privateKey })));
});

test('the public key is no secret to sign with, and no signature is none', async () => {
  const pem = await exportSPKI(keys.jky_old.publicKey);
  const forged = await sign({}, { header: { alg: 'HS256' }, key: new TextEncoder().encode(pem) });
  await refuses('key_unknown', published('jky_old').client().verify(forged));
  await refuses('key_unknown', createServerClient({ api: 'v2', realm, jwtKey: pem }).verify(forged));
  const parts = (await sign()).split('.');
  const none = [btoa('{"alg":"none","kid":"jky_old"}').replaceAll('=', ''), parts[1], parts[2]].join('.');
  await refuses('key_unknown', published('jky_old').client().verify(none));
});

test('a token without a key id is refused where keys are loaded', async () => {
  const { client, asked } = published('jky_old');
  await refuses('key_unknown', client().verify(await sign({}, { header: { kid: undefined } })));
  assert.equal(asked.length, 0);
});

test('keys are loaded once, and again for a key that is new', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  let kids = ['jky_old'];
  const { client, asked } = host(() => ({ keys: kids.map((kid) => keys[kid].jwk) }));
  const server = client();
  const [old, fresh] = [await sign(), await sign({}, { kid: 'jky_new' })];
  await Promise.all([server.verify(old), server.verify(old)]);
  await server.verify(old);
  assert.equal(asked.length, 1);
  // Not at once: made-up key ids must cause no flood.
  kids = ['jky_old', 'jky_new'];
  await refuses('key_unknown', server.verify(fresh));
  assert.equal(asked.length, 1);
  t.mock.timers.tick(31_000);
  await server.verify(fresh);
  await server.verify(old);
  assert.equal(asked.length, 2);
  // A key that was taken back ends when the keys are loaded anew.
  kids = ['jky_new'];
  t.mock.timers.tick(11 * 60_000);
  await server.verify(fresh);
  await refuses('key_unknown', server.verify(old));
});

test('keys that are known stay good while the host is away; unknown ones are no refusal then', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  let answer = () => ({ keys: [keys.jky_old.jwk] });
  const server = host(() => answer()).client();
  const [old, other] = [await sign(), await sign({}, { kid: 'jky_new' })];
  await server.verify(old);
  answer = () => new Response('<html>', { status: 502 });
  t.mock.timers.tick(11 * 60_000);
  await server.verify(old);
  await refuses('unavailable', server.verify(other));
});

const NO_ANSWERS = {
  'an outage': () => new Response('<html>', { status: 503 }),
  'no JSON': () => new Response('<html>'),
  'no keys': () => ({}),
  'no connection': () => { throw new TypeError('fetch failed'); },
  'too many calls': () => new Response('{}', { status: 429 }),
};
for (const [what, answer] of Object.entries(NO_ANSWERS)) {
  test(`${what} is unavailable, and the next call asks again`, async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
    let current = answer;
    const server = host(() => current()).client();
    const token = await sign();
    await assert.rejects(server.verify(token), { code: 'unavailable', status: 503 });
    current = () => ({ keys: [keys.jky_old.jwk] });
    t.mock.timers.tick(1500);
    assert.equal((await server.verify(token)).userId, claims.sub);
  });
}

test('keys that are no RSA signing keys are passed over; x5c holds a bare public key', async () => {
  const spki = (await exportSPKI(keys.jky_old.publicKey)).replace(/-----[A-Z ]+-----|\s/g, '');
  const odd = [
    { kty: 'oct', kid: 'jky_old', alg: 'HS256', k: btoa('jsk_secret') },
    { kty: 'RSA', kid: 'jky_old', use: 'enc', alg: 'RS256', x5c: [spki] },
    { kty: 'RSA', kid: 'jky_old', alg: 'RS256', n: '!', e: '!' },
    { kid: 'jky_old', alg: 'RS256', x5c: [spki] },
  ];
  const login = await host(() => ({ keys: odd })).client().verify(await sign());
  assert.equal(login.userId, claims.sub);
});

test('a configured key may be a secret, PEM, or bare base64; several during a rotation', async () => {
  const pem = await exportSPKI(keys.jky_old.publicKey);
  const secret = 'jsk_SampleSecretForTests-NotASecretAnywhereElse';
  const bySecret = await sign({}, { header: { alg: 'HS256' }, key: new TextEncoder().encode(secret) });
  const bare = (await exportSPKI(keys.jky_new.publicKey)).replace(/-----[A-Z ]+-----|\s/g, '');
  const server = createServerClient({ api: 'v2', realm, jwtKey: [pem, secret, bare] });
  for (const token of [await sign(), bySecret, await sign({}, { kid: 'jky_new' })]) {
    assert.equal((await server.verify(token)).userId, claims.sub);
  }
  await refuses('signature_invalid', server.verify(await sign({}, { kid: 'jky_other' })));
  await assert.rejects(createServerClient({ realm, jwtKey: '-----BEGIN PUBLIC KEY-----' }).verify(await sign()), TypeError);
});

test('by the API: headers of AuthRocket 2, and the session', async () => {
  const asked = [];
  const session = { id: claims.sid, user_id: claims.sub, expires_at: now() + 60, user: { id: claims.sub, realm_id: realm, email: 'ada@example.test' } };
  let status = 200;
  const fetch = async (url, { method, headers }) => {
    asked.push(`${method} ${new URL(url).pathname.split('/').slice(0, 3).join('/')} ${headers['Authrocket-Api-Key']} ${headers['Authrocket-Realm']}`);
    return Response.json(session, { status });
  };
  const server = createServerClient({ realm, apiUrl: 'https://api-e2.authrocket.test/v2', apiKey: 'ks_1-2', fetch });
  const token = await sign();
  const { userId, sessionId, email, orgs } = await server.verify(token);
  assert.deepEqual([userId, sessionId, email, orgs[0].id], [claims.sub, claims.sid, 'ada@example.test', 'org_1']);
  assert.deepEqual(asked, [`GET /v2/sessions ks_1-2 ${realm}`]);
  status = 404;
  await refuses('session_ended', server.verify(token));
  status = 403;
  await refuses('unavailable', server.verify(token));
  await assert.rejects(server.redeemSignup('utk_1'), TypeError);
});

test('a user object of another realm, or none that names one, is no login', async () => {
  const body = { id: claims.sid, user: { id: claims.sub, realm_id: 'rl_0another' } };
  const server = createServerClient({ realm, apiUrl: 'https://api.test/v2/', apiKey: 'ks_1', fetch: async () => Response.json(body) });
  await refuses('realm_wrong', server.verify(await sign()));
  delete body.user.realm_id;
  await refuses('realm_wrong', server.verify(await sign({ rid: undefined })));
});
