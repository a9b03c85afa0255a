// Successful calls with a next step: a signup whose address must be verified first. Also: forms whose link was used are not sent
// twice.

import { createClient } from '/pkg/module.js';
import { events, openPage, sent } from './support.js';

/** The emulator's answer (D21), and the same answer in another wording, which no documentation publishes. */
const ANSWERS = [
  { error: 'Thank you. Please check your mail and verify your email address, then log in',
    errors: ['Thank you. Please check your mail and verify your email address, then log in'] },
  { error: 'Verification required. We have sent you an e-mail.' },
];
const TEXT = 'Almost done: please verify your email address. A mail with a link is on its way.';
const verifies = (body = ANSWERS[0]) => fake.set({ path: '/v1/signup', answer: { body } });
const FIELDS = { username: 'ada', email: 'a@b.test', password: 'correct horse' };
const inputs = '<input name=username value=ada><input name=email value=a@b.test><input name=password type=password value="correct horse">';
const form = (attributes = '', more = '') => `<form data-authrocket=signup ${attributes}>${inputs}${more}<button>Sign up</button></form>`;
const done = (page) => page.$('[data-authrocket-done]').textContent;

for (const body of ANSWERS) {
  test(`a signup that needs verification is done, with a text and without secrets, and is not sent twice: ${body.error.slice(0, 12)}`, async () => {
    await verifies(body);
    const page = await openPage(form('data-authrocket-deliver=post data-authrocket-to=/app/session'));
    const seen = events(page);
    await page.reaches('idle');
    assert.equal(page.document.querySelectorAll('[role=status]').length, 1, 'a live region is there before its text');
    page.submit();
    await page.reaches('done');
    assert.equal([done(page), page.$('[role=alert]').textContent, page.$('[name=password]').value, page.$('[name=username]').value],
      [TEXT, '', '', 'ada']);
    assert.equal(seen.map(({ type, detail }) => [type, detail.result]), [['submit', undefined], ['done', 'verification_required']]);
    await waitUntil(() => !page.$('button').disabled);
    page.submit();
    await waitUntil(() => page.state() === 'done' && !page.$('button').disabled);
    assert.equal([done(page), page.$('[role=alert]').textContent, (await sent()).length, await app.log()], [TEXT, '', 1, []]);
  });
}

test('another user can then sign up with the same form', async () => {
  await verifies();
  const page = await openPage(form());
  await page.reaches('idle');
  page.submit();
  await page.reaches('done');
  page.fill({ username: 'bob', email: 'b@b.test', password: 'another horse' });
  page.submit();
  await waitUntil(async () => (await sent()).length === 2);
});

test('the npm client gets a result of its own kind, with the text; handlers of the script API get an error, as in v1', async () => {
  await verifies();
  assert.equal(await createClient({ url: INSTANCE }).signup(FIELDS), { result: 'verification_required', message: TEXT });
  assert.equal((await createClient({ url: INSTANCE, messages: { verification_required: 'Look!' } }).signup(FIELDS)).message, 'Look!');
  const { window } = await openPage('');
  const response = await new Promise((resolve) => window.AuthRocket.signup(FIELDS, resolve));
  assert.equal(response, { result: 'verification_required', message: TEXT, error: TEXT });
});

test('other refusals of a signup, and the same text at a login, are refusals', async () => {
  for (const error of ['Email could not be verified', 'Username has already been taken', 'Verification failed']) {
    await fake.set({ path: '/v1/signup', answer: { body: { error } } });
    assert.equal((await createClient({ url: INSTANCE }).signup(FIELDS)).code, 'refused', error);
  }
  await fake.set({ path: '/v1/login', answer: { body: ANSWERS[0] } });
  assert.equal((await createClient({ url: INSTANCE }).login(FIELDS)).code, 'refused');
});

const DONE = { 'reset-password': 'Your password is changed. You can log in with it now.', 'verify-email': 'Your email address is confirmed.' };
const USED = 'This link is incomplete or was used already. Please ask for a new one.';
for (const [kind, field] of [['reset-password', '<input name=password type=password value="new one">'], ['verify-email', '']]) {
  test(`${kind}: a second submit shows that the form is done, and sends nothing; another link is sent`, async () => {
    const page = await openPage(`<form data-authrocket=${kind}>${field}<input type=hidden name=token value=kxx_1><button>Go</button></form>`);
    const again = async () => {
      page.submit();
      await waitUntil(() => page.state() !== 'busy' && !page.$('button').disabled);
    };
    await page.reaches('idle');
    await again();
    assert.equal([page.state(), done(page)], ['done', DONE[kind]]);
    await again();
    assert.equal([page.state(), done(page), page.$('[role=alert]').textContent, (await sent()).length], ['done', DONE[kind], '', 1]);
    if (field) {
      assert.equal(page.$('[name=password]').value, '');
      page.fill({ password: 'other' });
      await again();
      assert.equal([page.state(), page.$('[role=alert]').textContent, (await sent()).length], ['error', USED, 1]);
    }
    page.fill({ token: 'kxx_2' });
    await again();
    assert.equal([page.state(), (await sent()).map(({ token }) => token)], ['done', ['kxx_1', 'kxx_2']]);
  });
}
