// The promises of contract §5, one test or more each; the memory scan is in canary.test.js, the CSP in csp.test.js.

import { createClient } from '/pkg/module.js';
import { DEADLINES, GATE, HOOK, NO_FALLBACK, codeForm, events, kept, loginForm, openPage, posts, sent, waitSent } from './support.js';

const submitEarly = `addEventListener('DOMContentLoaded', () => document.forms[0].requestSubmit());`;
/** The app's server gets no request at all. */
const appGotNothing = async () => assert.equal(await app.log(), []);

// --- 1. A password goes to the instance and nowhere else ----------------------------------------------------------

test('1: a form submitted before the wasm is ready is held, and sent when it is', async () => {
  const page = await openPage(loginForm(), { before: GATE, after: submitEarly });
  await waitUntil(() => page.state() === 'busy' && page.window.gates.length > 0);
  page.submit();
  assert.equal(page.$('form').getAttribute('aria-busy'), 'true');
  assert.equal(await sent(), []);
  await appGotNothing();
  page.window.openGate();
  await page.reaches('done');
  assert.equal(await sent(), [{ username: 'ada', password: 'correct horse' }]);
  await appGotNothing();
});

test('1: text typed while a form is held is sent', async () => {
  const page = await openPage(loginForm(), { before: GATE, after: submitEarly });
  await waitUntil(() => page.window.gates.length > 0);
  page.fill({ password: 'better horse' });
  page.window.openGate();
  await page.reaches('done');
  assert.equal((await sent()).map(({ password }) => password), ['better horse']);
});

test('1: a form submitted before an instance URL is known is not sent, and shows why', async () => {
  const page = await openPage(loginForm(), { url: null });
  page.submit();
  await page.reaches('error');
  assert(page.$('form').textContent.includes('not set up'), page.$('form').textContent);
  assert.equal([page.$('button').disabled, await sent()], [false, []]);
  await appGotNothing();
  page.window.AuthRocket.setInstanceUrl(INSTANCE);
  page.submit();
  await page.reaches('done');
});

test('1: a form whose wasm cannot be compiled shows an error, is usable again, and works once the wasm compiles', async () => {
  const page = await openPage(loginForm(), { before: GATE + NO_FALLBACK, after: submitEarly });
  await waitUntil(() => page.window.gates.length > 0);
  page.window.openGate(new page.window.WebAssembly.CompileError('no wasm here'));
  await page.reaches('error');
  assert(page.$('form [role=alert]').textContent.length > 10, 'there is a text');
  assert.equal([page.$('button').disabled, page.$('form').getAttribute('aria-busy'), await sent()], [false, null, []]);
  page.submit();
  await page.reaches('error');
  await appGotNothing();
  page.window.gate = {};
  if (ENGINE === 'javascript') page.window.allowFallback();
  page.submit();
  await page.reaches('done');
  assert.equal((await sent()).length, 1);
});

test('1: when the wasm traps at a submit the form shows an error, and is usable again', async () => {
  const page = await openPage(loginForm(), { before: HOOK });
  await page.reaches('idle');
  page.window.trap = true;
  page.submit();
  await page.reaches('error');
  const text = page.$('form [role=alert]').textContent;
  assert(text.length > 10 && !/password|login failed/i.test(text), text);
  assert.equal([page.$('button').disabled, page.$('form').getAttribute('aria-busy')], [false, null]);
  page.submit();
  await page.reaches('error');
  await appGotNothing();
});

test('1: when the wasm traps during a call the form still ends with an error, and is usable again', async () => {
  await fake.set({ answer: 'hang' });
  const page = await openPage(loginForm(), { before: HOOK + DEADLINES });
  await page.reaches('idle');
  page.submit();
  await waitSent(1);
  page.window.trap = true;
  page.window.passDeadlines();
  await page.reaches('error');
  assert.equal([page.$('button').disabled, page.$('form').getAttribute('aria-busy')], [false, null]);
  await appGotNothing();
});

