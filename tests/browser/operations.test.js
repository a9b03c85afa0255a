// Forgotten and reset passwords, confirmed addresses, and the session check: what markup, script API and npm client send and get, and
// what a form shows when there is no token to deliver (protocol-v1 §3.10; D5, D6; contract §4).

import { createClient } from '/pkg/module.js';
import { events, openPage, posts, says, sent } from './support.js';

const client = (options) => createClient({ url: INSTANCE, ...options });
/** A page with the script tag alone. */
const page = (body = '') => openPage(body);
/** Makes a call of the script API and returns the response that its handler gets. */
const response = async (method, fields) => {
  const { window } = await page();
  return new Promise((resolve) => window.AuthRocket[method](fields, resolve));
};

/** Every operation by each of its names: what is typed, and what the service answers. */
const OPERATIONS = [
  { kind: 'forgot-password', method: 'forgotPassword', path: '/v1/forgot_password', fields: { email: 'ada@example.test' } },
  { kind: 'reset-password', method: 'resetPassword', path: '/v1/reset_password',
    fields: { token: 'kpw_1', password: ' new ', password_confirmation: ' new ' } },
  { kind: 'verify-email', method: 'verifyEmail', path: '/v1/verify_email', fields: { token: 'kev_1' } },
];
const SESSION = { result: 'okay', token: 'eyJ.a.b', user_id: 'usr_fake', expires_at: 4102444800 };

const inputs = (fields) => Object.entries(fields).map(([name, value]) => `<input name=${name} value="${value}">`).join('');
const form = (kind, fields, { attributes = '', more = '' } = {}) =>
  `<form data-authrocket=${kind} ${attributes}>${inputs(fields)}${more}<button>Go</button></form>`;
/** Opens a form for this operation, sends it, and waits for the end. */
const submitted = async (state, ...given) => {
  const opened = await page(form(...given));
  opened.seen = events(opened);
  opened.submit();
  await opened.reaches(state);
  return opened;
};
const told = (opened) => opened.$('[data-authrocket-done]').textContent;

for (const { kind, method, path, fields } of OPERATIONS) {
  const wasSent = async () => assert.equal((await posts()).map((entry) => [entry.method, entry.path, entry.query, entry.fields, entry.accept]),
    [['POST', path, '', fields, 'application/json']]);

  test(`${kind} by script API, markup and npm client sends the same request`, async () => {
    assert.equal(await response(method, fields), { result: 'okay' });
    await wasSent();
    await fake.reset();
    assert.equal(await client()[method](fields), { result: 'okay' });
    await wasSent();
    await fake.reset();
    const { seen } = await submitted('done', kind, fields);
    await wasSent();
    assert.equal(seen.map(({ type, detail }) => [type, detail.result]), [['submit', undefined], ['done', 'okay']]);
  });

  test(`${kind}: a refusal has the service's own text by script API, markup and npm client`, async () => {
    await fake.set({ answer: { body: { error: 'Token is used or expired', errors: ['Token is used or expired'] } } });
    for (const result of [await response(method, fields), await client()[method](fields), (await submitted('error', kind, fields)).seen.at(-1).detail]) {
      assert.equal([result.result, result.code, result.error, result.fields, result.retryable],
        ['error', 'refused', 'Token is used or expired', { token: ['Token is used or expired'] }, false]);
    }
  });

  test(`${kind}: a 404 says that the operation is not available, and the console says what to check`, async () => {
    await fake.set({ answer: 'not-found' });
    const opened = await submitted('error', kind, fields);
    assert.match(opened.$('[role=alert]').textContent, /not available.*ask the people/);
    await says(opened, /404: check the instance URL, and that the feature is switched on/);
    assert.equal([told(opened), opened.seen.at(-1).detail.code, opened.$('button').disabled], ['', 'switched_off', false]);
    assert.equal((await client()[method](fields)).code, 'switched_off');
  });
}

test('session by script API and npm client returns the user and the expiry', async () => {
  assert.equal(await response('session', { token: 'eyJ.a.b' }), SESSION);
  assert.equal(await client().session({ token: 'eyJ.a.b' }), SESSION);
  assert.equal((await posts()).map(({ path, fields }) => [path, fields]), [['/v1/session', { token: 'eyJ.a.b' }], ['/v1/session', { token: 'eyJ.a.b' }]]);
});

test('an expired session is a refusal, and a check without a token sends nothing', async () => {
  await fake.set({ answer: { body: { error: 'Session has ended' } } });
  const ended = await client().session({ token: 'eyJ.a.b' });
  assert.equal([ended.result, ended.code, ended.error], ['error', 'refused', 'Session has ended']);
  assert.equal((await response('session', {})).code, 'invalid_input');
  assert.equal((await client().session({ token: '' })).fields, { token: ["Token can't be blank"] });
  assert.equal((await sent()).length, 1);
});

