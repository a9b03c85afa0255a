// The hints for developers: each mistake of a page is named at the call, or when the page has loaded, and never what was typed.

import { AuthRocketError, createClient } from '/pkg/module.js';
import { events, fixtureView, loginForm, openPage, posts, says, sent, view } from './support.js';

const FIELDS = { username: 'ada', password: 'correct horse' };
const make = (options) => createClient({ url: INSTANCE, ...options });
const isConfig = (error) => error instanceof AuthRocketError && error.code === 'config';
/** The message that a call throws at once. */
const thrown = (act) => {
  try {
    act();
  } catch (error) {
    assert(isConfig(error), String(error));
    return error.message;
  }
  return assert(false, 'nothing was thrown');
};
/** A page that writes its own script tag. */
const written = async (head, body = '', headers = undefined) => {
  const notes = '<script src="/browser/pages/notes.js"></script>';
  return view(await openFrame(await makePage({ html: `<!doctype html><html lang=en><meta charset=utf-8>${notes}${head}<body>${body}</body></html>`, headers })));
};
const lines = (page, text) => page.window.said.filter((line) => text.test(line));
/** Waits until the inspection of the page is over: a probe form, added now, has been reported. */
const looked = async (page) => {
  await waitUntil(async () => (await fetched()).includes('hints.js'), 'hints.js');
  const probe = page.document.createElement('form');
  probe.setAttribute('data-authrocket', 'login');
  probe.setAttribute('data-authrocket-probe', '');
  probe.innerHTML = '<button>Go</button>';
  page.document.body.append(probe);
  await says(page, /data-authrocket-probe/);
  probe.remove();
};

// --- At the call: addresses and attach (12-17) --------------------------------------------------------------------

for (const [what, ask, text] of [
  ["hostedUrl('acount')", (door) => door.hostedUrl('acount'), /"acount" is not login, signup or logout/],
  ['hostedUrl()', (door) => door.hostedUrl(), /"undefined" is not login, signup or logout/],
  ["socialUrl('')", (door) => door.socialUrl(''), /no provider/],
  ['socialUrl()', (door) => door.socialUrl(), /no provider/],
  ["socialUrl('a/b')", (door) => door.socialUrl('a/b'), /"a\/b" is no provider/],
]) {
  test(`${what} names the mistake at the call: npm throws it, the script says it`, async () => {
    assert.match(thrown(() => ask(make())), text);
    const page = await openPage('');
    assert.equal(ask(page.window.AuthRocket), undefined);
    assert.match(page.window.said.join('\n'), text);
  });
}

const LOGIN = '<input name=username value=ada><input name=password type=password value="correct horse"><button>Go</button>';
const bare = () => fixture(`<form action="/app/own-action" method=post>${LOGIN}</form>`);
for (const [what, act, text] of [
  ['no form', () => make().attach(null), /attach needs a form element/],
  ['nothing at all', () => make().attach(), /attach needs a form element/],
  ['a div', () => make().attach(fixture('<div data-authrocket=login></div>')), /attach needs a form element/],
  ['a selector', () => make().attach('form'), /attach needs a form element/],
  ['a list of forms', () => make().attach([bare()]), /attach needs a form element/],
  ['an unknown option', () => make().attach(bare(), { kind: 'login', knid: 'x' }), /unknown option: knid/],
  ['an unknown kind', () => make().attach(bare(), { kind: 'logn' }), /kind must be one of login, .*"logn"/],
  ['no kind', () => make().attach(bare()), /kind must be one of/],
  ['an unknown delivery', () => make().attach(bare(), { kind: 'login', deliver: 'fecth' }), /deliver must be one of navigate, .*"fecth"/],
]) {
  test(`attach with ${what} is a config error at the call`, () => assert.match(thrown(act), text));
}

test('a form whose attach has thrown is still guarded: nothing that is typed there is sent', async () => {
  const page = fixtureView(`<form action="/app/own-action" method=post>${LOGIN}</form>`);
  thrown(() => make().attach(page.$('form'), { kind: 'logn' }));
  page.submit();
  await page.reaches('error');
  assert.equal([page.$('[role=alert]').textContent, await sent(), await app.log()], ['This page is not set up for signing in yet.', [], []]);
});

