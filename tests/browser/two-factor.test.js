// The second step by markup: a form for the code, or a field that is added to the login form (contract §4; D4).

import { CODE_TOKEN, codeForm, events, loginForm, openPage, sent, waitSent } from './support.js';

/** A page whose first login asks for a code. */
const asked = async (html, times = 1) => {
  await fake.set({ answer: 'code', times });
  const page = await openPage(html);
  await page.reaches('idle', '#login');
  page.seen = events(page);
  page.submit('#login');
  await page.reaches('code', '#login');
  return page;
};
/** Both forms are back in their first state, with the form for the code hidden. */
const finished = (page) => waitUntil(() => types(page).at(-1) === 'done' && page.$('#code').hidden, 'the second step to be done');
const types = (page) => page.seen.map(({ type }) => type);

test('the form for the code is shown and focused, and its code is sent with the token of the first step', async () => {
  const page = await asked(loginForm() + codeForm);
  assert.equal([page.$('#code').hidden, page.focused.name, page.$('#login').getAttribute('aria-busy')], [false, 'code', null]);
  assert.equal(page.$('#login [name=code]'), null, 'no field appears in the login form');
  page.submit('#code');
  await finished(page);
  assert.equal((await sent())[1], { token: CODE_TOKEN, code: '123456' });
  assert.equal(types(page), ['submit', 'code-required', 'submit', 'token', 'done']);
});

test('after the second step the login form is back at its first step', async () => {
  const page = await asked(loginForm() + codeForm);
  page.submit('#code');
  await finished(page);
  assert.equal([page.state('#login'), page.state('#code')], ['idle', 'idle']);
  page.submit('#login');
  await page.reaches('done', '#login');
  assert.equal((await sent())[2], { username: 'ada', password: 'correct horse' });
});

test('an event reports that a code is required, with the token and without what was typed', async () => {
  const page = await asked(loginForm() + codeForm);
  const { detail, bubbles, cancelable } = page.seen[1];
  assert.equal([detail.result, detail.token, bubbles, cancelable], ['code_required', CODE_TOKEN, true, false]);
  assert(!JSON.stringify(detail).includes('correct horse'));
});

test('a wrong code stays at the second step, shows an error, and can be tried again', async () => {
  const page = await asked(loginForm() + codeForm);
  await fake.set({ answer: { refusal: { error: 'Code is wrong' } }, times: 1 });
  page.submit('#code');
  await page.reaches('error', '#code');
  const code = page.$('#code [name=code]');
  assert.equal([page.$('#code').hidden, page.focused === code, code.getAttribute('aria-invalid'), code.value], [false, true, 'true', '123456']);
  assert.equal(page.$('#code [role=alert]').textContent, 'Code is wrong');
  page.submit('#code');
  await finished(page);
  assert.equal((await sent()).slice(1).map(({ token }) => token), [CODE_TOKEN, CODE_TOKEN]);
});

test('a reset of the form for the code hides it and goes back to the login form', async () => {
  const page = await asked(loginForm() + codeForm);
  page.$('#code [type=reset]').click();
  await page.reaches('idle', '#login');
  assert.equal([page.$('#code').hidden, page.state('#code')], [true, 'idle']);
  page.submit('#login');
  await page.reaches('done', '#login');
  assert.equal((await sent())[1], { username: 'ada', password: 'correct horse' });
});

test('a reset while the code is being checked stops that call', async () => {
  const page = await asked(loginForm() + codeForm);
  await fake.set({ answer: 'hang', times: 1 });
  page.submit('#code');
  await waitSent(2);
  page.$('#code').reset();
  await page.reaches('idle', '#login');
  await fake.release();
  page.submit('#login');
  await page.reaches('done', '#login');
  assert.equal(types(page), ['submit', 'code-required', 'submit', 'submit', 'token', 'done']);
  assert.equal(page.$('#code button').disabled, false);
});

for (const [name, value] of [['username', 'grace'], ['password', 'another horse']]) {
  test(`editing the ${name} goes back to the first step`, async () => {
    const page = await asked(loginForm() + codeForm);
    page.fill({ [name]: value }, '#login');
    await page.reaches('idle', '#login');
    assert.equal(page.$('#code').hidden, true);
    page.submit('#login');
    await page.reaches('done', '#login');
    assert.equal((await sent())[1][name], value);
  });
}

test('editing the code does not go back', async () => {
  const page = await asked(loginForm() + codeForm);
  page.fill({ code: '654321' }, '#code');
  assert.equal([page.$('#code').hidden, page.state('#login')], [false, 'code']);
  page.submit('#code');
  await finished(page);
  assert.equal((await sent())[1].code, '654321');
});

test('a code field without a name, marked by data-authrocket-field, can be edited', async () => {
  const page = await asked(loginForm() + codeForm.replace('name=code', 'data-authrocket-field=code id=nameless'));
  page.$('#nameless').value = '654321';
  page.$('#nameless').dispatchEvent(new page.window.Event('input', { bubbles: true }));
  assert.equal([page.$('#code').hidden, page.state('#login')], [false, 'code']);
  page.submit('#code');
  await finished(page);
  assert.equal((await sent())[1], { token: CODE_TOKEN, code: '654321' });
});

