// After a failure: fixing a field clears its own error and nothing else; a message of the library never keeps the
// browser from the next submit; and a form clears its offline error when the page is online again.

import { events, fixtureView, openPage, sent, view, waitSent } from './support.js';

// Real keys and clicks work on the top page only, so the test's own page loads the script, too.
let ownScript;
const withScript = () => (ownScript ||= new Promise((resolve, reject) => {
  const script = Object.assign(document.createElement('script'), { src: '/pkg/authrocket.js', onload: resolve, onerror: reject });
  script.setAttribute('data-url', INSTANCE);
  document.head.append(script);
}));

const signup = (places = '', attributes = '') => `<form data-authrocket=signup data-authrocket-deliver=event ${attributes}>
  <p id=hint>Letters only</p><input id=username name=username aria-describedby=hint value=ada><input name=email value=a@b.test>
  <input name=password type=password value=x>${places}<button>Sign up</button></form>`;
const PLACES = ['username', 'password', ''].map((name) => `<p data-authrocket-error="${name}"></p>`).join('');
const ERRORS = ['Username has already been taken', 'Password is too short', 'Please come back later', 'Username is odd'];
const text = (page, name = '') => page.$(`[data-authrocket-error="${name}"]`).textContent;
const marked = (page) => [...page.document.querySelectorAll('form [aria-invalid=true]')].map(({ name }) => name);
const judged = (page) => [...page.document.querySelectorAll('form input')].filter(({ validity }) => validity.customError).map(({ name }) => name);
const failed = async (html) => {
  const page = await openPage(html);
  page.submit();
  await page.reaches('error');
  return page;
};
const refused = async (html) => {
  await fake.set({ answer: { body: { error: 'x', errors: ERRORS } }, times: 1 });
  return failed(html);
};

test('fixing a field clears its own error element and its mark, and nothing else', async () => {
  const page = await refused(signup(PLACES));
  assert.equal(['username', 'password', ''].map((name) => text(page, name)),
    ['Username has already been taken; Username is odd', 'Password is too short', 'Please come back later']);
  page.fill({ username: 'grace' });
  assert.equal(['username', 'password', ''].map((name) => text(page, name)), ['', 'Password is too short', 'Please come back later']);
  assert.equal([marked(page), page.$('#username').getAttribute('aria-describedby'), page.state()], [['password'], 'hint', 'error']);
  page.fill({ password: 'longer' });
  assert.equal([text(page, 'password'), text(page), marked(page)], ['', 'Please come back later', []]);
});

test('fixing a field removes only its own sentences from a shared error element', async () => {
  const page = await refused(signup('<p data-authrocket-error></p>'));
  assert.equal(text(page), ERRORS.join('; '));
  page.fill({ username: 'grace' });
  assert.equal([text(page), marked(page), page.$('#username').getAttribute('aria-describedby')], ['Password is too short; Please come back later', ['password'], 'hint']);
  page.fill({ password: 'longer' });
  assert.equal([text(page), marked(page)], ['Please come back later', []]);
});

test('a shared error element is empty once every field named in it is fixed', async () => {
  await fake.set({ answer: { body: { error: 'x', errors: ERRORS.slice(0, 2) } } });
  const page = await failed(signup());
  page.fill({ username: 'grace', password: 'longer' });
  assert.equal([text(page), marked(page)], ['', []]);
});

test('an edit of a field without an error clears nothing', async () => {
  const page = await refused(signup('<p data-authrocket-error></p><input name=note>'));
  page.fill({ email: 'c@d.test', note: 'x' });
  assert.equal([text(page), marked(page)], [ERRORS.join('; '), ['username', 'password']]);
});

test('fixing works for fields in the sample style, and with data-authrocket-field', async () => {
  await fake.set({ answer: { body: { error: 'x', errors: ERRORS.slice(0, 2) } } });
  const page = await failed(`<form data-authrocket=signup><input name="signup[username]" value=ada>
    <input type=password data-authrocket-field=password id=password value=x>${PLACES}<button>Go</button></form>`);
  page.fill({ 'signup[username]': 'grace' });
  assert.equal([text(page, 'username'), text(page, 'password')], ['', 'Password is too short']);
  page.$('#password').dispatchEvent(new page.window.Event('input', { bubbles: true }));
  assert.equal([text(page, 'password'), page.document.querySelectorAll('[aria-invalid], [aria-describedby]').length], ['', 0]);
});