test('attach accepts a form whose controls have names of form members', async () => {
  const page = fixtureView(`<form data-authrocket=login data-authrocket-deliver=event action="/app/x">${LOGIN}<input type=hidden name=localName><input type=hidden name=nodeType></form>`);
  make().attach(page.$('form'));
  await page.reaches('idle');
});

test('attach says on the console that the instance URL is missing', async () => {
  const page = await written('<script type=module src="/browser/pages/client.js"></script>', `<form data-authrocket=login>${LOGIN}</form>`);
  await waitUntil(() => page.window.createClient);
  page.window.createClient({ url: undefined }).attach(page.$('form'));
  await says(page, /instance URL is not set/);
});

// --- Unknown kinds (12-16) ----------------------------------------------------------------------------------------

const unknown = (kind, more = '') => `<form data-authrocket="${kind}" action="/app/own-action" method=post ${more}>${LOGIN}</form>`;
for (const [kind, meant] of [['logn', 'login'], ['sign-up', 'signup'], ['Login', 'login'], ['reset', 'reset-password'], ['banana', undefined], ['', undefined]]) {
  test(`data-authrocket="${kind}" is reported when the form is found, with the known kinds${meant ? ` and the nearest, ${meant}` : ''}`, async () => {
    const page = await openPage(unknown(kind));
    await says(page, new RegExp(`data-authrocket="${kind}" is not known.*login, code, signup, logout, forgot-password, reset-password, verify-email, request-invitation, update-password, update-profile or choose-account`));
    const [line, ...rest] = lines(page, /is not known/);
    assert.equal([line.includes('meant'), line.includes(`"${meant}"`), rest], [Boolean(meant), Boolean(meant), []]);
    assert.equal(page.state(), 'idle');
  });
}

test('a form of an unknown kind shows that the page is not set up, and sends nothing anywhere', async () => {
  const page = await openPage(unknown('logn', 'data-authrocket-text-config="Come back later"'));
  const seen = events(page);
  for (const act of [() => page.submit(), () => page.$('form').submit(), () => page.$('button').click()]) {
    page.$('form').removeAttribute('data-authrocket-state');
    act();
    await page.reaches('error');
    assert.equal(page.$('[role=alert]').textContent, 'Come back later');
  }
  assert.equal(seen.filter(({ type }) => type === 'error').map(({ detail }) => [detail.code, detail.hint]), Array(3).fill(['config', 'kind_unknown']));
  assert.equal([await sent(), await app.log(), page.$('button').disabled], [[], [], false]);
});

test('a form works once its kind is fixed', async () => {
  const page = await openPage(unknown('logn', 'data-authrocket-deliver=event'));
  await says(page, /is not known/);
  page.$('form').setAttribute('data-authrocket', 'login');
  await waitUntil(async () => {
    page.submit();
    return (await sent()).length;
  });
  await page.reaches('done');
});

test('attach on a form with an unknown kind in its markup reports that at once', async () => {
  const page = await written('<script type=module src="/browser/pages/client.js"></script>', unknown('logn'));
  await waitUntil(() => page.window.createClient);
  page.window.createClient({ url: INSTANCE }).attach(page.$('form'));
  await says(page, /data-authrocket="logn" is not known.*"login"/);
});

// --- Files that are missing (12-14) -------------------------------------------------------------------------------

const missing = (name) => fake.set({ path: `/pkg/${name}`, answer: { status: 404, body: 'no' } });

test('if hints.js is missing, the console names the file when the page loads, and beside each key', async () => {
  await missing('hints.js');
  const page = await openPage('');
  await says(page, /hints\.js cannot be loaded/);
  await new Promise((resolve) => page.window.AuthRocket.logout({ token: 'fake' }, resolve));
  await fake.set({ path: '/v1/logout', answer: 'drop' });
  await new Promise((resolve) => page.window.AuthRocket.logout({ token: 'fake' }, resolve));
  await says(page, /no_answer.*hints\.js cannot be loaded/);
  assert.equal(lines(page, /^authrocket: hints\.js cannot/).length, 1);
});