test('1: listeners of the page that throw or stop the event do not let a form through', async () => {
  const page = await openPage(loginForm(), {
    before: `addEventListener('submit', (event) => { event.stopImmediatePropagation(); throw new Error('of the page'); });`,
    after: `document.addEventListener('submit', (event) => { event.stopImmediatePropagation(); throw new Error('of the page'); }, true);`,
  });
  page.submit();
  await page.reaches('done');
  assert.equal((await sent()).length, 1);
  await appGotNothing();
});

test('1: nothing that was typed is in an address, an event, an attribute or a console message', async () => {
  const secret = 'Geheim-8812-Wort';
  const asked = [];
  for (const answer of ['ok', 'refused', 'html-500', 'cut-json', 'drop', 'not-found', 'limited', 'code', 'url-javascript', 'redirect']) {
    await fake.reset();
    await fake.set({ path: '/v1/login', answer, times: 1 });
    const page = await openPage(loginForm() + codeForm, {
      before: `window.asked = []; const real = fetch; window.fetch = (url, init) => { asked.push(url); return real(url, init); };`,
    });
    await page.reaches('idle', '#login');
    const seen = events(page);
    page.fill({ password: secret }, '#login');
    page.submit('#login');
    await waitUntil(() => !['idle', 'busy'].includes(page.state('#login')));
    assert.equal((await sent())[0].password, secret, 'the scan has something to find');
    const all = [page.document.documentElement.outerHTML, page.document.documentElement.textContent, JSON.stringify(seen), ...page.window.said,
      ...page.window.errors, ...page.window.asked, page.window.location.href, page.document.cookie, JSON.stringify(page.window.history.state)].join('\n');
    assert(!all.includes(secret), `${answer}: ${all.split('\n').find((line) => line.includes(secret))}`);
    assert(page.window.asked.length === 1 && page.window.asked[0] === `${INSTANCE}/${API}/login`, page.window.asked.join());
    asked.push(...page.window.performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin));
  }
  assert.equal([...new Set(asked)].sort(), [location.origin, INSTANCE].sort(), 'only the page\'s own server and the instance are asked');
  await appGotNothing();
});

// --- 2. The library stores nothing --------------------------------------------------------------------------------

test('2: nothing is stored: no cookie, no storage, no database', async () => {
  const page = await openPage(loginForm() + codeForm);
  assert.equal(await kept(page.window), []);
  for (const answer of ['refused', 'code', 'ok']) {
    await fake.set({ answer, times: 1 });
    page.submit(answer === 'ok' ? '#code' : '#login');
    await waitUntil(() => page.state('#login') === { refused: 'error', code: 'code', ok: 'idle' }[answer]);
  }
  for (const method of ['authenticate', 'signup', 'logout', 'authenticateCode']) {
    await new Promise((resolve) => page.window.AuthRocket[method]({ username: 'ada', password: 'x', token: 'kli_1', code: '1' }, resolve));
  }
  await createClient({ url: INSTANCE }).login({ username: 'ada', password: 'x' });
  assert.equal([await kept(page.window), await kept(window)], [[], []]);
  page.document.cookie = 'seen=1';
  page.window.localStorage.seen = 1;
  assert.equal((await kept(page.window)).sort(), ['seen', 'seen=1'], 'and it would have been seen');
  page.document.cookie = 'seen=; max-age=0';
  page.window.localStorage.clear();
});

// --- 4. Every call ends -------------------------------------------------------------------------------------------

test('4: a form whose call is never answered ends with a text and can be used again', async () => {
  await fake.set({ answer: 'hang', times: 1 });
  const page = await openPage(loginForm(), { before: DEADLINES });
  await page.reaches('idle');
  page.submit();
  await waitSent(1);
  page.window.passDeadlines();
  await page.reaches('error');
  assert.match(page.$('[role=alert]').textContent, /too long/);
  assert.equal([page.$('button').disabled, page.$('form').getAttribute('aria-busy')], [false, null]);
  page.submit();
  await page.reaches('done');
});

