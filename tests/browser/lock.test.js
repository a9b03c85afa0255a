// At most one request at a time, whatever causes it; and a form can be sent again after any outcome, whatever the page
// does to its buttons.

import { GATE, LATE, codeForm, events, loginForm, openPage, posts, sent, waitSent } from './support.js';

const signupForm = (button) => `<form data-authrocket=signup data-authrocket-deliver=event><input name=username value=ada>
  <input name=password type=password value=x>${button}</form>`;
const IMAGE = `<input id=go type=image alt=Go width=80 height=30 src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='80' height='30'/%3E">`;
/** A design system's button: not a native button, but an element that calls the form's `requestSubmit()`. */
const ELEMENT = `<span id=go role=button tabindex=0 onclick="this.closest('form').requestSubmit()">Go</span>`;

for (const [what, button] of Object.entries({ 'an image button': IMAGE, 'an element that is no button': ELEMENT, 'a button': '<button id=go>Go</button>' })) {
  test(`two clicks on ${what} are one signup`, async () => {
    await fake.set({ path: '/v1/signup', answer: 'hang', times: 1 });
    const page = await openPage(signupForm(button));
    await page.reaches('idle');
    page.$('#go').click();
    await waitSent(1);
    page.$('#go').click();
    page.submit();
    page.$('form').submit();
    assert.equal([page.state(), page.$('form').getAttribute('aria-busy')], ['busy', 'true']);
    await fake.release();
    await page.reaches('done');
    assert.equal((await posts()).length, 1);
  });
}

for (const [kind, replaced] of [['login', true], ['forgot-password', true], ['signup', false], ['reset-password', false], ['verify-email', false]]) {
  test(`${kind}: an edit while the call is under way ${replaced ? 'replaces it' : 'sends nothing'}`, async () => {
    await fake.set({ path: `/v1/${{ 'forgot-password': 'forgot_password', 'reset-password': 'reset_password', 'verify-email': 'verify_email' }[kind] || kind}`, answer: 'hang', times: 1 });
    const token = /reset|verify/.test(kind) ? '<input name=token value=t1>' : '<input name=username value=ada>';
    const page = await openPage(`<form data-authrocket=${kind} data-authrocket-deliver=event>${token}
      <input name=password type=password value=x><button>Go</button></form>`);
    const seen = events(page);
    await page.reaches('idle');
    page.submit();
    await waitSent(1);
    page.submit();
    page.$('input').value = 'grace';
    page.submit();
    if (replaced) await waitSent(2);
    await fake.release();
    await page.reaches('done');
    assert.equal([(await posts()).length, seen.filter(({ type }) => type === 'done').length], [replaced ? 2 : 1, 1]);
  });
}

test('a form whose page is being left is not sent again', async () => {
  const page = await openPage(`${loginForm({ attributes: 'data-authrocket-deliver=post data-authrocket-to=/app/204' })}`, { before: LATE });
  await fake.set({ path: '/app/204', answer: { status: 204, headers: { 'content-type': null }, body: '' } });
  await page.reaches('idle');
  page.submit();
  await page.reaches('done');
  page.submit();
  page.$('form').submit();
  page.$('button').click();
  await page.reaches('done');
  assert.equal((await posts()).length, 1);
  page.window.runLate();
  await page.reaches('idle');
  assert.equal([page.$('button').disabled, page.$('form').getAttribute('aria-busy')], [false, null]);
});

test('a page restored from the back/forward cache has usable forms', async () => {
  const page = await openPage(loginForm({ attributes: 'data-authrocket-deliver=post data-authrocket-to=/app/204' }), { before: LATE });
  await fake.set({ path: '/app/204', answer: { status: 204, headers: { 'content-type': null }, body: '' } });
  await page.reaches('idle');
  page.submit();
  await page.reaches('done');
  page.window.dispatchEvent(new page.window.PageTransitionEvent('pageshow', { persisted: true }));
  assert.equal([page.state(), page.$('button').disabled, page.$('form').getAttribute('aria-busy')], ['idle', false, null]);
});

// --- Pages that disable their buttons -----------------------------------------------------------------------------

/** Disables each submit button just after the submit, as server-side frameworks do. */
const AFTERWARDS = `document.addEventListener('submit', (event) => setTimeout(() => {
  event.target.querySelectorAll('button:enabled').forEach((button) => { button.disabled = true; button.dataset.disabled = 1; });
}, 13));`;