test('if comforts.js or a language is missing, the console says so once', async () => {
  await missing('comforts.js');
  await missing('lang/de.js');
  const page = await openPage(loginForm(), { lang: 'de' });
  await says(page, /comforts\.js cannot be loaded/);
  await says(page, /lang\/de\.js cannot be loaded/);
  page.document.body.insertAdjacentHTML('beforeend', loginForm().replace('id=login', 'id=other'));
  await page.reaches('idle', '#other');
  assert.equal([lines(page, /comforts\.js cannot/).length, lines(page, /lang\/de\.js cannot/).length], [1, 1]);
});

// --- Fields that were not found (12-19) ---------------------------------------------------------------------------

test('fields with wrong names: the console says what was found and what is needed, and no value', async () => {
  const page = await openPage('');
  const result = await new Promise((resolve) => page.window.AuthRocket.authenticate({ userName: 'ada-secret', pasword: 'pw-secret', remember: 1 }, resolve));
  assert.equal([result.code, result.hint], ['invalid_input', 'fields_missing']);
  await says(page, /login needs username or email and password.*Found: userName \(is username meant\?\), pasword \(is password meant\?\), remember/);
  assert(!page.window.said.join().includes('secret'));
});

test('an empty field is the user\'s mistake, and gives no hint', async () => {
  const page = await openPage('');
  const result = await new Promise((resolve) => page.window.AuthRocket.authenticate({ username: '', password: '' }, resolve));
  assert.equal([result.code, result.hint], ['invalid_input', undefined]);
});

test('a form whose inputs have no names is reported at load, and at the submit with what was found', async () => {
  const page = await openPage('<form data-authrocket=login><input value=secret-1><input type=password value=secret-2><button>Go</button></form>');
  await says(page, /no field named username or email/);
  await says(page, /no field named password/);
  page.submit();
  await page.reaches('error');
  await says(page, /login needs .*Found: <input type="text"> without a name, <input type="password"> without a name/);
  assert(!page.window.said.join().includes('secret'));
});

for (const [what, fields] of [['texts', 'ada'], ['a number', 42], ['nothing', undefined]]) {
  test(`${what} instead of an object is a config error at the call`, async () => {
    const error = await assert.rejects(make().login(fields, 'correct horse'), isConfig);
    assert.match(error.message, /must be an object/);
    assert(!/ada|horse/.test(error.message));
    const page = await openPage('');
    const result = await new Promise((resolve) => page.window.AuthRocket.authenticate(fields, resolve));
    assert.equal([result.code, result.error], ['config', 'This page is not set up for signing in yet.']);
    await says(page, /must be an object/);
    assert.equal(await posts(), []);
  });
}

test('a call without a handler also names the fields', async () => {
  const page = await openPage('<p id=login-errors></p>');
  page.window.AuthRocket.authenticate('ada', 'correct horse');
  await says(page, /must be an object/);
  await waitUntil(() => page.$('#login-errors').textContent);
  assert(!/horse/.test(page.window.said.join()));
});

// --- When the page has loaded (12-20) -----------------------------------------------------------------------------

const bad = (attributes) => loginForm({ attributes });
for (const [what, body, text] of [
  ['a form with a mistaken attribute', bad('data-authrocket-delivr=post'), /data-authrocket-delivr is not known/],
  ['a form with a mistaken text', bad('data-authrocket-text-refussed=x'), /data-authrocket-text-refussed replaces no text/],
  ['an unknown delivery', bad('data-authrocket-deliver=pots'), /data-authrocket-deliver="pots" is not known.*Write "post"/],
  ['post without to', bad('data-authrocket-deliver=post'), /Delivery by post has no address.*data-authrocket-to/],
  ['fetch without to', bad('data-authrocket-deliver=fetch'), /Delivery by fetch has no address/],
  ['fetch to another origin', bad(`data-authrocket-deliver=fetch data-authrocket-to="${OTHER}/x"`), /own origin/],
  ['a form without a submit button', loginForm().replace('<button>', '<button type=button>'), /no submit button/],
  ['a div instead of a form', `<div data-authrocket=login>${LOGIN}</div>`, /data-authrocket is on <div>/],
  ['a field by a wrong name', loginForm({ more: '<input name=pasword>' }), /name="pasword" is not a field of the API.*name="password"/],
  ['a link to an unknown page', '<a data-authrocket-hosted=acount>x</a>', /data-authrocket-hosted="acount"/],
  ['a link to no provider', '<a data-authrocket-social>x</a>', /names no provider/],
]) {
  test(`${what} is reported when the page has loaded, once`, async () => {
    const page = await openPage(body);
    await says(page, text);
    page.document.body.append(page.document.createElement('p'));
    await looked(page);
    assert.equal(lines(page, text).length, 1);
    assert.equal(await posts(), []);
  });
}

