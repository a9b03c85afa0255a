// Markup and calls as people write them: forms that begin inside a table, attributes with any value, enhancements in a
// shadow root, and fields in the formats that jQuery returns.

import { createClient } from '/pkg/module.js';
import { loginForm, openPage, sent } from './support.js';

const ada = { username: 'ada', password: 'correct horse' };
const isSeen = (element) => element.getClientRects().length > 0;

// --- <table><form> ------------------------------------------------------------------------------------------------

const row = (content) => `<tr><td>${content}</td></tr>`;
const FIELDS = row('<input name=username value=ada>') + row('<input name=password type=password value="correct horse">');
const table = (rows, attributes = 'id=login data-authrocket=login data-authrocket-deliver=event') =>
  `<table><form ${attributes} method=post action="/app/own-action">${rows}</form></table>`;
const BUTTON = row('<button>Log in</button>');

test('a form that begins inside a table logs in, and the form has the state attribute', async () => {
  const page = await openPage(table(FIELDS + BUTTON));
  await page.reaches('idle');
  assert.equal(page.$('form').children.length, 0, 'the parser has left it empty');
  page.$('button').click();
  await page.reaches('done');
  assert.equal([await sent(), await app.log()], [[ada], []]);
});

test('a form in a table: its own error elements are found between its controls', async () => {
  const page = await openPage(table(FIELDS + row('<p data-authrocket-error=password id=field></p>') + row('<p id=place data-authrocket-error></p>') + BUTTON));
  await fake.set({ answer: { body: { error: 'Login failed' } }, times: 1 });
  await page.reaches('idle');
  assert.equal(page.$('#place').getAttribute('role'), 'alert');
  page.submit();
  await page.reaches('error');
  assert.equal([page.$('#place').textContent, page.document.querySelectorAll('[data-authrocket-error]').length], ['Login failed', 2]);
  page.fill({ password: '' }, 'table');
  page.submit();
  await waitUntil(() => page.$('#field').textContent, 'a text at the field');
  assert.equal([page.$('#place').textContent, page.$('[name=password]').getAttribute('aria-describedby')], ['', 'field']);
});

test('a form in a table: an added error element is visible beside the controls, and is removed when the form is detached', async () => {
  const page = await openPage(`${table(FIELDS + BUTTON + row('<input type=hidden name=plan value=x>'))}<p id=after></p>`);
  await fake.set({ answer: { body: { error: 'Login failed' } }, times: 1 });
  await page.reaches('idle');
  page.submit();
  await page.reaches('error');
  const place = page.$('[role=alert]');
  assert.equal([place.textContent, isSeen(place), page.$('table').contains(place)], ['Login failed', true, true]);
  page.$('form').remove();
  await waitUntil(() => !page.$('[role=alert]'));
});

test('a form in a table: the code field is visible, before the button', async () => {
  const page = await openPage(table(FIELDS + BUTTON));
  await fake.set({ answer: 'code', times: 1 });
  await page.reaches('idle');
  page.submit();
  await page.reaches('code');
  const code = page.$('[name=code]');
  assert.equal([isSeen(code), page.focused === code, page.$('button').previousElementSibling.contains(code)], [true, true, true]);
  code.value = '246810';
  page.submit();
  await page.reaches('done');
  assert.equal((await sent())[1], { token: 'kli_0fakefakefakefakefake', code: '246810' });
});

test('a form in a table: the success text is visible', async () => {
  const forgot = (rows) => table(row('<input name=username value=ada>') + rows, 'data-authrocket=forgot-password');
  for (const [rows, said] of [[BUTTON, /.{5}/], [BUTTON + row('<p data-authrocket-done hidden>Look into your mailbox</p>'), /^Look into your mailbox$/]]) {
    const page = await openPage(forgot(rows));
    await page.reaches('idle');
    page.submit();
    await page.reaches('done');
    const place = page.$('[data-authrocket-done]');
    assert.match(place.textContent, said);
    assert(isSeen(place));
  }
});

