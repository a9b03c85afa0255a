// Delivery by `fetch`: what the app's server gets, what its answers cause, and that a token that the app did not accept is
// delivered again without a second call to the instance (contract §4).

import { DEADLINES, codeForm, events, loginForm, openPage, says, sent, waitSent } from './support.js';

const TO = '/app/session';
const attributes = (more = '') => `data-authrocket-deliver=fetch data-authrocket-to="${TO}" ${more}`;
const page = (more = '', options = {}) => openPage(loginForm({ attributes: attributes(), more }), options);
/** Sets how the app's server answers. */
const answers = (answer, times) => fake.set({ path: TO, answer, times });
const none = { headers: { 'content-type': null }, body: '' };
/** What the app's server got by `fetch`. */
const handed = async () => (await app.log()).filter(({ path }) => path === TO);
const fieldsOf = ({ body }) => [...new URLSearchParams(body)];
const tokenOf = (request) => new URLSearchParams(request.body).get('token');

async function submitted(state, given) {
  const opened = await given;
  opened.seen = events(opened);
  opened.submit();
  await opened.reaches(state);
  return opened;
}
/** Sends the form, and waits until it has failed `count` times. */
async function fails(opened, count) {
  opened.submit();
  await waitUntil(() => opened.seen.filter(({ type }) => type === 'error').length === count, `${count} failures`);
}
const alert = (opened) => opened.$('form [role=alert]').textContent;

test('one POST of the hidden inputs and the token, as the form\'s own submit would encode them, and nothing that was typed', async () => {
  await answers(none);
  const more = `<input type=hidden name=plan value="a+b &amp; ü"><input type=hidden name=plan value=two><input type=hidden name=token value=forged>
    <input type=hidden name=signup value=true><input type=hidden name=password value=copied><input type=hidden name="login[password]" value=copied>
    <input type=hidden name=off value=x disabled><input type=hidden value=nameless><input name=note value=typed><input type=checkbox name=remember checked>`;
  await submitted('done', page(more));
  const [request, ...rest] = await app.log();
  assert.equal([request.method, request.path, request.query, rest], ['POST', TO, '', []]);
  assert.match(request.headers['content-type'], /^application\/x-www-form-urlencoded/);
  assert.equal([request.headers.accept, request.headers.origin], ['application/json', location.origin]);
  assert.equal(['x-csrf-token', 'x-csrftoken'].map((name) => request.headers[name]), [undefined, undefined]);
  const fields = fieldsOf(request);
  assert.match(fields.at(-1)[1], /^eyJ/);
  assert.equal(fields, [['plan', 'a+b & ü'], ['plan', 'two'], ['token', tokenOf(request)]]);
  assert(!/ada|correct|horse|copied|typed|remember/.test(JSON.stringify(request)), request.body);
});

test.v1('signup=true is sent on the first login of a new user; a signup token is sent alone', async () => {
  await answers(none);
  const form = loginForm({ attributes: attributes() }).replace('data-authrocket=login', 'data-authrocket=signup');
  await submitted('done', openPage(form));
  await fake.set({ path: '/v1/signup', answer: 'signup-token' });
  await submitted('done', openPage(form));
  const [login, token] = await handed();
  assert.equal(fieldsOf(login).map(([name, value]) => (name === 'token' ? name : `${name}=${value}`)), ['token', 'signup=true']);
  assert.equal(fieldsOf(token), [['token', 'utk_0fakefakefakefakefake']]);
});

test('cookies of the app\'s own server are sent', async () => {
  await answers(none);
  document.cookie = 'app_session=mine; path=/';
  await submitted('done', page());
  document.cookie = 'app_session=; path=/; max-age=0';
  assert.match((await handed())[0].headers.cookie, /app_session=mine/);
});

for (const name of ['authenticity_token', '_csrf', 'csrf', 'csrf_token', '_token']) {
  test(`a hidden input called ${name} is sent as it is; a header could not follow a redirect to another host (ADR 7)`, async () => {
    await answers(none);
    await submitted('done', page(`<input type=hidden name=${name} value="a+b/c="><input type=hidden name=other value=x>`));
    const [request] = await handed();
    assert.equal([request.headers['x-csrf-token'], request.headers['x-csrftoken']], [undefined, undefined]);
    assert.equal(fieldsOf(request).slice(0, -1), [[name, 'a+b/c='], ['other', 'x']]);
  });
}

