import { first } from './cases.js';
import { nothingElse, open, PASSWORD, sent, TOKEN } from './support.js';

const it = (what, body) =>
  test(what, async () => {
    const page = await open('import-map/index.html');
    await body(page);
    await waitUntil(() => TOKEN.test(page.$('#token').textContent), 'the token on the page');
    await waitUntil(() => !page.$('form').hasAttribute('data-authrocket-state'), 'the form to be let go');
    assert.equal([page.$('form').hidden, await app.log()], [true, []]);
    await nothingElse(page);
  });

it('a login reaches the page with the token', async (page) => {
  page.logIn();
  await waitUntil(() => page.$('form').hidden);
  assert.equal(await sent(), [first()]);
});

it('a refused login is told in place, and what was typed stays', async (page) => {
  await fake.set({ answer: 'refused', times: 1 });
  page.logIn();
  await page.reaches('error');
  assert.equal([page.said, page.$('[name=username]').value, page.$('[name=password]').value], ['Login failed', 'ada', PASSWORD]);
  page.click('form button');
});

it('a second factor is asked for in place', async (page) => {
  page.logIn('fake-code');
  await page.reaches('code');
  page.type({ code: '123456' });
  page.click('form button');
});