test('a reset form in a table keeps the token of its link, and shows its texts', async () => {
  const page = await openPage(table(row('<input name=password type=password value="another horse">') + BUTTON, 'data-authrocket=reset-password'), { query: '?token=kpw_1' });
  await fake.set({ answer: { body: { error: 'Token is invalid' } }, times: 1 });
  await page.reaches('idle');
  page.submit();
  await page.reaches('error');
  assert.equal([await sent(), isSeen(page.$('[role=alert]'))], [[{ password: 'another horse', token: 'kpw_1' }], true]);
});

test('two forms in one row have separate messages', async () => {
  const cell = (kind, place) => `<form id=${kind} data-authrocket=${kind} data-authrocket-deliver=event><td><input name=username><input name=password type=password>
    <button>Go</button>${place}</td></form>`;
  for (const place of ['<p data-authrocket-error=true></p>', '']) {
    const page = await openPage(`<table><tr>${cell('login', place)}${cell('signup', place)}</tr></table>`);
    await page.reaches('idle', '#login');
    await page.reaches('idle', '#signup');
    page.submit('#signup');
    await page.reaches('error', '#signup');
    const texts = [...page.document.querySelectorAll('[data-authrocket-error]')].map((each) => [each.closest('td').cellIndex, each.textContent !== '']);
    assert.equal(texts, [[0, false], [1, true]]);
  }
});

test('a form on a page that is still loading finds error elements that arrive after the engine', async () => {
  const opening = openPage(table(`${FIELDS}${row('<script src="/as/held-hints.js/hints.js" type=text/javascript></script>')}${row('<p id=place data-authrocket-error></p>')}${BUTTON}`));
  const { contentWindow } = await waitUntil(() => [...document.querySelectorAll('iframe')].find((frame) => frame.contentWindow.AuthRocket), 'the script');
  contentWindow.addEventListener('error', (event) => event.preventDefault());
  await contentWindow.AuthRocket.ready;
  await waitUntil(() => contentWindow.document.querySelector('[name=password]'), 'the fields');
  await fake.release();
  const page = await opening;
  await page.reaches('idle');
  assert.equal([page.document.querySelectorAll('[data-authrocket-error]').length, page.$('#place').getAttribute('role')], [1, 'alert']);
});

test('controls that all have a form attribute get their messages, too', async () => {
  const page = await openPage(`<form id=login data-authrocket=login data-authrocket-deliver=event></form><div><input form=login name=username><input form=login name=password type=password>
    <button form=login>Go</button></div>`);
  await page.reaches('idle');
  page.submit();
  await page.reaches('error');
  assert(isSeen(page.$('[role=alert]')) && page.$('[role=alert]').textContent);
});

// --- Attributes with any value --------------------------------------------------------------------------------------

for (const value of ['true', 'data-authrocket-error', '1']) {
  test(`data-authrocket-error="${value}" is the form's error element`, async () => {
    const page = await openPage(loginForm({ more: `<p data-authrocket-error=password></p><p id=told data-authrocket-error="${value}"></p>` }));
    await fake.set({ answer: { body: { error: 'Login failed' } } });
    await page.reaches('idle');
    page.submit();
    await page.reaches('error');
    assert.equal([page.$('#told').textContent, page.document.querySelectorAll('[role=alert]').length], ['Login failed', 1]);
  });
}

test('an empty attribute takes precedence over an unknown field name', async () => {
  const page = await openPage(loginForm({ more: '<p data-authrocket-error=pasword></p><p id=told data-authrocket-error></p>' }));
  await fake.set({ answer: { body: { error: 'Login failed' } } });
  await page.reaches('idle');
  page.submit();
  await page.reaches('error');
  assert.equal(page.$('#told').textContent, 'Login failed');
});

