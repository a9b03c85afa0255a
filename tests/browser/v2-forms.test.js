// Forms of AuthRocket 2: the kinds, the second factor, conditions, and how token and session reach the app (protocol-v2 V4, V28, V35).

import { createClient } from '/pkg/module.js';
import { events, fixtureView, loginForm, openPage, posts, says, sent, waitSent } from './support.js';

const SESSION = 'kss_0fakefakefakefakefake';
const NAVIGATES = 'data-authrocket-to="/app/login?a=1"';
const open = (html, options = {}) => openPage(html, { url: `${INSTANCE}/v2`, ...options });
const appGot = (count = 1) => waitUntil(async () => {
  const all = await app.log();
  return all.length >= count && all;
}, 'the app to get something');
const form = (kind, fields, attributes = 'data-authrocket-deliver=event') =>
  `<form data-authrocket=${kind} ${attributes} action="/app/own-action" method=post>${fields}<button>Go</button></form>`;
const session = '<input type=hidden name=session value=kss_page>';
/** Adds `conditions` to the collected events. */
const seen = (page) => {
  const all = events(page);
  page.document.addEventListener('authrocket:conditions', ({ detail, cancelable }) => all.push({ type: 'conditions', detail, cancelable }));
  return all;
};

test('a login navigates to the target that the page names, with the token', async () => {
  const page = await open(loginForm({ attributes: NAVIGATES }));
  const all = seen(page);
  page.submit();
  await waitUntil(() => page.path.startsWith('/app/login?'));
  assert.match(page.path, /^\/app\/login\?a=1&token=eyJ[\w.-]+$/);
  const { detail } = all.find(({ type }) => type === 'token');
  assert.equal([detail.url, detail.session], [page.window.location.href, SESSION]);
  assert(!(await appGot())[0].query.includes('kss_'), 'no session in the address');
});

test('without a target, a login says what to write, and does not go anywhere', async () => {
  const page = await open(loginForm({ attributes: '' }));
  page.submit();
  await page.reaches('error');
  await says(page, /data-authrocket-to/);
  assert.equal(await app.log(), []);
});

test('a target that is no web address is not followed', async () => {
  const page = await open(loginForm({ attributes: 'data-authrocket-to="javascript:document.title=1"' }));
  page.submit();
  await page.reaches('error');
  assert.equal(page.document.title, 'page');
});

for (const [way, attributes] of [['post', 'data-authrocket-deliver=post'], ['fetch', 'data-authrocket-deliver=fetch']]) {
  test(`${way} delivers the token alone, and the session where the page asks for it`, async () => {
    for (const include of ['', 'data-authrocket-include=session']) {
      await app.reset();
      const more = '<input type=hidden name=session value=kss_own><input type=hidden name=plan value=pro>';
      const page = await open(loginForm({ attributes: `${attributes} data-authrocket-to=/app/session ${include}`, more }));
      page.submit();
      const [request] = await appGot();
      const { token, ...rest } = Object.fromEntries(new URLSearchParams(request.body));
      assert.match(token, /^eyJ/);
      assert.equal(rest, include ? { plan: 'pro', session: SESSION } : { plan: 'pro' });
      assert.equal([request.query, request.path], ['', '/app/session']);
    }
  });
}

test('a form that is attached includes the session by an option', async () => {
  const page = fixtureView(loginForm({ attributes: '' }));
  const client = createClient({ url: INSTANCE, api: 'v2' });
  client.attach(page.$('form'), { deliver: 'fetch', to: '/app/session', include: 'session' });
  page.submit();
  assert.equal(new URLSearchParams((await appGot())[0].body).get('session'), SESSION);
  let wrong;
  try { client.attach(fixture('<form></form>'), { kind: 'login', include: 'all' }); } catch (error) { wrong = error; }
  assert.match(String(wrong), /include must be session/);
});

for (const [answer, page] of [['choose-account', 'accounts'], ['complete-profile', 'profile']]) {
  test(`a login that waits (${answer}) goes to the hosted page /${page}`, async () => {
    await fake.set({ answer: { like: 'html-200' }, path: `/${page}` });
    await fake.set({ answer, path: '/v2/login' });
    const view = await open(loginForm({ attributes: NAVIGATES }));
    const all = seen(view);
    const here = view.window.location.origin;
    view.submit();
    const hosted = await waitUntil(async () => (await posts()).find(({ path }) => path === `/${page}`), 'the hosted page');
    assert.equal([hosted.method, hosted.fields], ['GET', { session: SESSION, redirect_uri: `${here}/app/login?a=1` }]);
    const [submitted, conditions] = all;
    assert.equal([submitted.type, conditions.type, conditions.cancelable], ['submit', 'conditions', true]);
    assert.equal([conditions.detail.session, conditions.detail.conditions.length], [SESSION, 1]);
    assert.equal(await app.log(), []);
  });
}

