// The npm client: its options, its methods and their results, local rules.

import { AuthRocketError, createClient } from '/pkg/module.js';
import { codeForm, events, fixtureView, loginForm, openPage, posts, sent, waitSent } from './support.js';

const FIELDS = { username: 'ada', password: 'correct horse' };
const make = (options) => createClient({ url: INSTANCE, ...options });
const isConfig = (error) => error instanceof AuthRocketError && error instanceof Error && error.code === 'config';

/** A page with a fresh module: its own `createClient`, and a way to replace its `fetch`. */
async function freshModule() {
  const html = `<!doctype html><script type=module>
    import { createClient } from '/pkg/module.js';
    window.make = (options) => createClient({ url: '${INSTANCE}', ...options });
    make();
  </script>`;
  const frame = await openFrame({ html });
  await waitUntil(() => frame.contentWindow.make);
  return frame.contentWindow;
}

test('importing the module and making a client requests nothing', async () => {
  const { performance } = await freshModule();
  const asked = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
  assert.equal(asked, ['/pkg/module.js']);
});

test('all spellings of the instance URL give the same request', async () => {
  const path = ['', '/', '/v1', '/v1/'].map((end) => INSTANCE + end);
  for (const url of [...path, INSTANCE.toUpperCase(), new URL(INSTANCE), new URL('/v1', INSTANCE)]) {
    await fake.reset();
    assert.equal((await createClient({ url }).login(FIELDS)).result, 'login', String(url));
    assert.equal((await posts()).map((entry) => entry.path), ['/v1/login'], String(url));
  }
});

test('an instance URL that is unsafe for passwords is a programming mistake', async () => {
  const host = new URL(INSTANCE).host;
  const wrong = [undefined, null, '', 42, {}, host, 'http://example.test/', `http://ada:secret@${host}/`, 'https://ada@example.test/',
    'javascript:alert(1)', 'data:text/html,x', `${INSTANCE}/?a=1`, `${INSTANCE}/#a`, 'ftp://localhost/', `http://${host.replace('localhost', 'localhost.example.test')}/`];
  for (const url of wrong) {
    const error = await assert.rejects(createClient({ url }).login(FIELDS), isConfig);
    assert.match(error.message, /instance URL/, String(url));
    assert(!error.message.includes('secret'), error.message);
  }
  assert.equal(await sent(), []);
});

test('an unknown option is refused by its name', async () => {
  const error = await assert.rejects(make({ uri: INSTANCE }).login(FIELDS), isConfig);
  assert.match(error.message, /uri/);
  await assert.rejects(make({ fetch: 'fetch' }).login(FIELDS), isConfig);
  assert.equal(await sent(), []);
});

for (const timeout of [0, -1, NaN, Infinity, 2 ** 31, null, 'soon', '300', {}]) {
  test(`a timeout of ${typeof timeout} ${String(timeout)} is refused`, async () => {
    assert.match((await assert.rejects(make({ timeout }).login(FIELDS), isConfig)).message, /timeout/);
    assert.equal(await sent(), []);
  });
}

test('texts can be replaced by code and by rule, with their placeholders filled in', async () => {
  const messages = { required: '{field} fehlt', rate_limited: 'Noch {seconds} s', unreachable: 'Keine Antwort' };
  const client = make({ messages });
  assert.equal((await client.login({ username: 'ada' })).fields, { password: ['Password fehlt'] });
  assert.equal((await client.login({ ...FIELDS, username: 'fake-limited' })).error, 'Noch 7 s');
  assert.equal((await createClient({ url: CLOSED, messages }).login(FIELDS)).error, 'Keine Antwort');
  assert.match((await client.login({ ...FIELDS, username: 'fake-html-500' })).error, /service/, 'the others stay');
});