for (const [html, said] of [['<p data-authrocket-done="true" hidden>Look into your mailbox</p>', 'Look into your mailbox'], ['<p data-authrocket-done="true"></p>', /.{5}/.source]]) {
  test(`data-authrocket-done="true": ${html}`, async () => {
    const page = await openPage(`<form data-authrocket=forgot-password><input name=username value=ada><button>Go</button>${html}</form>`);
    await page.reaches('idle');
    page.submit();
    await page.reaches('done');
    assert.match(page.$('[data-authrocket-done]').textContent, new RegExp(said));
    assert(isSeen(page.$('[data-authrocket-done]')));
    page.$('form').remove();
  });
}

test('data-authrocket-reveal="true" shows the password', async () => {
  const page = await openPage(loginForm({ more: '<button type=button id=eye data-authrocket-reveal="true">Show</button>' }));
  await waitUntil(() => page.$('#eye').hasAttribute('aria-pressed'));
  page.$('#eye').click();
  assert.equal([page.$('[name=password]').type, page.$('#eye').getAttribute('aria-pressed')], ['text', 'true']);
});

test('data-authrocket-reveal for a missing field shows no other field', async () => {
  const page = await openPage(loginForm({ more: '<button type=button id=eye data-authrocket-reveal=password_confirmation>Show</button>' }));
  await waitUntil(() => page.$('#eye').hasAttribute('aria-pressed'));
  page.$('#eye').click();
  assert.equal(page.$('[name=password]').type, 'password');
});

test('data-authrocket-capslock="true" marks the element for the hint', async () => {
  const page = await openPage(loginForm({ more: '<p data-authrocket-capslock="true" hidden></p><button type=button id=eye data-authrocket-reveal>Show</button>' }));
  await waitUntil(() => page.$('#eye').hasAttribute('aria-pressed'));
  const password = page.$('[name=password]');
  password.focus();
  password.dispatchEvent(new page.window.KeyboardEvent('keydown', { key: 'A', code: 'KeyA', modifierCapsLock: true, bubbles: true, composed: true }));
  await waitUntil(() => page.$('[data-authrocket-capslock]').textContent, 'the hint');
});

// --- A shadow root that was attached --------------------------------------------------------------------------------

/** A page with a form in a shadow root, attached by the npm client. */
async function openShadow(more) {
  const form = loginForm({ more, attributes: '' }).replace('data-authrocket=login', '');
  const page = await openPage(`<div id=host></div><script type=module>
    import { createClient } from '/pkg/module.js';
    const root = document.querySelector('#host').attachShadow({ mode: 'open' });
    root.innerHTML = ${JSON.stringify(form)};
    window.root = root;
    window.attached = createClient({ url: '${INSTANCE}' }).attach(root.querySelector('form'), { kind: 'login', deliver: 'event' });</script>`, { url: null });
  await waitUntil(() => page.window.attached);
  const $ = (css) => page.window.root.querySelector(css);
  await waitUntil(() => $('form').getAttribute('data-authrocket-state') === 'idle');
  return { page, $ };
}

test('in a shadow root a reveal button works, also one added later, and hides the password before the form is sent', async () => {
  const { page, $ } = await openShadow('<button id=eye data-authrocket-reveal>Show</button>');
  await waitUntil(() => $('#eye').hasAttribute('aria-pressed'), 'the enhancements');
  $('#eye').click();
  assert.equal([$('[name=password]').type, $('#eye').getAttribute('aria-pressed'), $('#eye').type], ['text', 'true', 'button']);
  $('#eye').click();
  assert.equal($('[name=password]').type, 'password');
  $('#eye').insertAdjacentHTML('afterend', '<button id=later data-authrocket-reveal=true><b>Show</b></button>');
  await waitUntil(() => $('#later').hasAttribute('aria-pressed'));
  $('#later b').click();
  assert.equal($('[name=password]').type, 'text');
  $('form').requestSubmit();
  await waitUntil(() => page.window.attached.state === 'done');
  assert.equal([$('[name=password]').type, await sent()], ['password', [ada]]);
});