test('4: when the wasm never loads, calls by markup, script API and npm client still end', async () => {
  const page = await openPage(loginForm(), { before: `${GATE}${DEADLINES}` });
  page.submit();
  const answered = new Promise((resolve) => page.window.AuthRocket.authenticate({ username: 'ada', password: 'x' }, resolve));
  // Firefox asks the page, and starts the deadline, in the next task.
  await waitUntil(() => page.window.countDeadlines() === 2);
  page.window.passDeadlines();
  assert((await answered).error.length > 3);
  await page.reaches('error');
  assert.equal([page.$('button').disabled, await sent()], [false, []]);
});

// --- 5. An outage is never shown as a wrong password --------------------------------------------------------------

test('5: a wrong password and an unknown user show the same text, from the service', async () => {
  await fake.set({ answer: 'refused' });
  const client = createClient({ url: INSTANCE });
  const [one, two] = [await client.login({ username: 'ada', password: 'wrong' }), await client.login({ username: 'nobody', password: 'x' })];
  assert.equal(one, two);
  assert.equal(one.error, 'Login failed');
});

// --- 6. A password is sent exactly as typed -----------------------------------------------------------------------

const PASSWORDS = {
  'with spaces at its ends': '  two words \t',
  'in composed letters': 'Ünïcödé é',
  'in decomposed letters': 'Ünïcödé é'.normalize('NFD'),
  'of emoji': '🔑👩‍🚀🏴‍☠️',
  'of 10,000 characters': 'a1 ä'.repeat(2500),
  'of signs that mean something in a body': '&=+%;#?%20%26+ &amp;"\'<b>\\',
  'that looks like a number': '007',
  'of one space': ' ',
  'of control characters': 'a\u0001b\u007fc',
};
for (const [what, password] of Object.entries(PASSWORDS)) {
  test(`6: a password ${what} is sent exactly as typed, by markup, script API and npm client`, async () => {
    const page = await openPage(loginForm() + loginForm().replace('id=login data-authrocket=login', 'id=signup data-authrocket=signup'));
    for (const form of ['#login', '#signup']) {
      page.fill({ password }, form);
      assert.equal(page.$(`${form} [name=password]`).value, password);
      page.submit(form);
      await page.reaches('done', form);
    }
    await new Promise((resolve) => page.window.AuthRocket.authenticate({ username: 'ada', password }, resolve));
    await createClient({ url: INSTANCE }).login({ username: 'ada', password });
    assert.equal((await posts()).map((entry) => entry.fields.password === password), [true, true, true, true]);
  });
}

test('6: line breaks in a password from a script are sent as they are', async () => {
  const password = 'a\nb\r\nc\u2028d';
  await createClient({ url: INSTANCE }).login({ username: 'ada', password });
  assert.equal((await sent())[0].password, password);
});

// --- 7. Light DOM only --------------------------------------------------------------------------------------------

test('7: the library adds no shadow tree and no inline style', async () => {
  await fake.set({ answer: 'code', times: 1 });
  const page = await openPage(loginForm());
  page.submit();
  await page.reaches('code');
  const all = [...page.document.querySelectorAll('body *')];
  assert.equal(all.filter((element) => element.shadowRoot || element.hasAttribute('style') || element.tagName.includes('-')), []);
  assert.equal(page.document.querySelectorAll('style, link').length, 0);
});

test('7: one change is announced once', async () => {
  await fake.set({ answer: 'refused' });
  const page = await openPage(loginForm());
  await page.reaches('idle');
  const alert = page.$('[role=alert]');
  const changes = [];
  new page.window.MutationObserver((records) => changes.push(...records)).observe(alert, { childList: true, characterData: true, subtree: true });
  page.submit();
  await page.reaches('error');
  await waitUntil(() => alert.textContent === 'Login failed');
  await new Promise((resolve) => page.window.requestAnimationFrame(resolve));
  assert.equal(changes.filter((record) => record.addedNodes.length > 0).length, 1);
});