test('a missing or mismatched value is reported for its field, and nothing is sent', async () => {
  const client = make();
  const both = await client.login({});
  assert.equal([both.result, both.code, both.retryable], ['error', 'invalid_input', false]);
  assert.equal(Object.keys(both.fields), ['username', 'password']);
  assert.equal(both.error, both.errors.join('; '));
  const typed = { username: 'ada', email: 'a@b.test', password: 'one ', password_confirmation: 'one', email_confirmation: 'A@b.test' };
  assert.equal(Object.keys((await client.signup(typed)).fields), ['email_confirmation', 'password_confirmation']);
  assert.equal((await client.completeLogin({ token: 'kli_1' })).fields.code.length, 1);
  for (const odd of [null, {}, []]) assert.equal((await client.login(odd)).code, 'invalid_input', String(odd));
  for (const odd of [undefined, 'ada', 42]) await assert.rejects(client.login(odd), isConfig);
  assert.equal(await sent(), []);
});

test('undefined and null members are left out, everything else is sent as it is', async () => {
  await make().signup({ ...FIELDS, email: undefined, org_name: null, first_name: '', newsletter: true, age: 7 });
  assert.equal(await sent(), [{ ...FIELDS, first_name: '', newsletter: 'true', age: '7' }]);
});

test('a call does not see later changes to its fields object', async () => {
  const fields = { ...FIELDS };
  const call = make().login(fields);
  fields.password = 'changed';
  await call;
  assert.equal(await sent(), [FIELDS]);
});

test('each method gives its own kind of result', async () => {
  const client = make();
  const signup = await client.signup(FIELDS);
  assert.equal([signup.result, signup.signup], ['login', true]);
  assert.match(signup.url, /\?token=eyJ[\w.-]+&signup=true$/);
  await fake.set({ path: '/v1/signup', answer: 'signup-token' });
  const parked = await client.signup(FIELDS);
  assert.equal([parked.result, Object.keys(parked), parked.token.slice(0, 4)], ['signup_token', ['result', 'token', 'url'], 'utk_']);
  await fake.set({ path: '/v1/login', answer: 'code', times: 1 });
  const first = await client.login(FIELDS);
  assert.equal([first.result, Object.keys(first)], ['code_required', ['result', 'token']]);
  assert.equal((await client.completeLogin({ token: first.token, code: '123456' })).result, 'login');
  assert.equal((await sent()).at(-1), { token: first.token, code: '123456' });
  await fake.set({ path: '/v1/logout', answer: { body: { goodbye: 'ada', result: 'mine' } } });
  assert.equal(await client.logout({ token: 'eyJ' }), { goodbye: 'ada', result: 'okay' });
  assert.equal((await posts()).at(-1).path, '/v1/logout');
});

test('the page\'s form for the code is sent to the instance too, though only the login form was attached', async () => {
  await fake.set({ answer: 'code', times: 1 });
  const page = fixtureView(`<div><form id=bare action="/app/own-action" method=post><input name=username value=ada>
    <input name=password type=password value="correct horse"><button>Go</button></form>${codeForm}</div>`);
  const seen = events(page);
  const attached = make().attach(page.$('#bare'), { kind: 'login', deliver: 'event' });
  page.submit('#bare');
  await page.reaches('code', '#bare');
  page.fill({ code: '123456' }, '#code');
  page.submit('#code');
  await waitUntil(() => seen.some(({ type }) => type === 'done'), 'the login to be done');
  assert.equal([(await sent())[1], await app.log()], [{ token: 'kli_0fakefakefakefakefake', code: '123456' }, []]);
  attached.detach();
});

test('a form is attached with options instead of attributes, and detached', async () => {
  const page = fixtureView(`<form id=bare action="/app/own-action" method=post><input name=username value=ada>
    <input name=password type=password value="correct horse"><button>Go</button></form>`);
  const seen = events(page);
  const attached = make().attach(page.$('form'), { kind: 'login', deliver: 'event' });
  await page.reaches('idle');
  assert.equal(attached.state, 'idle');
  page.submit();
  await page.reaches('done');
  assert.equal([attached.state, seen.map(({ type }) => type)], ['done', ['submit', 'token', 'done']]);
  attached.detach();
  await waitUntil(() => !page.$('form').hasAttribute('data-authrocket-state'));
  const posted = new Promise((resolve) => page.$('form').addEventListener('submit', (event) => {
    resolve(event.defaultPrevented);
    event.preventDefault();
  }));
  page.submit();
  assert.equal(await posted, false, 'the submit event of a form let go is the page\'s own');
  assert.equal((await sent()).length, 1);
});