test('in a shadow root the Caps Lock hint and the countdown work', async () => {
  const { page, $ } = await openShadow('<button type=button id=eye data-authrocket-reveal>Show</button>');
  await waitUntil(() => $('#eye').hasAttribute('aria-pressed'), 'the enhancements');
  $('[name=password]').focus();
  $('[name=password]').dispatchEvent(new page.window.KeyboardEvent('keydown', { key: 'A', code: 'KeyA', modifierCapsLock: true, bubbles: true, composed: true }));
  await waitUntil(() => $('[data-authrocket-capslock]')?.textContent, 'the hint');
  await fake.set({ answer: 'limited', times: 1 });
  $('form').requestSubmit();
  await waitUntil(() => /7/.test($('button:last-of-type').textContent), 'the countdown');
});

// --- Fields in jQuery's formats -------------------------------------------------------------------------------------

const form = () => {
  fixture('<form><input name="login[username]" value=ada><input name="login[password]" value="correct horse"></form>');
  return document.querySelector('#fixture form');
};
const params = (prefix) => new URLSearchParams([[prefix('username'), 'ada'], [prefix('password'), 'correct horse']]);
const plain = (name) => name;
const sample = (name) => `login[${name}]`;
const GIVEN = {
  'FormData': () => new FormData(form()),
  'URLSearchParams': () => params(plain),
  'a query string': () => String(params(plain)),
  'a query string in the sample style': () => String(params(sample)),
  'a query string with a question mark': () => `?${params(sample)}`,
  'serializeArray()': () => [...new FormData(form())].map(([name, value]) => ({ name, value })),
  'pairs': () => [...params(sample)],
  'a Map': () => new Map(params(plain)),
  'an object in the sample style': () => ({ 'login[username]': 'ada', 'login[password]': 'correct horse' }),
  'the last of several': () => 'username=grace&password=x&login[username]=ada&password=correct+horse',
};
for (const [what, make] of Object.entries(GIVEN)) {
  test(`the npm client accepts ${what}`, async () => {
    await createClient({ url: INSTANCE }).login(make());
    assert.equal(await sent(), [ada]);
  });

  test(`AuthRocket accepts ${what}`, async () => {
    const page = await openPage('');
    const response = await new Promise((done) => page.window.AuthRocket.authenticate(make(), done));
    assert.equal([response.error, await sent()], [undefined, [ada]]);
  });
}

test('jQuery itself: serialize() and serializeArray()', async () => {
  const jquery = await (await fetch('/node_modules/jquery/dist/jquery.min.js')).text();
  const page = await openPage('<form><input name="signup[username]" value=ada><input name="signup[password]" value="correct horse"></form>', { before: jquery });
  const { $, AuthRocket } = page.window;
  for (const how of ['serialize', 'serializeArray']) {
    await fake.reset();
    await new Promise((done) => AuthRocket.signup($('form')[how](), done));
    assert.equal(await sent(), [ada]);
  }
});

test('a call also removes the spaces of a grouped code; other values stay as they are', async () => {
  await createClient({ url: INSTANCE }).completeLogin({ token: 'kli_1', code: '246 810' });
  await createClient({ url: INSTANCE }).login({ username: 'ada', password: ' 246-810 ', 'a[b]': '1 2' });
  assert.equal(await sent(), [{ token: 'kli_1', code: '246810' }, { username: 'ada', password: ' 246-810 ', 'a[b]': '1 2' }]);
});

test('an argument without fields is an error result, not an exception', async () => {
  for (const nothing of [null, [], {}, [null], [undefined, 'x'], document.createElement('form')]) {
    const result = await createClient({ url: INSTANCE }).login(nothing);
    assert.equal([result.result, result.code], ['error', 'invalid_input'], String(nothing));
  }
  for (const mistake of [undefined, '', 'ada', 7]) {
    await assert.rejects(createClient({ url: INSTANCE }).login(mistake), ({ code }) => code === 'config');
  }
  assert.equal(await sent(), []);
});