test('without a target to navigate to, the hosted page gets only the session', async () => {
  for (const attributes of ['', 'data-authrocket-deliver=fetch data-authrocket-to=/app/session']) {
    await fake.reset();
    await fake.set({ answer: 'html-200', path: '/accounts' });
    await fake.set({ answer: 'choose-account', path: '/v2/login' });
    const view = await open(loginForm({ attributes }));
    view.submit();
    const hosted = await waitUntil(async () => (await posts()).find(({ path }) => path === '/accounts'), 'the hosted page');
    assert.equal(hosted.fields, { session: SESSION });
  }
});

test('a page that takes the conditions itself stays, and its own form chooses the account', async () => {
  await fake.set({ answer: 'choose-account', path: '/v2/login' });
  const choice = form('choose-account', '<input type=hidden name=session><select name=account><option>org_1<option selected>org_2</select>')
    .replace('<form', '<form id=choice');
  const page = await open(loginForm() + choice);
  const all = seen(page);
  page.document.addEventListener('authrocket:conditions', (event) => {
    event.preventDefault();
    page.$('#choice [name=session]').value = event.detail.session;
  });
  page.submit('#login');
  await page.reaches('done', '#login');
  assert.equal(all.map(({ type }) => type), ['submit', 'conditions', 'done']);
  page.submit('#choice');
  await page.reaches('done', '#choice');
  const { method, path, fields } = (await posts()).at(-1);
  assert.equal([method, path, fields], ['GET', '/v2/session', { session: SESSION, account: 'org_2' }]);
  assert.equal(all.at(-2).detail.result, 'login');
});

test('a second factor that is due by a condition goes with its session', async () => {
  await fake.set({ path: '/v2/login', answer: { body: `{"result":"conditional_login","session":"${SESSION}","conditions":["totp"]}` } });
  const page = await open(loginForm());
  page.submit();
  await page.reaches('code');
  page.fill({ code: '123456' });
  page.submit();
  await page.reaches('done');
  assert.equal((await sent())[1], { session: SESSION, code: '123456' });
});

test('a form that asks for an invitation', async () => {
  const page = await open(form('request-invitation', '<input name=email value=a@b.test><p data-authrocket-done></p>'));
  page.submit();
  await page.reaches('done');
  assert.equal([(await posts())[0].path, await sent()], ['/v2/signup/request', [{ email: 'a@b.test' }]]);
  assert.match(page.$('[data-authrocket-done]').textContent, /invited/);
});

const PASSWORDS = `${session}<input name=current_password type=password value=old><input name=password type=password value=new>
  <input name=password_confirmation type=password value=new><p data-authrocket-done></p>`;

test('a form that changes the password, and puts a refusal at its field', async () => {
  const page = await open(form('update-password', PASSWORDS));
  await fake.set({ answer: { status: 422, body: '{"result":"error","error":"Current password does not match"}' }, times: 1 });
  page.submit();
  await page.reaches('error');
  assert.equal([page.focused.name, page.$('[name=current_password]').getAttribute('aria-invalid')], ['current_password', 'true']);
  page.submit();
  await page.reaches('done');
  assert.equal(page.$('[data-authrocket-done]').textContent, 'Your password is changed.');
  assert.equal((await sent())[1], { session: 'kss_page', current_password: 'old', password: 'new', password_confirmation: 'new' });
});

test('passwords of that form go to no other listener and to no app, also while they are shown', async () => {
  const page = await open(form('update-password', PASSWORDS.replace(/type=password/g, 'type=text')));
  const heard = [];
  page.document.addEventListener('submit', (event) => heard.push([...new FormData(event.target)].map(([name]) => name)));
  page.submit();
  await page.reaches('done');
  assert(!heard.flat().some((name) => name.includes('password')), JSON.stringify(heard));
  assert.equal(await app.log(), []);
});