test('Django\'s input is sent as it is', async () => {
  await answers(none);
  await submitted('done', page('<input type=hidden name=csrfmiddlewaretoken value=django>'));
  const [request] = await handed();
  assert.equal([request.headers['x-csrf-token'], request.headers['x-csrftoken'], fieldsOf(request)[0]], [undefined, undefined, ['csrfmiddlewaretoken', 'django']]);
});

test('without such an input the meta element\'s value is sent in a header; with an input no header is sent', async () => {
  await answers(none);
  await submitted('done', openPage(`<meta name=csrf-token content=from-meta>${loginForm({ attributes: attributes() })}`));
  await submitted('done', openPage(`<meta name=csrf-token content=from-meta>
    ${loginForm({ attributes: attributes(), more: '<input type=hidden name=_csrf value=from-input>' })}`));
  const all = await handed();
  assert.equal(all.map(({ headers }) => headers['x-csrf-token']), ['from-meta', undefined]);
  assert.equal(all.map((request) => fieldsOf(request)[0]), [['token', tokenOf(all[0])], ['_csrf', 'from-input']], 'the meta element is no field');
});

for (const [what, answer] of [
  ['a redirect', { status: 303, headers: { location: '/app/welcome?a=1' }, body: '' }],
  ['{ redirect }', { body: { redirect: '/app/welcome?a=1' } }],
  ['{ redirect } with 201', { status: 201, body: { redirect: '/app/welcome?a=1' } }],
]) {
  test(`${what} is followed, after done`, async () => {
    await answers(answer);
    const opened = await page();
    const seen = events(opened);
    opened.submit();
    await waitUntil(() => opened.path === '/app/welcome?a=1');
    assert.equal(seen.map(({ type }) => type), ['submit', 'token', 'done']);
    assert.equal((await handed()).length, 1);
  });
}

test('{ redirect } may lead to another origin', async () => {
  await answers({ body: { redirect: `${OTHER}/_fake/log` } });
  const opened = await page();
  opened.submit();
  await waitUntil(() => { try { return !opened.window.location.href; } catch { return true; } }, 'the frame to be at another origin');
});

for (const [what, answer] of [
  ['204', { status: 204, ...none }],
  ['an empty 200', none],
  ['{}', { body: {} }],
  ['null', { body: 'null' }],
  ['a list', { body: [] }],
  ['plain text', { headers: { 'content-type': 'text/plain' }, body: 'OK' }],
  ['a 200 with an empty error and no errors', { body: { error: null, errors: [], redirect: null } }],
]) {
  test(`${what} becomes done, and the page stays`, async () => {
    await answers(answer);
    const opened = await submitted('done', page());
    await waitUntil(() => !opened.$('button').disabled);
    assert.equal([opened.seen.map(({ type }) => type), alert(opened), (await app.log()).length], [['submit', 'token', 'done'], '', 1]);
    assert.equal(opened.$('form').getAttribute('aria-busy'), null);
  });
}

const SILENT = 'This site cannot be reached right now. Please try again.';
const REFUSED = 'You are known, but this site did not let you in. Please try again.';

