// What holds for the package's entries in every framework, beside what holds for every app (`cases.js`).
import { first } from './cases.js';
import { nothingElse, PASSWORD, sent, TOKEN, view, waitSent } from './support.js';

const BUSY = 'One moment…';

/** For an app whose form shows what `useAuthRocket` returns. */
export function entryCases(name) {
  const it = (what, body) =>
    test(what, async () => {
      const page = view(await openFrame(`/apps/${name}/index.html`));
      await page.ready();
      await body(page);
      await nothingElse(page);
    });
  const label = (page) => page.$('form button').textContent;

  it('the component shows a call under way', async (page) => {
    await fake.set({ answer: 'hang', times: 1 });
    page.logIn();
    await waitSent(1);
    await waitUntil(() => label(page) === BUSY, BUSY);
    await fake.release();
    await waitUntil(() => TOKEN.test(page.$('#token').textContent), 'the token in the app');
  });

  it('the component marks the field that has a text, until that is edited', async (page) => {
    page.$('form').noValidate = true;
    page.type({ username: 'ada' });
    page.click('form button');
    await waitUntil(() => page.$('label.bad'), 'a marked field');
    page.type({ password: PASSWORD });
    await waitUntil(() => !page.$('label.bad'), 'no marked field');
    assert.equal([label(page), await sent()], ['Log in', []]);
  });

  it('the component shows the second step, also after a wrong code, until the first one is changed', async (page) => {
    page.logIn('fake-code');
    await waitUntil(() => page.$('#hint'), 'the hint for the code');
    await fake.set({ answer: 'refused', times: 1 });
    page.type({ code: '000000' });
    page.click('form button');
    await page.reaches('error');
    await waitUntil(() => page.said === 'Login failed' && label(page) === 'Log in');
    assert(page.$('#hint'), 'still the second step');
    page.type({ username: 'ada' });
    await waitUntil(() => !page.$('#hint'), 'the first step');
  });

  it('a form that comes back shows nothing of the one before', async (page) => {
    await fake.set({ answer: 'hang', times: 1 });
    page.logIn();
    await waitSent(1);
    await waitUntil(() => label(page) === BUSY, BUSY);
    await page.goes('#leave', 'form', false);
    await page.goes('#enter', 'form');
    await page.ready();
    assert.equal(label(page), 'Log in');
    await fake.release();
    page.logIn('grace');
    await waitUntil(() => TOKEN.test(page.$('#token').textContent), 'the token in the app');
  });
}

/** For an app with a form that its own fields and `useLoginForm` make, with `?fields`. */
export function fieldsCases(name) {
  const it = (what, body) =>
    test(`fields: ${what}`, async () => {
      const page = view(await openFrame(`/apps/${name}/index.html?fields`));
      await waitUntil(() => page.$('form'), 'a form');
      await body(page);
      await nothingElse(page);
    });
  const text = (page) => page.$('[role=alert]').textContent;
  const arrives = async (page) => {
    await waitUntil(() => TOKEN.test(page.$('#token').textContent), 'the token in the app');
    assert.equal([page.path, await app.log()], [`/apps/${name}/index.html`, []]);
  };

  it('a login reaches the app with the token', async (page) => {
    page.logIn();
    await arrives(page);
    assert.equal(await sent(), [first()]);
  });

  it('a refused login shows its text, and what was typed stays', async (page) => {
    await fake.set({ answer: 'refused', times: 1 });
    page.logIn();
    await waitUntil(() => text(page) === 'Login failed', 'the text');
    assert.equal([page.$('[name=username]').value, page.$('form button').disabled], ['ada', false]);
    page.click('form button');
    await arrives(page);
    assert.equal(await sent(), [first(), first()]);
  });

  it('a missing field has a text of its own, and nothing is sent', async (page) => {
    page.$('form').noValidate = true;
    page.type({ username: 'ada' });
    page.click('form button');
    await waitUntil(() => text(page), 'a text');
    assert.equal([page.$('[name=password]').getAttribute('aria-invalid'), await sent()], ['true', []]);
  });

  it('a second factor is asked for, and a wrong code is no way back', async (page) => {
    page.logIn('fake-code');
    await waitUntil(() => page.$('[name=code]'), 'a field for the code');
    await fake.set({ answer: 'refused', times: 1 });
    page.type({ code: '000000' });
    page.click('form button');
    await waitUntil(() => text(page) === 'Login failed', 'the text');
    page.type({ code: '123456' });
    page.click('form button');
    await arrives(page);
    assert.equal((await sent()).map(({ code }) => code), [undefined, '000000', '123456']);
  });

  it('the user may go back to the first step', async (page) => {
    page.logIn('fake-code');
    await waitUntil(() => page.$('[name=code]'), 'a field for the code');
    page.click('#back');
    await waitUntil(() => page.$('[name=password]'), 'the first step');
    page.logIn();
    await arrives(page);
    assert.equal(await sent(), [first('fake-code'), first()]);
  });

  it('a second submit sends nothing', async (page) => {
    await fake.set({ answer: 'hang', times: 1 });
    page.logIn();
    await waitSent(1);
    assert.equal(page.$('form button').disabled, true);
    page.$('form').requestSubmit();
    await fake.release();
    await arrives(page);
    assert.equal(await sent(), [first()]);
  });

  it('leaving while a call is under way ends it, and nothing of it arrives later', async (page) => {
    await fake.set({ answer: 'hang', times: 1 });
    page.logIn();
    await waitSent(1);
    await page.goes('#leave', 'form', false);
    await fake.release();
    await page.goes('#enter', 'form');
    assert.equal([page.$('form button').disabled, text(page), page.$('#token')], [false, '', null]);
    page.logIn('grace');
    await arrives(page);
    assert.equal(await sent(), [first(), first('grace')]);
  });
}
