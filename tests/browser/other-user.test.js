// A pending token or second step belongs to the user who typed the fields: fields of another user start a new login, whether filled
// with events or without.

import { codeForm, events, loginForm, openPage, sent, waitSent } from './support.js';

const TO = '/app/session';
const deliver = `data-authrocket-deliver=fetch data-authrocket-to="${TO}"`;
const refuse = () => fake.set({ path: TO, answer: { status: 403, body: '{"error":"Not today"}' }, times: 1 });
const take = { status: 204, headers: { 'content-type': null }, body: '' };

/** Fills fields as a password manager does: sets the value, and dispatches these events. */
function fillAs(page, values, types, css = 'form') {
  for (const [name, value] of Object.entries(values)) {
    const field = page.$(`${css} [name="${name}"]`);
    field.value = value;
    types.forEach((type) => field.dispatchEvent(new page.window.Event(type, { bubbles: true })));
  }
}

async function refusedOnce(form = loginForm({ attributes: deliver })) {
  await fake.set({ path: TO, answer: take });
  await refuse();
  const page = await openPage(form);
  await page.reaches('idle');
  page.submit();
  await page.reaches('error');
  return page;
}

const MANAGERS = { 'no event': [], 'change only': ['change'], 'input and change': ['input', 'change'] };
for (const [what, types] of Object.entries(MANAGERS)) {
  test(`a token that the app refused is not delivered for another user: ${what}`, async () => {
    const page = await refusedOnce();
    fillAs(page, { username: 'grace', password: 'nanoseconds' }, types);
    page.submit();
    await page.reaches('done');
    assert.equal((await sent()).map(({ username }) => username), ['ada', 'grace']);
  });

  test(`a token that the app refused is not delivered for another password: ${what}`, async () => {
    const page = await refusedOnce();
    fillAs(page, { password: 'nanoseconds' }, types);
    page.submit();
    await page.reaches('done');
    assert.equal((await sent()).map(({ password }) => password), ['correct horse', 'nanoseconds']);
  });
}

test('a token that the app refused is delivered again for the same fields, without a second login', async () => {
  const page = await refusedOnce();
  fillAs(page, { username: 'ada' }, []);
  page.submit();
  await page.reaches('done');
  assert.equal([(await sent()).length, (await app.log()).length], [1, 2]);
});

test('an emptied form counts as another user', async () => {
  const page = await refusedOnce();
  fillAs(page, { username: '', password: '' }, []);
  page.submit();
  await page.reaches('error');
  assert.match(page.$('form [role=alert]').textContent, /blank/);
  assert.equal([(await sent()).length, (await app.log()).length], [1, 1]);
});

test('fields that changed while the call was under way count as another user', async () => {
  await fake.set({ path: TO, answer: take });
  await refuse();
  await fake.set({ path: '/v1/login', answer: 'hang', times: 1 });
  const page = await openPage(loginForm({ attributes: deliver }));
  await page.reaches('idle');
  page.submit();
  await waitSent(1);
  fillAs(page, { username: 'grace' }, []);
  await fake.release();
  await page.reaches('error');
  page.submit();
  await page.reaches('done');
  assert.equal((await sent()).map(({ username }) => username), ['ada', 'grace']);
});

test("a pending code is not sent for another user: the form's own field", async () => {
  await fake.set({ path: '/v1/login', answer: 'code', times: 1 });
  const page = await openPage(loginForm());
  page.submit();
  await page.reaches('code');
  fillAs(page, { username: 'grace', password: 'nanoseconds', code: '123456' }, []);
  page.submit();
  await page.reaches('done');
  assert.equal(await sent(), [
    { username: 'ada', password: 'correct horse' },
    { username: 'grace', password: 'nanoseconds' },
  ]);
});

test('a page may empty the first factor while a code is required', async () => {
  await fake.set({ path: '/v1/login', answer: 'code', times: 1 });
  const page = await openPage(loginForm());
  page.submit();
  await page.reaches('code');
  fillAs(page, { password: '', code: '123456' }, []);
  page.submit();
  await page.reaches('done');
  assert.equal((await sent())[1].code, '123456');
});

test("a pending code is not sent for another user: the page's form for the code", async () => {
  await fake.set({ path: '/v1/login', answer: 'code', times: 1 });
  const page = await openPage(loginForm() + codeForm);
  const seen = events(page);
  page.submit('#login');
  await page.reaches('code', '#login');
  fillAs(page, { username: 'grace', password: 'nanoseconds' }, [], '#login');
  page.submit('#code');
  await page.reaches('idle', '#login');
  assert.equal([(await sent()).length, page.$('#code').hidden], [1, true]);
  page.submit('#login');
  await page.reaches('done', '#login');
  assert.equal((await sent())[1], { username: 'grace', password: 'nanoseconds' });
  assert.equal(seen.filter(({ type }) => type === 'token').length, 1);
});
