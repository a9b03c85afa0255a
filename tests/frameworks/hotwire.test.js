import { first } from './cases.js';
import { nothingElse, open, PASSWORD, sent, waitSent } from './support.js';

/** What the app's server got by POST: the hidden inputs and the token, and nothing that was typed. */
async function handedOver(page) {
  await waitUntil(() => page.path === '/app/login', "the app's answer");
  const posts = (await app.log()).filter(({ method }) => method === 'POST');
  assert.equal(posts.length, 1, 'posts to the app');
  const fields = Object.fromEntries(new URLSearchParams(posts[0].body));
  assert.match(fields.token, /^eyJ/);
  assert.equal(Object.keys(fields), ['authenticity_token', 'token']);
  await nothingElse(page);
  return fields.authenticity_token;
}

/** As the server sent it. */
function isNew(page) {
  const form = page.$('form');
  assert.equal(
    [page.state, page.said, form.querySelectorAll('[data-authrocket-error]').length, page.$('[name=code]'),
      page.$('[name=password]').value, form.querySelector('button').disabled, form.hasAttribute('aria-busy')],
    ['idle', '', 1, null, '', false, false],
  );
}

/** Turbo complains of visits that it did not bring to their end. */
const settled = (page) => waitUntil(() => !page.$('html').hasAttribute('aria-busy'), 'the visit to end');

async function leaves(page) {
  await page.goes('#leave', '#enter');
  await settled(page);
}

async function comes(page, how) {
  how();
  await waitUntil(() => page.$('form'), 'the form');
  await page.ready();
  await settled(page);
  isNew(page);
}

for (const [name, path] of [['Stimulus', 'hotwire/index.html'], ['script tag', 'hotwire/tag.html']]) {
  const it = (what, body) => test(`${name}: ${what}`, async () => body(await open(path)));

  it('a login posts the token to the app, with the hidden inputs', async (page) => {
    page.logIn();
    assert.match(await handedOver(page), /^csrf-of-/);
    assert.equal(await sent(), [first()]);
  });

  it('a refused login is told in place, and what was typed stays', async (page) => {
    await fake.set({ answer: 'refused', times: 1 });
    page.logIn();
    await page.reaches('error');
    assert.equal([page.said, page.$('[name=username]').value, page.$('[name=password]').value], ['Login failed', 'ada', PASSWORD]);
    page.click('form button');
    await handedOver(page);
    assert.equal(await sent(), [first(), first()]);
  });

  it('a second factor is asked for in place', async (page) => {
    page.logIn('fake-code');
    await page.reaches('code');
    page.type({ code: '123456' });
    page.click('form button');
    await handedOver(page);
    assert.equal((await sent()).map(({ code }) => code), [undefined, '123456']);
  });

  it('a form that Drive brings again sends once', async (page) => {
    const document = page.$('html').ownerDocument;
    for (let time = 0; time < 2; time++) {
      await leaves(page);
      await comes(page, () => page.click('#enter'));
      await leaves(page);
      await comes(page, () => page.window.history.back());
    }
    assert(document === page.$('html').ownerDocument, 'Drive renders into the same document');
    page.logIn();
    await handedOver(page);
    assert.equal(await sent(), [first()]);
  });

  for (const [state, answer] of [['error', 'refused'], ['code', 'code'], ['busy', 'hang']]) {
    it(`a form that was left in the state ${state} is new when Drive goes back to it`, async (page) => {
      await fake.set({ answer, times: 1 });
      page.logIn();
      await waitSent(1);
      await page.reaches(state);
      await leaves(page);
      // As by the back button; WebKit's own history mixes in that of earlier tests' frames.
      await comes(page, () => page.window.Turbo.visit(`/apps/${path}`, { action: 'restore' }));
      await fake.release();
      page.logIn('grace');
      await handedOver(page);
      assert.equal(await sent(), [first(), first('grace')]);
    });
  }
}

test('Stimulus: a form that a frame swaps in is attached, and the one before it let go', async () => {
  const page = await open('hotwire/index.html');
  const before = page.$('form');
  await page.goes('#swap', '[value=csrf-of-other]');
  await page.ready();
  await waitUntil(() => !before.hasAttribute('data-authrocket-state'));
  page.logIn();
  assert.equal(await handedOver(page), 'csrf-of-other');
  assert.equal(await sent(), [first()]);
});

/** Does something after which Turbo morphs the page that is there. */
async function morphs(page, what) {
  const [form, root] = [page.$('form'), page.$('html')];
  const rendered = new Promise((resolve) => root.addEventListener('turbo:render', resolve, { once: true }));
  what();
  await rendered;
  assert(form === page.$('form') && root === page.$('html'), 'the same elements');
}

test('Stimulus: a visit to the same page leaves the form attached', async () => {
  const page = await open('hotwire/index.html');
  await morphs(page, () => page.click('#same'));
  await page.ready();
  isNew(page);
  page.logIn();
  await handedOver(page);
  assert.equal(await sent(), [first()]);
});

test('Stimulus: a page refresh leaves the form attached', async () => {
  const page = await open('hotwire/index.html');
  await morphs(page, () => page.window.Turbo.session.refresh(page.window.location.href));
  page.logIn();
  await handedOver(page);
  assert.equal(await sent(), [first()]);
});

test('Stimulus: a page refresh leaves a permanent form as it is', async () => {
  const page = await open('hotwire/other.html');
  await fake.set({ answer: 'refused', times: 1 });
  page.logIn();
  await page.reaches('error');
  await morphs(page, () => page.window.Turbo.session.refresh(page.window.location.href));
  assert.equal([page.state, page.said, page.$('[name=password]').value], ['error', 'Login failed', PASSWORD]);
  page.click('form button');
  await handedOver(page);
  assert.equal(await sent(), [first(), first()]);
});
