// The first submit is prepared: the connection to the instance is open before it, and its code has run once. Neither sends
// anything, and neither shows on the page.

import { events, loginForm, openPage, sent, view } from './support.js';

/** Chromium alone opens the connection of every `preconnect`; the others may choose not to. */
const COUNTS = /Chrome/.test(navigator.userAgent);

/** Notes each link that is added to the page, before the library runs. */
const WATCH = `window.links = []; new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) =>
  node.rel === 'preconnect' && links.push([node.href, node.crossOrigin])))).observe(document, { childList: true, subtree: true });`;

async function open(body, { before = '', url = OTHER } = {}) {
  return view(await openFrame({ html: `<!doctype html><html lang=en><meta charset=utf-8><title>page</title><script>${WATCH}${before}</script>
    <script src="/pkg/authrocket.js" data-url="${url}"></script><body>${body}</body></html>` }));
}

test('a page with a form opens one connection to the instance, and the login uses it', async () => {
  const before = await fake.connections();
  // A name that this browser has no connection to yet.
  const url = OTHER.replace('other', `other-${Date.now()}`);
  const page = await open(loginForm(), { url });
  await page.reaches('idle');
  assert.equal(page.window.links, [[`${url}/`, 'anonymous']]);
  if (COUNTS) {
    await waitUntil(async () => (await fake.connections()) === before + 1, 'the connection');
  }
  page.submit();
  await page.reaches('done');
  assert.equal([page.window.links.length, COUNTS && (await fake.connections()) - before], [1, COUNTS && 1]);
  assert.equal(page.document.querySelector('link'), null, 'no link stays');
});

test('a page without a form opens none; a form that is added later does', async () => {
  const page = await open('<form action="/app/search"><input name=q></form>');
  await page.window.AuthRocket.ready;
  page.$('form').requestSubmit();
  assert.equal(page.window.links, []);
  const later = await open('<p>Soon</p>');
  later.document.body.insertAdjacentHTML('beforeend', loginForm());
  await later.reaches('idle');
  assert.equal(later.window.links.length, 1);
});

test('two forms, and forms of a rewritten page, open one connection', async () => {
  const page = await open(loginForm() + loginForm().replace('id=login', 'id=again'));
  await page.reaches('idle');
  page.document.body.innerHTML = loginForm();
  await page.reaches('idle');
  assert.equal(page.window.links.length, 1);
});

test('a visitor who saves data opens none', async () => {
  const page = await open(loginForm(), { before: `Object.defineProperty(navigator, 'connection', { value: { saveData: true } });` });
  await page.reaches('idle');
  assert.equal(page.window.links, []);
});

test('the connection is opened again at a click or a key in the form, when it may have been closed', async () => {
  const page = await open(loginForm(), { before: 'const now = Date.now; window.later = 0; Date.now = () => now() + later;' });
  await page.reaches('idle');
  const act = (type) => page.$('[name=username]').dispatchEvent(new page.window.Event(type, { bubbles: true }));
  act('click');
  assert.equal(page.window.links.length, 1, 'it is still fresh');
  for (const [at, type] of ['click', 'keydown'].entries()) {
    page.window.later += 60000;
    act(type);
    act(type);
    await waitUntil(() => page.window.links.length === at + 2, `${type} to open a connection`);
  }
});

test('an instance URL that is no address opens nothing and breaks nothing', async () => {
  const page = await open(loginForm(), { url: 'http://plain.example' });
  await waitUntil(() => page.$('form').dataset.authrocketState);
  assert.equal(page.window.links, []);
});

test('the rehearsal sends nothing, changes nothing on the page, and fires no event there', async () => {
  const page = await openPage('<p id=login-errors>Welcome back</p><p id=signup-errors></p>');
  const seen = events(page);
  const idle = page.window.requestIdleCallback ? (act) => page.window.requestIdleCallback(act) : (act) => page.window.setTimeout(act, 400);
  page.document.body.insertAdjacentHTML('beforeend', loginForm());
  await page.reaches('idle');
  const changes = [];
  new page.window.MutationObserver((list) => changes.push(...list)).observe(page.document.body, {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
  // Idle callbacks run in order, so the rehearsal is over.
  await new Promise(idle);
  await undefined;
  assert.equal([seen.length, await sent(), changes.map(({ type, target }) => `${type} ${target.nodeName}#${target.id}`)], [0, [], []]);
  page.submit();
  await page.reaches('done');
  assert.equal((await sent()).length, 1);
});
