// Markup: where a form's messages go, and the marks on its fields (contract §4; contract §5, promise 7).

import { openPage, posts, sent, waitSent, loginForm, events } from './support.js';

/** A signup form; tests set the fake instance's errors with `refuse`. */
const signup = (inside = '', more = '') => `<form data-authrocket=signup data-authrocket-deliver=event novalidate>
  <p id=hint>Letters only</p><input name=username aria-describedby=hint value=ada><input name=email type=email value=a@b.test>
  <input name=password type=password value=x>${inside}<button>Sign up</button></form>${more}`;
const refuse = (error, errors) => fake.set({ answer: { refusal: errors ? { error, errors } : { error } } });
const failed = async (html) => {
  const page = await openPage(html);
  page.submit();
  await page.reaches('error');
  return page;
};

test('a form\'s message goes to its own error element first', async () => {
  await refuse('Login failed');
  const page = await failed(`<p id=login-errors></p>${loginForm({ more: '<p data-authrocket-error></p><p data-authrocket-error=password></p>' })}`);
  assert.equal(page.$('[data-authrocket-error=""]').textContent, 'Login failed');
  assert.equal([page.$('#login-errors').textContent, page.$('[data-authrocket-error=password]').textContent], ['', '']);
});

test('without an error element of its own a login form uses #login-errors, a signup form #signup-errors', async () => {
  await refuse('Not today');
  const places = '<p id=login-errors></p><p id=signup-errors></p>';
  let page = await failed(places + loginForm());
  assert.equal([page.$('#login-errors').textContent, page.$('#signup-errors').textContent], ['Not today', '']);
  page = await failed(places + signup());
  assert.equal([page.$('#login-errors').textContent, page.$('#signup-errors').textContent], ['', 'Not today']);
});

test('without any error element an alert is added, empty and before it is needed', async () => {
  await refuse('Not today');
  const page = await openPage(loginForm());
  await page.reaches('idle');
  const alert = page.$('form [role=alert]');
  assert.equal(alert.textContent, '');
  page.submit();
  await page.reaches('error');
  assert.equal([alert.textContent, alert.isConnected, page.document.querySelectorAll('[role=alert]').length], ['Not today', true, 1]);
});

test('the page\'s error element becomes a live region before it is filled, unless it is one already', async () => {
  const page = await openPage(`${loginForm({ more: '<p data-authrocket-error></p>' })}
    <form data-authrocket=signup><p id=polite data-authrocket-error aria-live=polite></p></form>`);
  await page.reaches('idle');
  assert.equal(page.$('#login [data-authrocket-error]').getAttribute('role'), 'alert');
  assert.equal(page.$('#polite').getAttribute('role'), null);
});

test('messages are set as text: markup in them stays visible', async () => {
  const text = '<b>No</b> <img src=x onerror=stolen=1> & so on';
  await refuse(text, [`Username ${text}`, text]);
  const page = await failed(signup('<p data-authrocket-error=username></p><p data-authrocket-error></p>'));
  assert.equal(page.$('[data-authrocket-error=username]').textContent, `Username ${text}`);
  assert.equal(page.$('[data-authrocket-error=""]').textContent, text);
  assert.equal([page.document.querySelectorAll('form b, form img').length, page.window.stolen], [0, undefined]);
});

test('sentences go to the fields they name, the rest to the form', async () => {
  await fake.set({ answer: { like: 'refused-fields', body: {
    error: 'x', errors: ['Username has already been taken', 'Please come back later', 'Password is too short', 'Username is odd', 'Org name is gone'] } } });
  const page = await failed(signup('<p data-authrocket-error=username></p><p data-authrocket-error=password></p><p data-authrocket-error></p>'));
  assert.equal(page.$('[data-authrocket-error=username]').textContent, 'Username has already been taken; Username is odd');
  assert.equal(page.$('[data-authrocket-error=password]').textContent, 'Password is too short');
  const rest = page.$('[data-authrocket-error=""]').textContent;
  assert(rest.includes('Please come back later') && rest.includes('Org name is gone'), rest);
  assert(!rest.includes('Username'), rest);
});

test('a bad field is marked, described by its text, and gets the focus if it is the first', async () => {
  await refuse('x', { password: ['is too short'], username: ['has already been taken'] });
  const page = await failed(signup('<p id=mine data-authrocket-error=password></p><p data-authrocket-error=username></p>'));
  const [username, email, password] = ['username', 'email', 'password'].map((name) => page.$(`[name=${name}]`));
  const place = page.$('[data-authrocket-error=username]');
  assert(place.id, 'the place has got an id');
  assert.equal(username.getAttribute('aria-describedby'), `hint ${place.id}`);
  assert.equal(password.getAttribute('aria-describedby'), 'mine');
  assert.equal([username, email, password].map((field) => field.getAttribute('aria-invalid')), ['true', null, 'true']);
  assert.equal(email.getAttribute('aria-describedby'), null);
  assert.equal(page.focused, username);
});

test('a bad field without an error element is described by the form\'s message', async () => {
  await refuse('Password is too short');
  const page = await failed(signup());
  const alert = page.$('[role=alert]');
  assert.equal(alert.textContent, 'Password is too short');
  assert.equal([page.$('[name=password]').getAttribute('aria-describedby'), page.focused.name], [alert.id, 'password']);
});