test('editing a field that only data-authrocket-field names goes back as well', async () => {
  const page = await asked(loginForm().replace('name=username', 'name=who data-authrocket-field=username') + codeForm);
  page.fill({ who: 'grace' }, '#login');
  await page.reaches('idle', '#login');
  assert.equal(page.$('#code').hidden, true);
});

test('ticking a box without a name does not stop a call under way', async () => {
  await fake.set({ answer: 'hang' });
  const page = await openPage(loginForm({ more: '<input type=checkbox id=show>' }));
  page.submit();
  await waitSent(1);
  page.$('#show').click();
  assert.equal(page.state(), 'busy');
  await fake.release();
  await page.reaches('done');
});

test('without a form for the code, a labelled one-time-code field appears in the login form and gets the focus', async () => {
  const page = await asked(loginForm());
  const field = page.$('#login [name=code]');
  assert.equal([field.getAttribute('inputmode'), field.getAttribute('autocomplete'), page.focused === field], ['numeric', 'one-time-code', true]);
  assert(field.labels.length === 1 && field.labels[0].textContent.trim().length > 3, 'it has a label');
  assert(field.compareDocumentPosition(page.$('#login button')) & Node.DOCUMENT_POSITION_FOLLOWING, 'it stands before the button');
  page.fill({ code: '123456' }, '#login');
  page.submit('#login');
  await page.reaches('done', '#login');
  assert.equal((await sent())[1], { token: CODE_TOKEN, code: '123456' });
});

test('an empty code field is not sent', async () => {
  const page = await asked(loginForm({ attributes: 'novalidate data-authrocket-deliver=event' }));
  page.submit('#login');
  await page.reaches('error', '#login');
  assert.equal([page.focused.name, (await sent()).length], ['code', 1]);
});

test('a wrong code leaves the field in the login form', async () => {
  const page = await asked(loginForm());
  await fake.set({ answer: { refusal: { error: 'Code is wrong' } }, times: 1 });
  page.fill({ code: '111111' }, '#login');
  page.submit('#login');
  await page.reaches('error', '#login');
  assert.equal([page.$('#login [role=alert]').textContent, page.focused.name], ['Code is wrong', 'code']);
  page.submit('#login');
  await page.reaches('done', '#login');
});

test('going back takes the field away, and a second code gets one field again', async () => {
  const page = await asked(loginForm(), 2);
  page.fill({ username: 'grace' }, '#login');
  await page.reaches('idle', '#login');
  assert.equal(page.$('#login [name=code]'), null);
  page.submit('#login');
  await page.reaches('code', '#login');
  assert.equal(page.document.querySelectorAll('[name=code]').length, 1);
});

test('removing a login form ends its second step', async () => {
  const page = await asked(loginForm() + codeForm);
  const login = page.$('#login');
  login.remove();
  await waitUntil(() => page.$('#code').hidden && !login.hasAttribute('data-authrocket-state'));
  page.document.body.append(login);
  await page.reaches('idle', '#login');
  page.submit('#login');
  await page.reaches('done', '#login');
  assert.equal((await sent())[1], { username: 'ada', password: 'correct horse' });
});

test('a form for the code that is added later is used at the next second step', async () => {
  const page = await openPage(loginForm());
  await page.reaches('idle', '#login');
  page.document.body.insertAdjacentHTML('beforeend', codeForm);
  await fake.set({ answer: 'code', times: 1 });
  page.submit('#login');
  await page.reaches('code', '#login');
  assert.equal([page.$('#code').hidden, page.$('#login [name=code]')], [false, null]);
});

test('submitting the login form again, with the form for the code on the page, starts a new login', async () => {
  const page = await asked(loginForm() + codeForm);
  page.submit('#login');
  await page.reaches('done', '#login');
  assert.equal([(await sent())[1], page.$('#code').hidden], [{ username: 'ada', password: 'correct horse' }, true]);
});

test('a code is not sent before the service asks for one', async () => {
  const page = await openPage(codeForm.replace(' hidden', ''));
  page.submit('#code');
  await page.reaches('error', '#code');
  assert.equal(await sent(), []);
});

test('the form for the code delivers as the login form would', async () => {
  const login = loginForm({ attributes: 'data-authrocket-deliver=post data-authrocket-to="/app/session"' });
  const page = await asked(login + codeForm);
  page.submit('#code');
  const post = await waitUntil(async () => (await app.log())[0]);
  assert.equal([post.method, post.path], ['POST', '/app/session']);
  assert.match(post.body, /^token=eyJ[\w.-]+$/);
});

test('the form for the code may deliver in its own way', async () => {
  const page = await asked(loginForm({ attributes: '' }) + codeForm.replace('<form', '<form data-authrocket-deliver=event'));
  page.submit('#code');
  await finished(page);
  assert.equal([types(page).at(-1), await app.log()], ['done', []]);
});