test('a field that failed a local rule is marked, and not invalid for the browser', async () => {
  const page = await failed(`<form data-authrocket=signup>${PLACES}<input name=username><input name=password type=password value=one>
    <input name=password_confirmation type=password value=two><button>Go</button></form>`);
  assert.equal([text(page, 'username'), text(page)], ["Username can't be blank", "Password confirmation doesn't match"]);
  assert.equal([marked(page), judged(page), page.$('form').checkValidity()], [['username', 'password_confirmation'], [], true]);
  page.fill({ username: 'ada' });
  assert.equal(marked(page), ['password_confirmation']);
});

// No event says that a script has set a value.
const SENDS = {
  'requestSubmit()': (form) => form.requestSubmit(),
  'submit()': (form) => form.submit(),
  'a click by script': (form) => form.querySelector('button').click(),
  'a submit event': (form, { Event }) => form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })),
};
for (const [what, send] of Object.entries(SENDS)) {
  for (const attributes of ['', 'novalidate']) {
    test(`fields that a script sets after a failure are sent, once, by ${what}: ${attributes || "with the browser's checks"}`, async () => {
      const page = await failed(`<form data-authrocket=login data-authrocket-deliver=event ${attributes}><input name=username>
        <input name=password type=password><button>Go</button></form>`);
      page.$('[name=username]').value = 'ada';
      page.$('[name=password]').value = 'x';
      send(page.$('form'), page.window);
      await page.reaches('done');
      assert.equal((await sent()).map(({ username, password }) => [username, password]), [['ada', 'x']]);
    });
  }
}

for (const [what, leave] of [['a reset', (page) => page.$('form').reset()], ['detaching', (page) => page.$('form').removeAttribute('id') ?? page.$('form').remove()]]) {
  test(`${what} clears the marks of a local rule`, async () => {
    const page = await failed('<form id=form data-authrocket=login><input name=username><input name=password type=password><button>Go</button></form>');
    const inputs = [...page.document.querySelectorAll('input')];
    assert.equal(marked(page), ['username', 'password']);
    leave(page);
    await waitUntil(() => !inputs.some((input) => input.hasAttribute('aria-invalid')));
    assert.equal(inputs.map((input) => input.outerHTML), ['<input name="username">', '<input name="password" type="password">']);
  });
}

/** A form on the test's own page that has failed a rule of the library, and counts its failures. */
async function ownFailed(html, inside = '<button id=go>Go</button>', attributes = '') {
  await withScript();
  const page = fixtureView(`<form id=form data-authrocket=signup data-authrocket-deliver=event ${attributes}>${html}${inside}</form>`);
  await page.reaches('idle');
  page.failures = 0;
  page.$('form').addEventListener('authrocket:error', () => { page.failures += 1; });
  page.submit();
  await page.reaches('error');
  assert.equal([page.failures, marked(page).length > 0], [1, true]);
  return page;
}
const again = (page) => waitUntil(() => page.failures === 2, 'the second submit to come to us');
const EMPTY = '<input id=first name=username><input name=password type=password>';

for (const attributes of ['', 'novalidate']) {
  const kind = attributes || 'with the browser\'s checks';
  for (const [what, css, inside] of [
    ['a click on its button', '#go', '<button id=go>Go</button>'],
    ['a click on what is in its button', '#in', '<button><span id=in>Go</span></button>'],
    ['a click on a submit input', '#go', '<input type=submit id=go>'],
    ['a click on a button elsewhere', '#go', '</form><button form=form id=go>Go</button>'],
  ]) {
    test(`an unchanged form can be submitted again by ${what}: ${kind}`, async () => {
      const page = await ownFailed(EMPTY, inside, attributes);
      await user.click(css);
      await again(page);
      assert.equal(await sent(), []);
    });
  }

  test(`an unchanged form can be submitted again by Enter and by the space bar: ${kind}`, async () => {
    const page = await ownFailed(EMPTY, '<button id=go>Go</button>', attributes);
    page.$('#first').focus();
    await user.keys(KEY.enter);
    await again(page);
    page.$('#go').focus();
    await user.keys(KEY.space);
    await waitUntil(() => page.failures === 3, 'the third');
  });

  test(`a failed confirmation is fixed by editing its twin alone: ${kind}`, async () => {
    const page = await ownFailed(`<input name=username value=ada><input id=twin name=password type=password value=one>
      <input name=password_confirmation type=password value=two>`, '<button id=go>Go</button>', attributes);
    assert.equal(marked(page), ['password_confirmation']);
    await user.fill('#twin', 'two');
    await user.click('#go');
    await page.reaches('done');
    assert.equal((await sent()).map(({ password }) => password), ['two']);
  });
}

