// The inline guard with the whole library behind it: what a user submits while the script is still loading is sent once the
// script has run, and reaches the app as a token. The guard alone: early.test.js.

import { events, loginForm, sent, view, waitSent } from './support.js';

const GUARD = await (await fetch('/pkg/guard.js')).text();
const FIELDS = { username: 'ada', password: 'correct horse' };
const HELD_TAG = '/as/held-authrocket.js/authrocket.js';
const count = async (name) => (await fetched()).filter((each) => each === name).length;

/** A page that begins with the guard, seen while it is still loading. */
async function begin(body, head) {
  const html = `<!doctype html><html lang=en><meta charset=utf-8><title>page</title><script src="/browser/pages/notes.js"></script>
    <script>${GUARD}</script>${head}<body>${body}</body></html>`;
  const frame = Object.assign(document.createElement('iframe'), { width: 600, height: 400, src: await makePage({ html }) });
  document.body.append(frame);
  await waitUntil(() => frame.contentDocument.querySelector('form button'), 'the form');
  return view(frame);
}

const isBusy = (page) => [page.state(), page.$('form').getAttribute('aria-busy')];
const BUSY = ['busy', 'true'];
const late = (how) => `<script src="${HELD_TAG}" data-url="${INSTANCE}" ${how}></script>`;

/** Submits early, lets the script load, and expects one login. */
async function logsIn(page, submit) {
  await waitUntil(async () => await count('authrocket.js') === 1);
  submit(page);
  assert.equal([isBusy(page), await sent(), await app.log()], [BUSY, [], []]);
  await fake.release();
  await page.reaches('done');
  assert.equal([await sent(), await app.log(), page.window.errors], [[FIELDS], [], []]);
}

for (const how of ['defer', 'async']) {
  for (const [way, submit] of [
    ['a click', (page) => page.$('button').click()],
    ['requestSubmit', (page) => page.submit()],
    ['form.submit()', (page) => page.$('form').submit()],
    ['three clicks', (page) => [1, 2, 3].forEach(() => page.$('button').click())],
  ]) {
    test(`${how}: ${way} while the script is loading is one login`, async () => {
      await logsIn(await begin(loginForm(), late(how)), submit);
    });
  }
}

test('the token is delivered as the form says', async () => {
  const page = await begin(loginForm({ attributes: 'data-authrocket-deliver=post data-authrocket-to="/app/session"', more: '<input type=hidden name=csrf value=c>' }), late('defer'));
  await waitUntil(async () => await count('authrocket.js') === 1);
  page.$('button').click();
  await fake.release();
  const [post] = await waitUntil(async () => { const all = await app.log(); return all.length && all; });
  assert.equal([post.method, post.path], ['POST', '/app/session']);
  assert.match(post.body, /^csrf=c&token=eyJ/);
});

test('an early submit fires the usual events, and can be repeated after an error', async () => {
  await fake.set({ answer: 'refused', times: 1 });
  const page = await begin(loginForm(), late('defer'));
  const seen = events(page);
  await waitUntil(async () => await count('authrocket.js') === 1);
  page.$('button').click();
  await fake.release();
  await page.reaches('error');
  page.$('button').click();
  await page.reaches('done');
  assert.equal(seen.map(({ type }) => type), ['submit', 'error', 'submit', 'token', 'done']);
});

test('without an early submit the guard changes nothing', async () => {
  const page = await begin(loginForm(), late('defer'));
  await waitUntil(async () => await count('authrocket.js') === 1);
  await fake.release();
  await page.reaches('idle');
  page.$('button').click();
  await page.reaches('done');
  assert.equal([await sent(), await app.log()], [[FIELDS], []]);
});

test('after the script has loaded, form.submit() is a login, too', async () => {
  const page = await begin(loginForm(), late('defer'));
  await waitUntil(async () => await count('authrocket.js') === 1);
  await fake.release();
  await page.reaches('idle');
  page.$('form').submit();
  await page.reaches('done');
  assert.equal([await sent(), await app.log()], [[FIELDS], []]);
});

test('a script that loads after the deadline does not repeat the held submit; the next submit is sent', async () => {
  const page = await begin(loginForm(), late('async'));
  await waitUntil(async () => await count('authrocket.js') === 1);
  const failed = Object.assign(page.document.createElement('script'), { src: '/nowhere/authrocket.js' });
  page.$('button').click();
  page.document.head.append(failed);
  await page.reaches('error');
  await fake.release();
  await waitUntil(() => page.window.AuthRocket && page.window.AuthRocket.engine);
  assert.equal([await sent(), await app.log()], [[], []]);
  page.$('button').click();
  await page.reaches('done');
  assert.equal([await sent(), page.$('form > [role=alert]').textContent], [[FIELDS], '']);
});

// --- The module ---------------------------------------------------------------------------------------------------

const attaching = `<script type=module>import { createClient } from '/pkg/module.js';
  window.attach = () => createClient({ url: '${INSTANCE}' }).attach(document.querySelector('form'));</script>`;

test('the module takes over a form that was submitted before it was attached', async () => {
  const page = await begin(loginForm(), attaching);
  page.$('button').click();
  await waitUntil(() => page.window.attach);
  assert.equal([isBusy(page), await sent(), await app.log()], [BUSY, [], []]);
  page.window.attach();
  await page.reaches('done');
  assert.equal([await sent(), await app.log()], [[FIELDS], []]);
});

test('the module takes over only the form that it attaches', async () => {
  const page = await begin(loginForm() + loginForm().replaceAll('id=login', 'id=second'), attaching);
  await waitUntil(() => page.window.attach);
  page.submit('#second');
  page.window.attach();
  page.submit('#login');
  await page.reaches('done', '#login');
  assert.equal([page.state('#second'), (await waitSent(1)).length, await app.log()], ['busy', 1, []]);
});
