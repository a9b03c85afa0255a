import { bareCases, cases, renderedCases } from './cases.js';
import { entryCases, fieldsCases } from './entry-cases.js';
import { nothingElse, open, PASSWORD, sent } from './support.js';

cases('react');
entryCases('react');
fieldsCases('react');
cases('react', '?without');
bareCases('react');
renderedCases('react');

test('the latest onDone is called', async () => {
  const page = await open('react/index.html');
  for (const count of ['1', '2']) {
    page.click('#again');
    await waitUntil(() => page.$('#again').textContent === count);
  }
  page.logIn();
  await waitUntil(() => page.$('#token'));
  assert.equal(page.$('#token').getAttribute('data-at'), '2');
  await nothingElse(page);
});

test('fields that are no form\'s are sent in two steps, and onError learns of a refusal', async () => {
  const page = await open('react/index.html?other');
  const waits = (text) => waitUntil(() => page.$('#said').textContent === text, text);
  await fake.set({ answer: 'refused', times: 1 });
  page.click('#send');
  await waits('fields refused');
  page.click('#send');
  await waitUntil(() => page.$('#send').textContent === 'Second step', 'the second step');
  page.click('#send');
  await waitUntil(() => page.$('#token'), 'the token in the app');
  const password = { username: 'fake-code', password: PASSWORD };
  assert.equal((await sent()).map(({ path, token, ...fields }) => fields), [password, password, { code: '123456' }]);
  await nothingElse(page);
});

test('another kind attaches the form anew', async () => {
  const page = await open('react/index.html?other');
  page.type({ username: 'ada' });
  page.click('form button');
  await page.reaches('done');
  page.click('#kind');
  await waitUntil(() => page.$('#kind').textContent === 'login', 'the other kind');
  await page.ready();
  page.click('form button');
  await waitUntil(() => page.$('#said').textContent === 'form invalid_input', 'the password to be missed');
  assert.equal((await sent()).map(({ path }) => path), ['/v1/forgot_password']);
  await nothingElse(page);
});