test('attaching a form twice has the effect of once: one request, one of each event', async () => {
  const page = fixtureView(loginForm());
  const seen = events(page);
  const client = make();
  client.attach(page.$('form'));
  client.attach(page.$('form'));
  make().attach(page.$('form'));
  await page.reaches('idle');
  page.submit();
  await page.reaches('done');
  assert.equal([seen.map(({ type }) => type), (await sent()).length], [['submit', 'token', 'done'], 1]);
});

test('a form that the script tag and the module both attach is sent once', async () => {
  const page = await openPage(`${loginForm()}<script type=module src="/browser/pages/client.js"></script>`);
  const seen = events(page);
  await waitUntil(() => page.window.createClient);
  const client = page.window.createClient({ url: INSTANCE });
  assert.equal((await client.login({})).code, 'invalid_input', 'the module runs, too');
  client.attach(page.$('form'));
  await page.reaches('idle');
  page.submit();
  await page.reaches('done');
  assert.equal([seen.map(({ type }) => type), (await sent()).length], [['submit', 'token', 'done'], 1]);
});

test('a form attached while it is in a template, or in a parsed document, is guarded once it is on the page', async () => {
  const template = document.createElement('template');
  template.innerHTML = loginForm();
  const parsed = new DOMParser().parseFromString(loginForm(), 'text/html');
  for (const form of [template.content.firstElementChild, parsed.forms[0]]) {
    const attached = make().attach(form);
    const page = fixtureView('');
    page.document.querySelector('main, body').append(form);
    const outside = Object.assign(document.createElement('button'), { textContent: 'Go' });
    outside.setAttribute('form', form.id);
    form.after(outside);
    await waitUntil(() => attached.state === 'idle' && form.hasAttribute('data-authrocket-state'));
    outside.click();
    await waitUntil(() => attached.state === 'done');
    attached.detach();
    outside.remove();
    form.remove();
  }
  assert.equal((await sent()).length, 2);
});

test('a detached form can be attached again', async () => {
  const page = fixtureView(loginForm());
  const client = make();
  for (let time = 1; time < 4; time++) {
    const attached = client.attach(page.$('form'));
    await page.reaches('idle');
    page.submit();
    await page.reaches('done');
    assert.equal((await sent()).length, time);
    attached.detach();
    await waitUntil(() => !page.$('form').hasAttribute('data-authrocket-state'));
  }
});

test('a form detached before the wasm has loaded is not attached later', async () => {
  const page = await freshModule();
  page.document.body.innerHTML = loginForm();
  const form = page.document.forms[0];
  page.make().attach(form).detach();
  const other = page.make().attach(page.document.body.appendChild(form.cloneNode(true)));
  await waitUntil(() => other.state === 'idle' && page.document.forms[1].hasAttribute('data-authrocket-state'));
  assert.equal(form.hasAttribute('data-authrocket-state'), false);
});

test('a form detached while its call is under way gets no late answer', async () => {
  await fake.set({ answer: 'hang' });
  const page = fixtureView(loginForm());
  const seen = events(page);
  const attached = make().attach(page.$('form'));
  page.submit();
  await waitSent(1);
  attached.detach();
  await waitUntil(() => !page.$('form').hasAttribute('aria-busy'));
  await fake.release();
  await fake.set({ answer: 'ok' });
  await make().login(FIELDS);
  assert.equal([seen.map(({ type }) => type), page.$('button').disabled], [['submit'], false]);
});

test('attaching with wrong options fails at once', () => {
  let told;
  try { make({ uri: 1 }).attach(fixture('<form></form>')); } catch (error) { told = error; }
  assert(isConfig(told), String(told));
});
