// Addresses on an instance of AuthRocket 2: the hosted pages with their parameters, and social login (protocol-v2 §6.1, V25, V26).

import { AuthRocketError, createClient } from '/pkg/module.js';
import { openPage, says } from './support.js';

const BASE = 'https://myapp.e2.loginrocket.com';
const client = createClient({ url: BASE });
const refusal = (make) => {
  try {
    return `gives ${make()}`;
  } catch (error) {
    assert(error instanceof AuthRocketError, String(error));
    return error.message;
  }
};

test('every hosted page has its address', () => {
  for (const page of ['login', 'signup', 'logout', 'profile', 'accounts']) assert.equal(client.hostedUrl(page), `${BASE}/${page}`);
  assert.equal(client.hostedUrl('account', { account: 'org_1' }), `${BASE}/account/org_1`);
  assert.equal(client.hostedUrl('account', { account: 'a/../b', session: 'kss_1' }), `${BASE}/account/a%2F..%2Fb?session=kss_1`);
  assert.match(refusal(() => client.hostedUrl('account')), /the account is missing/);
  assert.match(refusal(() => client.hostedUrl('jwks')), /not login, signup, logout, profile, accounts or account/);
});

test('each parameter has its name in the address', () => {
  const all = { redirectUri: 'https://app.example.test/in?x=1&y=%2F', session: 'kss_1', account: 'org_1', prompt: 'login', invitation: 'nvt_1', force: true };
  const { searchParams } = new URL(client.hostedUrl('login', all));
  assert.equal(Object.fromEntries(searchParams),
    { redirect_uri: all.redirectUri, session: 'kss_1', account: 'org_1', prompt: 'login', invitation: 'nvt_1', force: '1' });
  assert.equal(client.hostedUrl('login', { account: '' }), `${BASE}/login?account=`, 'an empty account makes the page ask');
  assert.equal(client.hostedUrl('login', { redirectUri: '', session: undefined, force: false, prompt: null }), `${BASE}/login`);
});

test('redir is refused, because AuthRocket 2 does not have it', () => {
  for (const make of [() => client.hostedUrl('login', { redir: '/a' }), () => client.socialUrl('google', { redir: '/a' })]) {
    assert.match(refusal(make), /no redir; use redirectUri/);
  }
});

test('a social login begins on the hosted login page, and the console says so once', async () => {
  const page = await openPage('', { url: BASE });
  const { AuthRocket } = page.window;
  assert.equal(AuthRocket.socialUrl('google', { redirectUri: 'https://a.test/' }), `${BASE}/login?redirect_uri=https%3A%2F%2Fa.test%2F`);
  AuthRocket.socialUrl('google');
  await says(page, /hosted login page/);
  assert.equal(page.window.said.filter((text) => /hosted login page/.test(text)).length, 1);
  assert.equal(AuthRocket.socialUrl('a/b'), undefined);
});

test('links of the page get their parameters from attributes', async () => {
  const page = await openPage(`
    <a id=profile data-authrocket-hosted=profile data-authrocket-session=kss_1 data-authrocket-redirect-uri="https://a.test/">Profile</a>
    <a id=account data-authrocket-hosted=account data-authrocket-account=org_1>Account</a>
    <a id=accounts data-authrocket-hosted=accounts data-authrocket-force>Accounts</a>
    <a id=signup data-authrocket-hosted=signup data-authrocket-invitation=nvt_1>Sign up</a>
    <a id=login data-authrocket-hosted=login data-authrocket-account data-authrocket-prompt=login>Log in</a>`, { url: BASE });
  const href = (id) => page.$(`#${id}`).getAttribute('href');
  assert.equal(['profile', 'account', 'accounts', 'signup', 'login'].map(href), [
    `${BASE}/profile?redirect_uri=https%3A%2F%2Fa.test%2F&session=kss_1`,
    `${BASE}/account/org_1`,
    `${BASE}/accounts?force=1`,
    `${BASE}/signup?invitation=nvt_1`,
    `${BASE}/login?account=&prompt=login`,
  ]);
});

test('version 1 keeps its pages and parameters', () => {
  const v1 = createClient({ url: BASE, api: 'v1' });
  assert.equal(v1.hostedUrl('login', { redir: '/a', session: 'kss_1', account: '', force: true }), `${BASE}/login?redir=%2Fa`);
  assert.match(refusal(() => v1.hostedUrl('profile')), /not login, signup or logout/);
  assert.equal(v1.socialUrl('google'), `${BASE}/auth/google`);
});
