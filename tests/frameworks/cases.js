// What holds for every framework in which a form comes and goes on one page. Each app has a form, `#token` once it got one,
// `#leave` and `#enter` to go to another route and back, and `#again` to render anew.
import { nothingElse, open, PASSWORD, sent, TOKEN, view, waitSent } from './support.js';

/** The first step of a login, as the instance gets it. */
export const first = (username = 'ada') => ({ path: '/v1/login', username, password: PASSWORD });

function toolsOf(name, query = '') {
  const it = (what, body) =>
    test(query ? `${query.slice(1)}: ${what}` : what, async () => {
      const page = await open(`${name}/index.html${query}`);
      await body(page);
      await nothingElse(page);
    });
  const arrives = async (page) => {
    await waitUntil(() => TOKEN.test(page.$('#token').textContent), 'the token in the app');
    await waitUntil(() => !page.$('form'), 'the form to be gone');
    assert.equal([page.path, await app.log()], [`/apps/${name}/index.html`, []]);
  };
  const renders = async (page) => {
    const before = Number(page.$('#again').textContent);
    page.click('#again');
    await waitUntil(() => Number(page.$('#again').textContent) === before + 1);
  };
  return { it, arrives, renders };
}

/** The tests of one app, or of another of its forms. */
export function cases(name, query) {
  const { it, arrives, renders } = toolsOf(name, query);

  it('a login reaches the app with the token', async (page) => {
    page.logIn();
    await arrives(page);
    assert.equal(await sent(), [first()]);
  });

  it('a refused login is told in place, and what was typed stays', async (page) => {
    await fake.set({ answer: 'refused', times: 1 });
    page.logIn();
    await page.reaches('error');
    await renders(page);
    assert.equal(
      [page.said, page.state, page.$('[name=username]').value, page.$('[name=password]').value, page.$('form button').disabled],
      ['Login failed', 'error', 'ada', PASSWORD, false],
    );
    page.click('form button');
    await arrives(page);
    assert.equal(await sent(), [first(), first()]);
  });

  it('what is missing is told at its field, and taken back by an edit after another rendering', async (page) => {
    page.$('form').noValidate = true;
    page.type({ username: 'ada' });
    page.click('form button');
    await page.reaches('error');
    const field = page.$('[name=password]');
    assert.equal([field.getAttribute('aria-invalid'), field === field.ownerDocument.activeElement], ['true', true]);
    await renders(page);
    assert.equal([field.getAttribute('aria-invalid'), page.said !== ''], ['true', true]);
    page.type({ password: PASSWORD });
    assert.equal([field.getAttribute('aria-invalid'), page.said], [null, '']);
    page.click('form button');
    await arrives(page);
    assert.equal(await sent(), [first()]);
  });

  it('a second factor is asked for in place, also after another rendering', async (page) => {
    page.logIn('fake-code');
    await page.reaches('code');
    await renders(page);
    page.type({ code: '123456' });
    page.click('form button');
    await arrives(page);
    assert.equal((await sent()).map(({ code }) => code), [undefined, '123456']);
  });

  it('rendering anew while a call is under way changes nothing', async (page) => {
    await fake.set({ answer: 'hang', times: 1 });
    page.logIn();
    await waitSent(1);
    for (let time = 0; time < 3; time++) await renders(page);
    assert.equal([page.state, page.$('form').getAttribute('aria-busy'), page.$('form button').disabled], ['busy', 'true', true]);
    await fake.release();
    await arrives(page);
    assert.equal(await sent(), [first()]);
  });

  it('a form that comes back sends once, and the ones before it are as they were', async (page) => {
    const gone = [];
    for (let time = 0; time < 3; time++) {
      gone.push(page.$('form'));
      await page.goes('#leave', 'form', false);
      await page.goes('#enter', 'form');
      await page.ready();
    }
    await waitUntil(() => gone.every((form) => !form.hasAttribute('data-authrocket-state')), 'nothing of ours on them');
    page.logIn();
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
    await page.ready();
    assert.equal([page.state, page.$('form button').disabled, page.said, page.$('#token')], ['idle', false, '', null]);
    page.logIn('grace');
    await arrives(page);
    assert.equal(await sent(), [first(), first('grace')]);
  });
}

/** For an app that with `?bare` has a form without a place for texts, amid elements that come and go. */
export function bareCases(name) {
  const { it, arrives, renders } = toolsOf(name, '?bare');

  it('a text and a code field that we added outlive renderings around them', async (page) => {
    await fake.set({ answer: 'refused', times: 1 });
    page.logIn('fake-code');
    await page.reaches('error');
    for (let time = 0; time < 3; time++) await renders(page);
    assert.equal([page.said, page.$('form').querySelectorAll('[role=alert]').length], ['Login failed', 1]);
    page.click('form button');
    await page.reaches('code');
    const code = page.$('[name=code]');
    for (let time = 0; time < 3; time++) await renders(page);
    assert(code === page.$('[name=code]'), 'the same field');
    page.type({ code: '123456' });
    page.click('form button');
    await arrives(page);
    assert.equal((await sent()).map(({ username, code }) => username || code), ['fake-code', 'fake-code', '123456']);
  });
}

/** For an app that is rendered by a server, too. */
export function renderedCases(name) {
  const html = async () => (await fetch(`/apps/${name}/rendered.html`)).text();

  test('a form that a server rendered keeps what was typed before the app took it over', async () => {
    const still = (await html()).replace(/<script type="module".*/, '').replace('<meta', `<base href="/apps/${name}/"><meta`);
    const page = view(await openFrame({ html: still }));
    assert.equal(page.$('form').action, `${INSTANCE}/login`, 'where a browser without script goes');
    page.type({ username: 'ada', password: PASSWORD });
    const form = page.$('form');
    const main = page.window.document.createElement('script');
    Object.assign(main, { type: 'module', src: 'main.js' });
    page.window.document.body.append(main);
    await page.ready();
    assert(form === page.$('form'), 'the same form');
    page.click('form button');
    await waitUntil(() => TOKEN.test(page.$('#token').textContent));
    assert.equal([await sent(), await app.log()], [[first()], []]);
    await nothingElse(page);
  });
}
