// Promise 6: a password never enters the wasm's memory. After every flow the whole memory is searched, in UTF-8 and UTF-16.

import { DEADLINES, HOOK, codeForm, holds, loginForm, openPage, sent, waitSent } from './support.js';

// No eight letters of the password occur anywhere else, and it is longer than the first bytes of a freed block, which get overwritten.
const CANARY = 'Qjx7Zwq-Kv4Nnb8Wy-Hh2Gzt9Rp-Vc5Xmd3Lf-Uu6Bkj1Sg-Ee8Dwn4Pa';
const wide = (text) => new Uint8Array([...text].flatMap((letter) => [letter.charCodeAt(0), 0]));

/** Opens a page whose memory can be read. */
async function open(body, before = '') {
  const page = await openPage(body, { before: HOOK + before });
  await waitUntil(() => page.window.memories.length === 1, 'the memory');
  const memoryHolds = (text) => holds(page.window.memories[0].buffer, text);
  page.call = (method, fields) => new Promise((resolve) => page.window.AuthRocket[method](fields, resolve));
  /** Scans the memory, and then proves that the same scan finds the token of a login in it. */
  page.check = async () => {
    assert((await sent()).some(({ password }) => password === CANARY), 'the canary was sent');
    assert(!memoryHolds(CANARY), 'the password is not in the memory');
    await fake.reset();
    const { token } = await page.call('authenticate', { username: 'ada', password: CANARY });
    assert(memoryHolds(token.slice(-40)), 'the scan finds a token');
    assert(!memoryHolds(CANARY), 'the password is not in the memory after another login');
  };
  return page;
}
const form = (inside = '') => loginForm({ more: inside }).replace('correct horse', CANARY);

test('the scan finds a text in either encoding, at any position', () => {
  for (const shift of [0, 1, 7]) {
    const memory = new Uint8Array(4096);
    assert(!holds(memory.buffer, CANARY));
    memory.set(new TextEncoder().encode(CANARY), 1000 + shift);
    assert(holds(memory.buffer, CANARY));
    memory.fill(0);
    memory.set(wide(CANARY), 2000 + shift);
    assert(holds(memory.buffer, CANARY));
  }
});

for (const [what, answer] of [
  ['that works', 'ok'],
  ['that is refused', 'refused'],
  ['that is refused by field', 'refused-fields'],
  ['that asks for a code', 'code'],
  ['that is limited', 'limited'],
  ['that meets a broken service', 'html-500'],
  ['that meets nonsense', 'cut-json'],
  ['that meets nobody', 'drop'],
]) {
  test(`a login by call ${what}`, async () => {
    const page = await open('');
    await fake.set({ answer });
    await page.call('authenticate', { username: 'ada', password: CANARY });
    await page.check();
  });

  test(`a login by form ${what}`, async () => {
    const page = await open(form() + codeForm);
    await fake.set({ answer });
    page.submit('#login');
    await waitUntil(() => !['idle', 'busy'].includes(page.state('#login')));
    await page.check();
  });
}

test('a call and a form that nobody answers', async () => {
  const page = await open(form(), DEADLINES);
  await fake.set({ answer: 'hang' });
  const call = page.call('authenticate', { username: 'ada', password: CANARY });
  page.submit();
  await waitSent(2);
  assert(!holds(page.window.memories[0].buffer, CANARY), 'the password is not in the memory under way');
  page.window.passDeadlines();
  await call;
  await page.reaches('error');
  await page.check();
});

test('a signup, with its confirmation right, wrong and missing', async () => {
  const page = await open(form(`<input name=password_confirmation type=password>`).replace('data-authrocket=login', 'data-authrocket=signup novalidate'));
  for (const confirmation of [CANARY, `${CANARY}x`, '', undefined]) {
    await page.call('signup', { username: 'ada', password: CANARY, password_confirmation: confirmation });
    if (confirmation === undefined) continue;
    page.fill({ password_confirmation: confirmation });
    page.submit();
    await page.reaches(confirmation === CANARY ? 'done' : 'error');
  }
  await page.check();
});

test('both steps of a two-factor login, by form for the code and by field', async () => {
  for (const more of [codeForm, '']) {
    await fake.reset();
    await fake.set({ answer: 'code', times: 1 });
    const page = await open(form() + more);
    page.submit('#login');
    await page.reaches('code', '#login');
    page.fill({ code: '123456' }, more ? '#code' : '#login');
    page.submit(more ? '#code' : '#login');
    await waitSent(2);
    await waitUntil(() => ['idle', 'done'].includes(page.state('#login')));
    await page.check();
  }
});

test('a form that the browser finds wrong, with novalidate, and fields of the wrong type', async () => {
  const page = await open(form('<input name=email type=email value=nobody>').replace('<form', '<form novalidate')
    .replace('name=password type=password', `name=password type=password pattern="[0-9]+" title="digits"`));
  page.submit();
  await page.reaches('error');
  for (const password of [{ toString: () => CANARY }, [CANARY]]) await page.call('authenticate', { username: 'ada', password });
  await page.check();
});

test('a form that is edited, reset, sent twice at once and removed', async () => {
  const page = await open(form());
  await fake.set({ answer: 'hang' });
  page.submit();
  await waitSent(1);
  page.fill({ username: 'grace' });
  page.submit();
  await waitSent(2);
  page.$('form').reset();
  page.$('[name=password]').value = CANARY;
  page.submit();
  await waitSent(3);
  const element = page.$('form');
  element.remove();
  await waitUntil(() => !element.hasAttribute('data-authrocket-state'));
  await page.check();
});