test('a button that the page disables just after an early submit is enabled again at the end', async () => {
  await fake.set({ answer: 'refused' });
  const page = await openPage(loginForm(), { before: GATE, after: AFTERWARDS });
  await waitUntil(() => page.window.gates.length > 0);
  page.$('button').click();
  await waitUntil(() => page.$('button').disabled);
  page.window.openGate();
  await page.reaches('error');
  await waitUntil(() => !page.$('button').disabled);
});

test('a local rule that breaks at once, before the page disables its button', async () => {
  const page = await openPage(loginForm(), { after: AFTERWARDS });
  await page.reaches('idle');
  page.fill({ username: '' });
  page.$('button').click();
  await page.reaches('error');
  await waitUntil(() => page.$('button').dataset.disabled);
  await waitUntil(() => !page.$('button').disabled);
  page.fill({ username: 'ada' });
  page.$('button').click();
  await page.reaches('done');
});

test('a page that disables its button in its own click handler, and then sends the form', async () => {
  await fake.set({ answer: 'refused', times: 1 });
  const page = await openPage(loginForm().replace('<button>', '<button type=submit onclick="this.disabled = true; this.form.submit()">'));
  await page.reaches('idle');
  page.$('button').click();
  await page.reaches('error');
  assert.equal(page.$('button').disabled, false);
  page.$('button').click();
  await page.reaches('done');
});

test('a button that was disabled before the submit stays disabled', async () => {
  await fake.set({ answer: 'refused' });
  const page = await openPage(loginForm({ more: '<button id=never disabled>Never</button>' }));
  await page.reaches('idle');
  page.$('button:enabled').click();
  await page.reaches('error');
  assert.equal([...page.document.querySelectorAll('button')].map(({ disabled }) => disabled), [true, false]);
});

test('a button that the page disables on the error event stays disabled', async () => {
  await fake.set({ path: '/v1/login', answer: 'hang-refused', times: 1 });
  const page = await openPage(loginForm(), { after: `document.addEventListener('authrocket:error', () => { document.querySelector('button').disabled = true; });` });
  await page.reaches('idle');
  page.submit();
  await waitSent(1);
  await new Promise((later) => page.window.setTimeout(later, 150));
  await fake.release();
  await page.reaches('error');
  await new Promise((later) => page.window.setTimeout(later, 150));
  assert.equal(page.$('button').disabled, true);
});

test('a button that is disabled after a quick second submit stays disabled', async () => {
  await fake.set({ answer: 'refused' });
  const page = await openPage(loginForm(), {
    after: `let errors = 0; document.addEventListener('authrocket:error', () => {
      errors += 1;
      if (errors === 1) setTimeout(() => document.querySelector('form').requestSubmit());
      else { document.querySelector('button').disabled = true; window.isOver = true; }
    });`,
  });
  await page.reaches('idle');
  page.$('button').click();
  await waitUntil(() => page.window.isOver, 'the second error');
  await new Promise((later) => page.window.setTimeout(later, 150));
  assert.equal(page.$('button').disabled, true);
});

test('a renamed button, and one without a name, are enabled again', async () => {
  await fake.set({ answer: 'refused' });
  const page = await openPage(loginForm().replace('<button>', '<button name=go>'), {
    after: `document.addEventListener('submit', (event) => { const button = event.target.querySelector('button'); button.name = 'other'; button.disabled = true; });`,
  });
  await page.reaches('idle');
  page.$('button').click();
  await page.reaches('error');
  assert.equal(page.$('button').disabled, false);
});

test('a reload does not keep a button disabled', async () => {
  await fake.set({ answer: 'hang' });
  const page = await openPage(loginForm());
  await page.reaches('idle');
  page.submit();
  await waitSent(1);
  page.window.before = true;
  page.window.location.reload();
  await waitUntil(() => !page.window.before && page.state() === 'idle');
  assert.equal([page.$('button').disabled, page.$('button').getAttribute('autocomplete')], [false, null]);
});

test('the code form is locked, and usable again, like any other', async () => {
  await fake.set({ answer: 'refused' });
  await fake.set({ path: '/v1/login', answer: 'code', times: 1 });
  const page = await openPage(loginForm() + codeForm);
  page.submit('#login');
  await page.reaches('code', '#login');
  page.submit('#code');
  page.submit('#code');
  await page.reaches('error', '#code');
  assert.equal([page.$('#code button').disabled, (await sent()).length], [false, 2]);
});