for (const [what, answer, text, code, status] of [
  ['{ error }', { status: 422, body: { error: 'Your account is closed' } }, 'Your account is closed', 'refused', 422],
  ['{ errors }', { status: 403, body: { errors: ['No seats left', 'Ask your admin'] } }, 'No seats left; Ask your admin', 'refused', 403],
  ['{ errors } by field', { status: 422, body: { errors: { username: ['is not on the list'] } } }, 'is not on the list', 'refused', 422],
  ['a 200 with error', { body: { error: 'Not you', redirect: '/app/never' } }, 'Not you', 'refused', 200],
  ['a 200 with errors', { body: { errors: ['Not you either'] } }, 'Not you either', 'refused', 200],
  ['an empty 401', { status: 401, ...none }, REFUSED, 'refused', 401],
  ['an HTML 500', 'html-500', SILENT, 'server', 500],
  ['a 503 with error', { status: 503, body: { error: 'Back at nine' } }, 'Back at nine', 'server', 503],
  ['a 404', 'not-found', 'Not found', 'refused', 404],
  ['a connection that drops', 'drop', SILENT, 'unreachable', undefined],
  ['a redirect that loops', { status: 302, headers: { location: TO }, body: '' }, SILENT, 'unreachable', undefined],
]) {
  test(`${what} is shown at the form, and the same token is delivered again without a second login`, async () => {
    await answers(answer);
    const opened = await submitted('error', page());
    const { detail } = opened.seen.at(-1);
    assert.equal([alert(opened), opened.state(), detail.error, detail.code, detail.status], [text, 'error', text, code, status]);
    assert.equal([opened.$('button').disabled, opened.$('form').getAttribute('aria-busy'), opened.$('[name=password]').value], [false, null, 'correct horse']);
    await fails(opened, 2);
    await answers(none);
    opened.submit();
    await opened.reaches('done');
    const tokens = (await handed()).map(tokenOf).filter(Boolean);
    assert.equal([new Set(tokens).size, (await sent()).length, alert(opened)], [1, 1, '']);
    assert(tokens.length >= 3, `${tokens.length} were handed over`);
    assert.equal(opened.seen.filter(({ type }) => type === 'token').length, 1, 'the token is told once');
  });
}

for (const [what, stall] of [['never answers', 'new Promise(() => {})'], ['stops in the middle of its answer',
  'new Promise((answer) => answer({ ok: true, status: 200, json: () => new Promise((_, late) => init.signal.addEventListener("abort", late)) }))']]) {
  test(`an app that ${what} times out, and gets the token again at the next submit`, async () => {
    const before = `${DEADLINES} window.asked = []; const real = window.fetch; window.stall = true;
      window.fetch = (to, init) => {
        if (to.startsWith('${INSTANCE}')) return real(to, init);
        asked.push(init);
        return window.stall ? Promise.race([${stall}, new Promise((_, late) => init.signal.addEventListener('abort', late))]) : real(to, init);
      };`;
    await answers(none);
    const opened = await page('', { before });
    await opened.reaches('idle');
    opened.seen = events(opened);
    opened.submit();
    await waitUntil(() => opened.window.asked.length === 1, 'the app to be asked');
    opened.window.passDeadlines();
    await opened.reaches('error');
    assert.equal([alert(opened), opened.seen.at(-1).detail.retryable, opened.window.asked[0].signal.aborted], [SILENT, true, true]);
    opened.window.stall = false;
    opened.submit();
    await opened.reaches('done');
    assert.equal([(await handed()).length, (await sent()).length, opened.window.asked.map((init) => init.credentials)], [1, 1, ['same-origin', 'same-origin']]);
  });
}

for (const [what, mend] of [
  ['an edit', (opened) => opened.fill({ password: 'another' })],
  ['a reset', (opened) => opened.$('form').reset()],
]) {
  test(`${what} discards the token: the next submit logs in again`, async () => {
    await answers(none);
    await answers({ status: 422, body: { error: 'No' } }, 1);
    const opened = await submitted('error', page());
    mend(opened);
    opened.submit();
    await opened.reaches('done');
    assert.equal([(await sent()).length, (await handed()).length], [2, 2]);
  });
}

test('a detached form discards the token', async () => {
  await answers({ status: 422, body: { error: 'No' } }, 1);
  const opened = await submitted('error', page());
  const form = opened.$('form');
  form.remove();
  await waitUntil(() => !form.hasAttribute('data-authrocket-state'));
  opened.document.body.append(form);
  await opened.reaches('idle');
  opened.submit();
  await waitUntil(async () => (await handed()).length === 2);
  assert.equal((await sent()).length, 2);
});

