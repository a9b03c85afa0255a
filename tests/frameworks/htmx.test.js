import { first } from './cases.js';
import { nothingElse, open, PASSWORD, sent, view } from './support.js';

for (const name of ['htmx', 'htmx2']) {
  const page = async () => view(await openFrame(`/apps/${name}/index.html`));
  const swapped = async () => {
    const opened = await page();
    await opened.goes('#enter', 'form');
    await opened.ready();
    return opened;
  };
  const it = (what, body) => test(`${name}: ${what}`, async () => body(await swapped()));
  const arrives = async (opened) => {
    await fake.set({ path: '/app/login', answer: { body: { redirect: '/app/welcome' } } });
    opened.click('form button');
    await waitUntil(() => opened.path === '/app/welcome', "the app's page");
    const got = (await app.log()).map(({ method, path, body }) => [method, path, [...new URLSearchParams(body).keys()]]);
    assert.equal(got, [['POST', '/app/login', ['csrf_token', 'token']], ['GET', '/app/welcome', []]]);
    await nothingElse(opened);
  };
  const typed = { username: 'ada', password: PASSWORD };

  it('a form that was swapped in hands the token to the app', async (opened) => {
    opened.type(typed);
    await arrives(opened);
    assert.equal(await sent(), [first()]);
  });

  it('a refused login is told in place, and what was typed stays', async (opened) => {
    await fake.set({ answer: 'refused', times: 1 });
    opened.logIn();
    await opened.reaches('error');
    assert.equal([opened.said, opened.$('[name=username]').value, opened.$('[name=password]').value], ['Login failed', 'ada', PASSWORD]);
    await arrives(opened);
    assert.equal(await sent(), [first(), first()]);
  });

  it('a second factor is asked for in place', async (opened) => {
    opened.logIn('fake-code');
    await opened.reaches('code');
    opened.type({ code: '123456' });
    await arrives(opened);
    assert.equal((await sent()).map(({ code }) => code), [undefined, '123456']);
  });

  it('a form that is swapped out and in again sends once', async (opened) => {
    for (let time = 0; time < 3; time++) {
      await opened.goes('#leave', 'form', false);
      await opened.goes('#enter', 'form');
      await opened.ready();
    }
    opened.type(typed);
    await arrives(opened);
    assert.equal(await sent(), [first()]);
  });

  for (const [which, said] of [['', 'hx-boost="false" '], [' that does not say no', '']]) {
    test(`${name}: a form of a boosted page${which} is not sent to the page's own action`, async () => {
      const html = (await (await fetch(`/apps/${name}/page.html`)).text())
        .replace('<meta', `<base href="/apps/${name}/"><meta`)
        .replace('hx-boost="false" ', said)
        .replace(/action="[^"]*"/, 'action="/app/leak"');
      const opened = view(await openFrame({ html }));
      await opened.ready();
      opened.type(typed);
      await arrives(opened);
      assert.equal(await sent(), [first()]);
    });
  }

  test(`${name}: a form of a boosted page is sent to the instance alone`, async () => {
    const opened = await page();
    const { document } = opened.window;
    await opened.goes('#page', '#back');
    await opened.ready();
    assert(document === opened.window.document, 'the page was boosted');
    opened.type(typed);
    await arrives(opened);
    assert.equal(await sent(), [first()]);
  });

  test(`${name}: a form that was left with an error is new when the browser goes back to it`, async () => {
    const opened = await page();
    await opened.goes('#page', '#back');
    await opened.ready();
    await fake.set({ answer: 'refused', times: 1 });
    opened.logIn();
    await opened.reaches('error');
    await opened.goes('#back', '#page');
    opened.window.history.back();
    await waitUntil(() => opened.$('#back'));
    await opened.ready();
    assert.equal([opened.state, opened.said, opened.$('form button').disabled], ['idle', '', false]);
    opened.type(typed);
    await arrives(opened);
    assert.equal(await sent(), [first(), first()]);
  });
}