test('two forms on a page keep their ids apart', async () => {
  await refuse('Password is too short');
  const page = await openPage(signup() + signup().replace('id=hint', '').replace('<form', '<form id=two'));
  for (const form of page.document.forms) form.requestSubmit();
  await waitUntil(() => [...page.document.forms].every((form) => form.dataset.authrocketState === 'error'));
  const [one, two] = [...page.document.querySelectorAll('[name=password]')].map((field) => field.getAttribute('aria-describedby'));
  assert(one && two && one !== two, `${one} ${two}`);
  assert.equal(page.document.querySelectorAll(`#${one}, #${two}`).length, 2);
});

test('messages and marks are removed at the next submit, and what the page wrote is restored', async () => {
  await refuse('x', { username: ['has already been taken'], base: ['Also this'] });
  const page = await failed(signup('<p data-authrocket-error=username></p><p data-authrocket-error></p>'));
  await fake.set({ answer: 'hang' });
  page.submit();
  await waitSent(2);
  const username = page.$('[name=username]');
  assert.equal([...page.document.querySelectorAll('[data-authrocket-error]')].map((place) => place.textContent), ['', '']);
  assert.equal([username.getAttribute('aria-invalid'), username.getAttribute('aria-describedby')], [null, 'hint']);
  await fake.release();
  await page.reaches('done');
});

test('a reset removes messages and marks', async () => {
  await refuse('Username is odd');
  const page = await failed(signup());
  page.$('form').reset();
  await page.reaches('idle');
  assert.equal([page.$('[role=alert]').textContent, page.document.querySelectorAll('[aria-invalid]').length], ['', 0]);
});

test('a form with novalidate shows the browser\'s own messages in the error elements, and sends nothing', async () => {
  const page = await openPage(`<form data-authrocket=login novalidate><input name=email type=email required value=nobody>
    <p data-authrocket-error=email></p><input name=password type=password required><p data-authrocket-error=password></p><button>Go</button></form>`);
  const words = ['email', 'password'].map((name) => page.$(`[name=${name}]`).validationMessage);
  assert(words.every((text) => text.length > 3), words.join());
  const seen = events(page);
  page.submit();
  await page.reaches('error');
  assert.equal(['email', 'password'].map((name) => page.$(`[data-authrocket-error=${name}]`).textContent), words);
  assert.equal([page.focused.name, seen.at(-1).type, seen.at(-1).detail.code], ['email', 'error', 'invalid_input']);
  assert.equal(await sent(), []);
});

test('a required checkbox blocks a form with novalidate, although the API does not know the field', async () => {
  const page = await openPage(loginForm({ attributes: 'novalidate data-authrocket-deliver=event', more: '<input type=checkbox name=terms required>' }));
  const words = page.$('[name=terms]').validationMessage;
  page.submit();
  await page.reaches('error');
  assert.equal([page.$('[role=alert]').textContent, await sent()], [words, []]);
});

test('a broken local rule is shown at its field without a request', async () => {
  const page = await failed(`<form data-authrocket=signup novalidate><input name=username><p data-authrocket-error=username></p>
    <input name=password type=password value="one "><input name=password_confirmation type=password value=one>
    <p data-authrocket-error=password_confirmation></p><button>Go</button></form>`);
  assert.match(page.$('[data-authrocket-error=username]').textContent, /Username/);
  assert.match(page.$('[data-authrocket-error=password_confirmation]').textContent, /Password confirmation/);
  assert.equal([page.focused.name, await posts()], ['username', []]);
});

for (const [answer, text] of [['html-500', /problem/], ['drop', /reached/], ['not-found', /not available/], ['limited', /7 seconds/], ['cut-json', /understand/]]) {
  test(`${answer} is not shown as a wrong password, and no field is marked`, async () => {
    await fake.set({ answer });
    const page = await failed(loginForm());
    assert.match(page.$('[role=alert]').textContent, text);
    assert(!/login failed|password|username/i.test(page.$('[role=alert]').textContent), 'not as a wrong password');
    assert.equal(page.document.querySelectorAll('[aria-invalid]').length, 0);
  });
}

test('the error event fires after the messages are shown, bubbles, and holds no value that was typed', async () => {
  await fake.set({ answer: 'refused' });
  const page = await openPage(loginForm());
  const seen = [];
  page.document.addEventListener('authrocket:error', (event) => {
    seen.push([event.cancelable, event.detail.code, event.detail.error, page.$('[role=alert]').textContent, page.state(), JSON.stringify(event.detail)]);
  });
  page.submit();
  await page.reaches('error');
  assert.equal(seen[0].slice(0, 5), [false, 'refused', 'Login failed', 'Login failed', 'error']);
  assert(!seen[0][5].includes('correct horse'), seen[0][5]);
});

test('a message of the page in its error element stays, and the library\'s message is added beside it', async () => {
  await fake.set({ answer: 'refused', times: 1 });
  const page = await openPage(`<p id=login-errors>You were logged out. </p>${loginForm()}`);
  await page.reaches('idle');
  page.submit();
  await page.reaches('error');
  assert.equal(page.$('#login-errors').textContent, 'You were logged out. Login failed');
  page.submit();
  await page.reaches('done');
  assert.equal(page.$('#login-errors').textContent, 'You were logged out. ');
});