for (const [what, more, hint] of [
  ['another origin', `data-authrocket-to="${OTHER}/app/session"`, /own origin/],
  ['no place at all', '', /data-authrocket-to/],
  ['no web address', 'data-authrocket-to="javascript:document.title=1"', /http\(s\)/],
]) {
  test(`${what} to deliver to is a mistake of the page, reported on the console; the form shows that the page is not set up`, async () => {
    const opened = await submitted('error', openPage(loginForm({ attributes: `data-authrocket-deliver=fetch ${more}` })));
    await says(opened, hint);
    assert.equal([alert(opened), opened.seen.at(-1).detail.code, opened.document.title], ['This page is not set up for signing in yet.', 'config', 'page']);
    assert.equal([await app.log(), (await fake.log()).filter(({ server }) => server === 'other')], [[], []]);
  });
}

for (const redirect of ['javascript:document.title="stolen"', 'data:text/html,x', 'blob:x']) {
  test(`a { redirect } to ${redirect.split(':')[0]}: is not followed`, async () => {
    await answers({ body: { redirect } });
    const opened = await submitted('error', page());
    await says(opened, /http\(s\)/);
    assert.equal([opened.document.title, opened.$('button').disabled], ['page', false]);
  });
}

test('cancelling authrocket:token delivers nothing', async () => {
  const opened = await page();
  opened.document.addEventListener('authrocket:token', (event) => event.preventDefault());
  await submitted('done', opened);
  await waitUntil(() => !opened.$('button').disabled);
  assert.equal(await app.log(), []);
});

test('a page that cancels delivers the token itself, and the form is unlocked for the next try', async () => {
  const opened = await page();
  opened.document.addEventListener('authrocket:token', (event) => event.preventDefault());
  await submitted('done', opened);
  await waitUntil(() => !opened.$('button').disabled);
  opened.submit();
  await waitSent(2);
});

for (const own of [false, true]) {
  test(`a code form ${own ? 'with a delivery of its own keeps to it' : 'delivers as its login form does'}, also when repeated after a refusal`, async () => {
    await fake.set({ path: '/v1/login', answer: 'code', times: 1 });
    await answers({ status: 422, body: { error: 'Not today' } }, 1);
    const more = '<input type=hidden name=_csrf value=of-login>';
    const code = own ? codeForm.replace('<label>', `<input type=hidden name=_csrf value=of-code><label>`)
      .replace('data-authrocket=code', `data-authrocket=code ${attributes()}`) : codeForm;
    const opened = await openPage(loginForm({ attributes: own ? 'data-authrocket-deliver=event' : attributes(), more }) + code);
    await submitted('code', opened);
    opened.submit('#code');
    await opened.reaches('error', '#code');
    assert.equal(opened.$('#code [role=alert]').textContent, 'Not today');
    await answers(none);
    opened.submit('#code');
    await waitUntil(() => opened.seen.at(-1).type === 'done');
    assert.equal([(await sent()).length, (await handed()).map((request) => fieldsOf(request)[0])],
      [2, own ? [['_csrf', 'of-code'], ['_csrf', 'of-code']] : [['_csrf', 'of-login'], ['_csrf', 'of-login']]]);
  });
}

test('a code field in the login form also delivers again at the second step', async () => {
  await fake.set({ path: '/v1/login', answer: 'code', times: 1 });
  await answers('html-500', 1);
  const opened = await submitted('code', page());
  opened.fill({ code: '123456' });
  opened.submit();
  await opened.reaches('error');
  assert.equal(alert(opened), SILENT);
  opened.submit();
  await opened.reaches('done');
  assert.equal([(await sent()).length, (await handed()).length], [2, 2]);
});

test.v1('a logout, and a form without a token, deliver their hidden inputs', async () => {
  await answers({ status: 200, body: {} });
  await submitted('done', openPage(`<form data-authrocket=logout ${attributes()}><input type=hidden name=token value=eyJ.a.b>
    <input type=hidden name=_csrf value=c><button>Log out</button></form>`));
  const forgot = await submitted('done', openPage(`<form data-authrocket=forgot-password ${attributes()}><input name=email value=a@b.test>
    <input type=hidden name=from value=page><button>Send</button></form>`));
  assert.equal((await handed()).map(fieldsOf), [[['_csrf', 'c']], [['from', 'page']]]);
  assert.match(forgot.$('[data-authrocket-done]').textContent, /on its way/);
});