test('a form that changes the profile gets a fresh token', async () => {
  const page = await open(form('update-profile', `${session}<input name=first_name value=Ada><input name=locale value=en><p data-authrocket-done></p>`));
  const all = seen(page);
  page.submit();
  await page.reaches('done');
  const { method, path, body } = (await posts())[0];
  assert.equal([method, path, JSON.parse(body)], ['PUT', '/v2/profile', { session: 'kss_page', first_name: 'Ada', locale: 'en' }]);
  assert.equal([all.at(-1).detail.result, page.$('[data-authrocket-done]').textContent], ['login', 'Your changes are saved.']);
});

test('a session that has ended is shown in the form', async () => {
  await fake.set({ answer: 'ended' });
  const page = await open(form('update-profile', `${session}<input name=first_name value=Ada><p data-authrocket-error></p>`));
  const all = seen(page);
  page.submit();
  await page.reaches('error');
  assert.equal([page.$('[data-authrocket-error]').textContent, all.at(-1).detail.code], ['Your session has ended. Please log in again.', 'session_expired']);
});

test('a new password logs in, and its form delivers the token', async () => {
  const page = await open(form('reset-password', '<input name=password type=password value=new>', 'data-authrocket-deliver=fetch data-authrocket-to=/app/session'),
    { query: '?token=tpw:1' });
  page.submit();
  await page.reaches('done');
  assert.equal(await sent(), [{ password: 'new', token: 'tpw:1' }]);
  assert.match(new URLSearchParams((await appGot())[0].body).get('token'), /^eyJ/);
  assert.equal(page.$('[data-authrocket-done]').textContent, 'Your password is changed.');
});

test('a signup that ends in a mail says so, and is not sent twice', async () => {
  await fake.set({ answer: { body: '{"result":"okay"}' }, path: '/v2/signup' });
  const page = await open(form('signup', '<input name=email value=a@b.test><input name=password type=password value=x>'));
  page.submit();
  await page.reaches('done');
  assert.match(page.$('[data-authrocket-done]').textContent, /verify your email address/);
  page.submit();
  await page.reaches('done');
  assert.equal((await sent()).length, 1);
});

test('a signup that logs in says that it is the first login', async () => {
  const page = await open(form('signup', '<input name=email value=a@b.test><input name=password type=password value=x>',
    'data-authrocket-deliver=post data-authrocket-to=/app/session'));
  page.submit();
  assert.equal(new URLSearchParams((await appGot())[0].body).get('signup'), 'true');
});

const invited = '<input name=email value=a@b.test><input name=password type=password value=x>';
test('the invitation of a link is moved into the signup form, and sent', async () => {
  const page = await open(form('signup', invited), { query: '?a=1&invitation=nvt_1' });
  await page.reaches('idle');
  assert.equal([page.window.location.search, page.$('[name=invitation]').value], ['?a=1', 'nvt_1']);
  page.submit();
  await page.reaches('done');
  assert.equal((await sent())[0].invitation, 'nvt_1');
});

test('version 1 leaves an invitation in the address, and the login form of version 2 too', async () => {
  for (const [kind, options] of [['signup', { url: INSTANCE }], ['login', {}]]) {
    const page = await open(form(kind, invited), { query: '?invitation=nvt_1', ...options });
    await page.reaches('idle');
    assert.equal([page.window.location.search, page.$('[name=invitation]')], ['?invitation=nvt_1', null], kind);
  }
});

test('a logout form sends its session', async () => {
  const page = await open(form('logout', session, 'data-authrocket-to=/app/bye'));
  page.submit();
  await waitUntil(() => page.path === '/app/bye');
  const { method, path, fields } = (await posts())[0];
  assert.equal([method, path, fields], ['DELETE', '/v2/session', { session: 'kss_page' }]);
});

test('a form of version 2 on a page of version 1 sends nothing, and the console says why', async () => {
  const page = await openPage(form('update-profile', session));
  page.submit();
  await page.reaches('error');
  await says(page, /AuthRocket 2 only/);
  assert.equal(await posts(), []);
});

test('a login under way is answered by the API that it was sent to', async () => {
  await fake.set({ answer: 'hang', path: '/v2/login' });
  const page = await open(loginForm());
  const all = seen(page);
  page.submit();
  await waitSent(1);
  page.window.AuthRocket.setInstanceUrl(INSTANCE, { api: 'v1' });
  await fake.release();
  await page.reaches('done');
  assert.equal(all.at(-1).detail.session, SESSION);
});