test('a form added later is inspected, too', async () => {
  const page = await openPage('');
  page.document.body.insertAdjacentHTML('beforeend', bad('data-authrocket-delivr=post'));
  await says(page, /data-authrocket-delivr is not known/);
});

test('the options of attach count like attributes', async () => {
  const page = await written('<script type=module src="/browser/pages/client.js"></script>', `<form>${LOGIN}</form>`);
  await waitUntil(() => page.window.createClient);
  page.window.createClient({ url: INSTANCE }).attach(page.$('form'), { kind: 'login', deliver: 'post' });
  await says(page, /Delivery by post has no address/);
});

test('a page written as in the documentation gets no hints', async () => {
  const page = await openPage(`${loginForm()}<a data-authrocket-social=google>G</a>`);
  await page.reaches('idle');
  await looked(page);
  assert.equal(lines(page, /^authrocket/).filter((line) => !/probe|no field named/.test(line)), []);
});

test('a form whose controls have names of form members does not stop the inspection of other forms', async () => {
  const names = ['getAttribute', 'hasAttribute', 'querySelector', 'querySelectorAll', 'matches', 'elements', 'localName', 'getAttributeNames', 'nodeType', 'contains'];
  const page = await openPage(loginForm({ more: names.map((name) => `<input type=hidden name=${name}>`).join('') })
    + bad('data-authrocket-delivr=post').replace('id=login', 'id=other'));
  await says(page, /data-authrocket-delivr is not known/);
  assert.equal(page.window.errors, []);
});

test('marked forms without an instance URL are reported when the page has loaded', async () => {
  for (const body of [loginForm(), '<a data-authrocket-hosted=login>x</a>']) {
    const page = await openPage(body, { url: null });
    await says(page, /instance URL is not set/);
  }
  const page = await openPage('<p>Nothing of ours</p>', { url: null });
  await waitUntil(async () => (await fetched()).includes('hints.js'));
  page.window.AuthRocket.setInstanceUrl(INSTANCE);
  await looked(page);
  assert.equal(lines(page, /instance URL/), []);
});

test('an instance URL that a script sets in time is not reported as missing', async () => {
  const page = await openPage(loginForm(), { url: null, after: `addEventListener('DOMContentLoaded', () => AuthRocket.setInstanceUrl('${INSTANCE}'))` });
  await page.reaches('idle');
  await looked(page);
  assert.equal(lines(page, /instance URL/), []);
});

for (const [url, text] of [['http://example.test/', /must begin with https:/], ['myapp', /must look like https:/]]) {
  test(`data-url="${url}" is reported at once`, async () => {
    const page = await openPage(loginForm(), { url });
    await says(page, text);
    assert.equal(lines(page, text).length, 1);
  });
}

test('a tag of type=module is reported', async () => {
  const page = await written(`<script type=module src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>`, loginForm());
  await says(page, /type="module"/);
});

test('a policy in the page that forbids the instance is reported when the page has loaded', async () => {
  const page = await written(`<meta http-equiv=content-security-policy content="connect-src 'self'"><script src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>`, loginForm());
  await says(page, /policy forbids requests to the instance.*connect-src/);
});

test('a policy in the headers that forbids the instance is reported when it blocks a request, with what to add', async () => {
  const page = await written(`<script src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>`, loginForm(), { 'content-security-policy': "connect-src 'self'" });
  await page.reaches('idle');
  await looked(page);
  page.submit();
  await page.reaches('error');
  await says(page, new RegExp(`Content-Security-Policy forbids requests to the instance. Add ${INSTANCE} to connect-src`));
});
