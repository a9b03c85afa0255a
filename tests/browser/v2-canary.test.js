// Secrets of AuthRocket 2: a password never enters the wasm's memory, and neither does a session; a session appears in no log, no
// error, no storage, and in no address but those that need it.

import { HOOK, holds, kept, loginForm, openPage, posts, waitSent } from './support.js';

// No eight letters occur anywhere else.
const PASSWORD = 'Qjx7Zwq-Kv4Nnb8Wy-Hh2Gzt9Rp-Vc5Xmd3Lf-Uu6Bkj1Sg-Ee8Dwn4Pa';
const CURRENT = 'Wbv3Ksn-Rt9Ydf2Lq-Pp6Jhc8Mz-Gx4Tnw1Ab-Ii5Vkr7Ds-Oo2Ufe9Xg';
const SESSION = 'kss_Nmz8Tyw-Bq3Rvk6Hd-Ff9Lps2Jx-Yc7Gwt4En';

async function open(body) {
  const page = await openPage(body, { url: `${INSTANCE}/v2`, before: HOOK });
  await waitUntil(() => page.window.memories.length === 1, 'the memory');
  page.call = (method, fields) => new Promise((resolve) => page.window.AuthRocket[method](fields, resolve));
  const memoryHolds = (text) => holds(page.window.memories[0].buffer, text);
  page.check = async () => {
    for (const secret of [PASSWORD, CURRENT, SESSION.slice(4)]) assert(!memoryHolds(secret), `${secret} is not in the memory`);
    assert(!page.window.said.join('\n').includes(SESSION), 'the console shows no session');
    assert.equal(await kept(page.window), [], 'nothing is stored');
    await fake.reset();
    const { token } = await page.call('authenticate', { email: 'ada', password: PASSWORD });
    assert(memoryHolds(token.slice(-40)), 'the scan finds a token');
    assert(!memoryHolds(PASSWORD), 'the password is not in the memory after another login');
  };
  return page;
}

const FULL = { body: JSON.stringify({ result: 'full_login', token: 'eyJ.e30.x', session: SESSION, account: 'org_1' }) };
const CONDITIONAL = { body: JSON.stringify({ result: 'conditional_login', session: SESSION, account: null, conditions: ['no_account_selected'] }) };
const MFA = { body: JSON.stringify({ result: 'conditional_login', session: SESSION, conditions: ['mfa'] }) };
const ALL = { session: SESSION, email: 'ada', first_name: 'Ada', password: PASSWORD, current_password: CURRENT, token: 'tpw:1', code: '123456', account: 'org_1' };

for (const [what, answer] of [
  ['works', FULL],
  ['waits', CONDITIONAL],
  ['asks for a code', MFA],
  ['is refused', 'refused'],
  ['finds no session', 'ended'],
  ['is limited', 'limited'],
  ['meets nonsense', 'cut-json'],
  ['meets nobody', 'drop'],
]) {
  test(`every call that ${what}`, async () => {
    const page = await open('');
    await fake.set({ answer });
    for (const call of ['authenticate', 'authenticateCode', 'signup', 'resetPassword', 'updatePassword', 'updateProfile', 'session', 'logout']) {
      const result = await page.call(call, ALL);
      if (result.result === 'error') assert(!JSON.stringify(result).includes(SESSION), `${call}: no session in an error`);
    }
    await page.check();
  });
}

test('only calls that must name a session in their address do so', async () => {
  const page = await open('');
  for (const call of ['authenticate', 'signup', 'resetPassword', 'updatePassword', 'updateProfile', 'session', 'logout']) await page.call(call, ALL);
  const named = (await posts()).filter(({ query }) => query.includes('kss_')).map(({ method, path }) => `${method} ${path}`);
  assert.equal(named, ['GET /v2/session', 'DELETE /v2/session']);
  const [got, deleted] = (await posts()).slice(-2).map(({ fields }) => Object.keys(fields).sort());
  assert.equal([got, deleted], [['account', 'session'], ['account', 'session']], 'whatever a page passes, no password is in an address');
});

for (const [what, answer] of [['works', FULL], ['waits', CONDITIONAL], ['asks for a code', MFA], ['is refused', 'refused']]) {
  test(`a form that ${what}`, async () => {
    const page = await open(loginForm().replace('correct horse', PASSWORD));
    page.document.addEventListener('authrocket:conditions', (event) => event.preventDefault());
    const heard = [];
    for (const type of ['submit', 'error']) page.document.addEventListener(`authrocket:${type}`, ({ detail }) => heard.push(detail));
    await fake.set({ answer });
    page.submit();
    await waitUntil(() => !['idle', 'busy'].includes(page.state()));
    if (page.state() === 'code') {
      page.fill({ code: '123456' });
      page.submit();
      await waitSent(2);
      await waitUntil(() => page.state() !== 'busy');
    }
    assert(!JSON.stringify(heard).includes('kss_'), 'no session in these events');
    assert(!page.document.documentElement.outerHTML.includes('kss_'), 'no session in the page');
    await page.check();
  });
}

test('forms that change the password and the profile', async () => {
  const fields = `<input type=hidden name=session value="${SESSION}"><input name=current_password type=password value="${CURRENT}">
    <input name=password type=password value="${PASSWORD}"><button>Go</button>`;
  const page = await open(['update-password', 'update-profile'].map((kind) =>
    `<form id=${kind} data-authrocket=${kind} data-authrocket-deliver=event>${fields}</form>`).join(''));
  for (const css of ['#update-password', '#update-profile']) {
    page.submit(css);
    await page.reaches('done', css);
  }
  await page.check();
});