test('forgotPassword accepts a user name too, and sends further members', async () => {
  const fields = { username: 'ada', redirect_uri: 'https://app.example.test/reset?a=1&b=2' };
  assert.equal((await client().forgotPassword(fields)).result, 'okay');
  assert.equal(await sent(), [fields]);
});

test('local rules: nothing is sent while a required value is missing', async () => {
  const rules = [
    ['forgotPassword', {}, { username: ["Username can't be blank"] }],
    ['forgotPassword', { email: '' }, { email: ["Email can't be blank"] }],
    ['resetPassword', { token: 't' }, { password: ["Password can't be blank"] }],
    ['resetPassword', { token: 't', password: 'a', password_confirmation: 'b' }, { password_confirmation: ["Password confirmation doesn't match"] }],
    ['resetPassword', { token: 't', password: 'a', password_confirmation: '' }, { password_confirmation: ["Password confirmation doesn't match"] }],
    ['resetPassword', { password: 'a' }, { token: ['This link is incomplete or was used already. Please ask for a new one.'] }],
    ['verifyEmail', {}, { token: ['This link is incomplete or was used already. Please ask for a new one.'] }],
  ];
  for (const [method, fields, wanted] of rules) {
    const result = await client()[method](fields);
    assert.equal([result.code, result.fields], ['invalid_input', wanted], method);
  }
  assert.equal((await response('resetPassword', { password: '' })).error,
    "This link is incomplete or was used already. Please ask for a new one.; Password can't be blank");
  assert.equal(await sent(), []);
});

for (const kind of ['reset-password', 'verify-email']) {
  test(`${kind} without a token shows an error at the form: a hidden input can neither show nor take the focus`, async () => {
    const fields = kind === 'reset-password' ? { password: 'a' } : {};
    const opened = await submitted('error', kind, fields, { more: '<input type=hidden name=token>' });
    assert.equal(opened.$('[role=alert]').textContent, 'This link is incomplete or was used already. Please ask for a new one.');
    const token = opened.$('[name=token]');
    assert.equal([token.hasAttribute('aria-invalid'), token.validity.customError, opened.focused.name], [false, false, undefined]);
    assert.equal([await sent(), opened.$('button').disabled], [[], false]);
  });
}

test('a used token is reported at the form, the other sentences at their fields', async () => {
  await fake.set({ answer: { body: { error: 'x', errors: ['Token is used or expired', 'Password is too short'] } } });
  const fields = { token: 'kpw_1', password: 'a' };
  const opened = await submitted('error', 'reset-password', fields, { more: '<p data-authrocket-error></p><p data-authrocket-error=password></p>' })
    .catch((error) => error);
  opened.$('[name=token]').type = 'hidden';
  opened.submit();
  await waitUntil(async () => (await sent()).length === 2 && opened.state() === 'error');
  assert.equal([opened.$('[data-authrocket-error=""]').textContent, opened.$('[data-authrocket-error=password]').textContent],
    ['Token is used or expired', 'Password is too short']);
  assert.equal(opened.focused.name, 'password');
});

const DONE = {
  'forgot-password': 'If we know this account, a mail with a link is on its way.',
  'reset-password': 'Your password is changed. You can log in with it now.',
  'verify-email': 'Your email address is confirmed.',
};

for (const { kind, fields } of OPERATIONS) {
  test(`${kind}: a live region exists before its text, which the next submit removes`, async () => {
    const opened = await page(form(kind, fields));
    await opened.reaches('idle');
    const place = opened.$('form [role=status]');
    assert.equal([place.textContent, place.hasAttribute('data-authrocket-done'), opened.document.querySelectorAll('[role=status]').length], ['', true, 1]);
    opened.submit();
    await opened.reaches('done');
    assert.equal([place.textContent, place.isConnected, opened.$('[role=alert]').textContent], [DONE[kind], true, '']);
    await waitUntil(() => !opened.$('button').disabled);
    await fake.set({ answer: 'hang-refused' });
    // A link works once, and the library clears the field of a changed password.
    if (kind !== 'forgot-password') opened.fill({ ...fields, token: 'another' });
    opened.submit();
    await waitUntil(async () => (await sent()).length === 2);
    assert.equal([place.textContent, opened.state()], ['', 'busy']);
    await fake.release();
    await opened.reaches('error');
    assert.equal(place.textContent, '');
  });
}