test('fields and buttons outside their form belong to it, also when the module attached the form', async () => {
  const page = view(await openFrame({ html: `<!doctype html><html lang=en><body><form id=form data-authrocket=login data-authrocket-deliver=event></form>
    <input form=form name=username><input form=form name=password type=password value=x><button form=form>Go</button>
    <script type=module src="/browser/pages/client.js"></script></body></html>` }));
  await waitUntil(() => page.window.createClient);
  page.window.createClient({ url: INSTANCE }).attach(page.$('form'));
  await page.reaches('idle');
  page.$('button').click();
  await page.reaches('error');
  assert.equal(page.$('[name=username]').getAttribute('aria-invalid'), 'true');
  page.$('[name=username]').value = 'ada';
  page.$('[name=username]').dispatchEvent(new page.window.Event('input', { bubbles: true }));
  assert.equal(page.$('[name=username]').hasAttribute('aria-invalid'), false);
  page.$('button').click();
  await page.reaches('done');
});

test('a custom validity that the page set stays', async () => {
  const page = await openPage(`<form data-authrocket=signup data-authrocket-deliver=event novalidate>${PLACES}<input name=username value=ada>
    <input name=email><input name=password type=password><button>Go</button></form>`);
  await page.reaches('idle');
  const email = page.$('[name=email]');
  email.setCustomValidity('We know this one');
  page.submit();
  await page.reaches('error');
  assert.equal([text(page), email.validationMessage, marked(page)], ['We know this one', 'We know this one', ['email']]);
  page.fill({ username: 'grace', email: 'c@d.test' });
  assert.equal([text(page), email.validationMessage], ['', 'We know this one']);
  email.setCustomValidity('');
  page.submit();
  await waitUntil(() => text(page, 'password') === "Password can't be blank", 'our own rule');
  email.setCustomValidity('Known again');
  page.fill({ password: 'x' });
  page.$('form').reset();
  assert.equal([email.validationMessage, judged(page)], ['Known again', ['email']]);
});

test('a custom validity that the page sets later on the failed field stays, too', async () => {
  const page = await openPage('<form data-authrocket=login><input name=username value=ada><input name=password type=password><button>Go</button></form>');
  const password = page.$('[name=password]');
  password.addEventListener('input', () => password.setCustomValidity(password.value.length < 3 ? 'Too short for us' : ''));
  page.submit();
  await page.reaches('error');
  page.fill({ password: 'xy' });
  assert.equal([password.validationMessage, marked(page)], ['Too short for us', []]);
  page.$('button').click();
  assert.equal([password.validationMessage, await sent()], ['Too short for us', []]);
});

const OFFLINE = "Object.defineProperty(navigator, 'onLine', { get: () => window.online === true });";
const online = (page) => { page.window.online = true; page.window.dispatchEvent(new page.window.Event('online')); };
const login = '<form id=login data-authrocket=login data-authrocket-deliver=event><input name=username value=ada><input name=password type=password value=x><button>Go</button></form>';

test('back online, a form clears its offline error, and can be used', async () => {
  await fake.set({ answer: 'drop' });
  const page = await openPage(login, { before: OFFLINE });
  page.seen = events(page);
  page.submit();
  await page.reaches('error');
  assert.match(text(page), /offline/);
  assert.equal([page.seen.at(-1).detail.code, page.$('button').disabled], ['offline', false]);
  online(page);
  assert.equal([page.state(), text(page), page.$('[name=password]').value], ['idle', '', 'x']);
  await fake.set({ answer: 'ok' });
  page.submit();
  await page.reaches('done');
});

for (const more of ['', '<form id=code data-authrocket=code hidden><input name=code value=123456><button>Go on</button></form>']) {
  test(`back online, the second step stays the second step: ${more ? 'a form' : 'a field'} for the code`, async () => {
    await fake.set({ answer: 'code', times: 1 });
    const page = await openPage(login + more, { before: OFFLINE });
    page.submit('#login');
    await page.reaches('code', '#login');
    const css = more ? '#code' : '#login';
    page.fill({ code: '123456' }, css);
    await fake.set({ answer: 'drop' });
    page.submit(css);
    await page.reaches('error', css);
    online(page);
    await waitUntil(() => page.state(css) !== 'error');
    assert.equal([page.state('#login'), page.$(`${css} [name=code]`).value, text(page)], ['code', '123456', '']);
    await fake.reset();
    page.submit(css);
    assert.equal((await waitSent(1))[0].code, '123456');
  });
}

test('back online, unrelated errors stay', async () => {
  const page = await openPage(login.replace('value=ada', ''), { before: OFFLINE });
  page.submit();
  await page.reaches('error');
  online(page);
  assert.equal([page.state(), text(page), marked(page)], ['error', "Username can't be blank", ['username']]);
});