test('forgot-password shows the same text whether or not the service knows the account', async () => {
  const texts = [];
  for (const email of ['known@example.test', 'nobody@example.test']) texts.push(told(await submitted('done', 'forgot-password', { email })));
  assert.equal(texts, [DONE['forgot-password'], DONE['forgot-password']]);
});

test('an empty element of the page shows the library\'s text, also one with white space in it', async () => {
  for (const inside of ['', '\n  ', '<!-- later -->']) {
    const opened = await submitted('done', 'forgot-password', { email: 'a@b.test' }, { more: `<output data-authrocket-done>${inside}</output>` });
    assert.equal([opened.$('output').textContent.trim(), opened.document.querySelectorAll('[data-authrocket-done]').length], [DONE['forgot-password'], 1], inside);
  }
});

const OWN = '<div data-authrocket-done hidden><b>Look</b> into your <a href="/mail">mail</a>.</div>';

test('a hidden element with its own text is shown, unchanged, and hidden again at the next submit', async () => {
  const opened = await submitted('done', 'forgot-password', { email: 'a@b.test' }, { more: OWN });
  const place = opened.$('[data-authrocket-done]');
  assert.equal([place.hidden, place.innerHTML, place.getAttribute('role')], [false, '<b>Look</b> into your <a href="/mail">mail</a>.', 'status']);
  await waitUntil(() => !opened.$('button').disabled);
  await fake.set({ answer: 'hang-refused' });
  opened.submit();
  await waitUntil(async () => (await sent()).length === 2);
  assert.equal([place.hidden, place.textContent], [true, 'Look into your mail.']);
  await fake.release();
  await opened.reaches('error');
  assert.equal(place.hidden, true);
});

test('a live region with the page\'s own text becomes visible, and its nodes stay as they are', async () => {
  const opened = await page(form('forgot-password', { email: 'a@b.test' }, { more: OWN }));
  await opened.reaches('idle');
  const changes = [];
  new MutationObserver((all) => changes.push(...all)).observe(opened.$('[data-authrocket-done]'), { childList: true, attributeFilter: ['hidden'] });
  opened.submit();
  await opened.reaches('done');
  await waitUntil(() => changes.length > 0, 'the place to be shown');
  assert.equal(changes.filter(({ type }) => type === 'childList'), []);
});

test('a form of another kind keeps its success element unchanged', async () => {
  const opened = await submitted('done', 'logout', { token: 't' }, { more: OWN });
  const place = opened.$('[data-authrocket-done]');
  assert.equal([place.hidden, place.textContent], [true, 'Look into your mail.']);
});

for (const { kind, fields } of OPERATIONS) {
  test(`${kind} navigates to data-authrocket-to, and shows no success text`, async () => {
    const opened = await page(form(kind, fields, { attributes: 'data-authrocket-to="/app/next?from=form"' }));
    const place = await waitUntil(() => opened.$('[role=status]'));
    opened.submit();
    await waitUntil(() => opened.path === '/app/next?from=form');
    assert.equal(place.textContent, '');
    const [get] = await app.log();
    assert.equal([get.method, get.path, get.query], ['GET', '/app/next', 'from=form']);
  });
}

test('an address that is not http(s) is not followed', async () => {
  const opened = await submitted('error', 'forgot-password', { email: 'a@b.test' }, { attributes: 'data-authrocket-to="javascript:document.title=1"' });
  await says(opened, /http\(s\)/);
  assert.equal([opened.document.title, told(opened), await app.log()], ['page', '', []]);
});

test('cancelling authrocket:submit sends nothing and leaves no text', async () => {
  const opened = await page(form('forgot-password', { email: 'a@b.test' }));
  opened.document.addEventListener('authrocket:submit', (event) => event.preventDefault());
  await opened.reaches('idle');
  opened.submit();
  await waitUntil(() => opened.state() === 'idle' && !opened.$('button').disabled);
  assert.equal([await sent(), told(opened)], [[], '']);
});

test('attach with a kind makes any form one of these, with its texts and its address', async () => {
  fixture(`<form id=forgot>${inputs({ email: 'a@b.test' })}<button>Go</button></form>`);
  const plain = document.getElementById('forgot');
  const attached = client().attach(plain, { kind: 'forgot-password' });
  await waitUntil(() => plain.querySelector('[role=status]') && plain.hasAttribute('data-authrocket-state'));
  plain.requestSubmit();
  await waitUntil(() => attached.state === 'done');
  assert.equal([plain.querySelector('[data-authrocket-done]').textContent, (await posts())[0].path], [DONE['forgot-password'], '/v1/forgot_password']);
  attached.detach();
  await waitUntil(() => !plain.hasAttribute('data-authrocket-state'));
});
