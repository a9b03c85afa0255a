// Markup: which forms are attached, what is sent, and the states of a form (contract §4).

import { COUNT, HOOK, SIGNALS, events, fixtureView, loginForm, openPage, sent, view, waitSent } from './support.js';

// Real keys and clicks work on the top page only, so the test's own page loads the script, too.
let ownScript;
const withScript = () => (ownScript ||= new Promise((resolve, reject) => {
  const script = Object.assign(document.createElement('script'), { src: '/pkg/authrocket.js', onload: resolve, onerror: reject });
  script.setAttribute('data-url', INSTANCE);
  document.head.append(script);
}));

test('a login form goes from idle through busy to done, and can be used again', async () => {
  await fake.set({ answer: 'hang' });
  const page = await openPage(loginForm());
  await page.reaches('idle');
  const form = page.$('form');
  assert.equal([form.getAttribute('aria-busy'), page.$('button').disabled], [null, false]);
  page.submit();
  await waitSent(1);
  assert.equal([page.state(), form.getAttribute('aria-busy'), page.$('button').disabled], ['busy', 'true', true]);
  await fake.release();
  await page.reaches('done');
  await waitUntil(() => !page.$('button').disabled);
  assert.equal(form.getAttribute('aria-busy'), null);
  assert.equal(await sent(), [{ username: 'ada', password: 'correct horse' }]);
});

test('a failed login goes to error, what was typed stays, and the next try works', async () => {
  await fake.set({ answer: 'hang-refused', times: 1 });
  const page = await openPage(loginForm());
  page.submit();
  await waitSent(1);
  await fake.release();
  await page.reaches('error');
  assert.equal([page.$('form').getAttribute('aria-busy'), page.$('button').disabled], [null, false]);
  assert.equal([page.$('[name=username]').value, page.$('[name=password]').value], ['ada', 'correct horse']);
  page.submit();
  await page.reaches('done');
});

test('only enabled buttons are locked, wherever they stand', async () => {
  await fake.set({ answer: 'hang-refused' });
  const more = '<input type=submit id=second value=Also><button id=off disabled>Off</button><button type=button id=eye>Show</button>';
  const page = await openPage(`${loginForm({ more })}<button form=login id=outside>Outside</button>`);
  await page.reaches('idle');
  const off = () => ['#second', '#off', '#eye', '#outside'].map((css) => page.$(css).disabled);
  page.submit();
  await waitSent(1);
  assert.equal(off(), [true, true, false, true]);
  await fake.release();
  await page.reaches('error');
  assert.equal(off(), [false, true, false, false]);
});

test('fields are matched by API name, sample style or data-authrocket-field; other fields are not sent', async () => {
  const page = await openPage(`<form data-authrocket=signup data-authrocket-deliver=event action="/app/own-action" method=post>
    <input type=hidden name=authenticity_token value=csrf><input type=hidden name=utf8 value=yes>
    <input name="signup[username]" value=ada><input name=email value=a@b.test><input name="signup[newsletter]" value=1>
    <input type=password data-authrocket-field=password value="a password">
    <input type=password name=again data-authrocket-field=password_confirmation value="a password">
    <input name=org_name value=""><select name=plan><option>big</select><textarea name=notes>x</textarea>
    <button name=commit value=signup>Sign up</button></form>`);
  page.submit();
  await page.reaches('done');
  assert.equal(await sent(), [{ username: 'ada', email: 'a@b.test', password: 'a password', password_confirmation: 'a password', org_name: '' }]);
});

test('a name that only resembles a field is not matched', async () => {
  const odd = ['login[csrf]', 'login[email', 'email]', 'x[y][email]', '[email', 'emails', 'EMAIL', ' email', ''];
  const page = await openPage(loginForm({ more: odd.map((name) => `<input type=hidden name="${name}" value=no>`).join('') }));
  page.submit();
  await page.reaches('done');
  assert.equal(await sent(), [{ username: 'ada', password: 'correct horse' }]);
});

test('attributes that help password managers stay as they are', async () => {
  const page = await openPage(loginForm());
  const inputs = () => [...page.document.querySelectorAll('input')].map((input) => input.outerHTML);
  const before = inputs();
  await page.reaches('idle');
  page.submit();
  await page.reaches('done');
  assert.equal(inputs(), before);
});

test('the browser\'s validation comes first: nothing is sent while a field is not valid', async () => {
  for (const field of ['<input name=email type=email value=nobody>', '<input name=email required>', '<input name=terms type=checkbox required>']) {
    const page = await openPage(loginForm({ more: field }));
    await page.reaches('idle');
    const seen = events(page);
    page.submit();
    assert.equal([page.state(), seen], ['idle', []], field);
  }
  assert.equal(await sent(), []);
});

test('a password that is too short for minlength is not sent', async () => {
  await withScript();
  const page = fixtureView(`<form data-authrocket=login data-authrocket-deliver=event><input name=username value=ada>
    <input id=password name=password type=password minlength=8><button id=go>Go</button></form>`);
  await page.reaches('idle');
  await user.fill('#password', 'short');
  await user.click('#go');
  assert.equal([page.state(), page.$('#password').validity.tooShort], ['idle', true]);
  await user.fill('#password', 'long enough');
  await user.click('#go');
  await page.reaches('done');
  assert.equal((await sent()).map(({ password }) => password), ['long enough']);
});

test('a double click sends once', async () => {
  await withScript();
  await fake.set({ answer: 'hang' });
  const page = fixtureView(loginForm({ more: '<input type=submit id=go value=Go>' }));
  await page.reaches('idle');
  await user.click('#go');
  await user.click('#go');
  await waitSent(1);
  await user.click('#go');
  await fake.release();
  await page.reaches('done');
  assert.equal((await sent()).length, 1);
});

test('a form works with keys alone: type, tab, enter', async () => {
  await withScript();
  const page = fixtureView(`<form data-authrocket=login data-authrocket-deliver=event><input id=name name=username>
    <input name=password type=password><button>Go</button></form>`);
  await page.reaches('idle');
  await user.fill('#name', 'grace');
  await user.keys(`${KEY.tab}p w d${KEY.enter}`);
  await page.reaches('done');
  assert.equal(await sent(), [{ username: 'grace', password: 'p w d' }]);
});

test('the focus goes back to the button that was locked', async () => {
  await withScript();
  await fake.set({ answer: 'refused' });
  const page = fixtureView(loginForm({ more: '<input type=submit id=go value=Go>' }));
  await page.reaches('idle');
  await user.click('#go');
  await page.reaches('error');
  // WebKit does not focus a button on click.
  assert(['go', ''].includes(page.focused.id), page.focused.outerHTML);
  page.$('#go').focus();
  page.submit();
  await waitSent(2);
  await page.reaches('error');
  assert.equal(page.focused.id, 'go');
});

test('a second submit replaces the first, and the first one\'s late answer is ignored', async () => {
  const page = await openPage(loginForm(), { before: SIGNALS });
  const seen = events(page);
  await page.reaches('idle');
  page.fill({ username: 'fake-hang-refused' });
  page.submit();
  await waitSent(1);
  page.fill({ username: 'grace' });
  page.submit();
  await page.reaches('done');
  assert.equal(page.window.signals.map((signal) => signal.aborted), [true, false], 'the first call is stopped');
  await fake.release();
  page.fill({ username: 'fake-refused' });
  page.submit();
  await page.reaches('error');
  assert.equal(seen.map(({ type }) => type), ['submit', 'submit', 'token', 'done', 'submit', 'error']);
  assert.equal((await sent()).map(({ username }) => username), ['fake-hang-refused', 'grace', 'fake-refused']);
});

test('forms added later are attached, deep in the tree or by getting the attribute', async () => {
  const page = await openPage('<form id=plain><input name=username value=ada><input name=password value=x></form>');
  page.document.body.insertAdjacentHTML('beforeend', `<main><section>${loginForm()}</section></main>`);
  await page.reaches('idle', '#login');
  page.submit('#login');
  await page.reaches('done', '#login');
  page.$('#plain').setAttribute('data-authrocket-deliver', 'event');
  page.$('#plain').setAttribute('data-authrocket', 'login');
  await page.reaches('idle', '#plain');
  page.submit('#plain');
  await page.reaches('done', '#plain');
  assert.equal((await sent()).length, 2);
});

test('a form that is still loading uses its own error elements once they arrive, and gets no added ones', async () => {
  const frame = await openFrame({ html: '<!doctype html><title>page</title>' });
  const page = view(frame);
  page.document.open();
  page.document.write(`<!doctype html><html lang=en><script src="/pkg/authrocket.js" data-url="${INSTANCE}"></script><body>
    <form id=first data-authrocket=login></form><form id=coming data-authrocket=forgot-password><input name=email value=a@b.test>`);
  await page.reaches('idle', '#first');
  assert.equal(page.$('#coming').hasAttribute('data-authrocket-state'), false);
  page.document.write('<p id=error data-authrocket-error></p><p id=done data-authrocket-done></p><button>Go</button></form>');
  page.document.close();
  await page.reaches('idle', '#coming');
  page.submit('#coming');
  await page.reaches('done', '#coming');
  assert.equal([page.document.querySelectorAll('#coming p').length, page.$('#done').textContent.length > 3, page.$('#error').getAttribute('role')], [2, true, 'alert']);
});

function add(page) {
  page.document.body.insertAdjacentHTML('beforeend', loginForm());
  return '#login';
}

test('a removed form is detached: no listener, state or mark stays', async () => {
  const page = await openPage('', { before: COUNT });
  await page.reaches('idle', add(page));
  await waitUntil(() => page.document[Symbol.for('authrocket.comforts')], 'the comforts, which listen once for the page');
  await waitUntil(() => page.window.listeners().securitypolicyviolation, 'what tells developers, too');
  page.$('form').remove();
  const before = page.window.listeners();
  assert(before.submit > 0, 'the count works');
  await page.reaches('idle', add(page));
  const form = page.$('form');
  page.submit();
  await page.reaches('done');
  form.remove();
  await waitUntil(() => !form.hasAttribute('data-authrocket-state'));
  assert.equal(page.window.listeners(), before);
  const untouched = new DOMParser().parseFromString(loginForm(), 'text/html').querySelector('form').outerHTML;
  assert.equal(form.outerHTML, untouched);
});

test('a form that is removed while busy is unlocked, and its late answer is ignored', async () => {
  await fake.set({ answer: 'hang-refused', times: 1 });
  const page = await openPage(loginForm(), { before: SIGNALS });
  const seen = events(page);
  const form = page.$('form');
  page.submit();
  await waitSent(1);
  form.remove();
  await waitUntil(() => !form.hasAttribute('data-authrocket-state'));
  assert.equal(page.window.signals[0].aborted, true);
  await fake.release();
  page.document.body.append(form);
  await page.reaches('idle');
  page.submit();
  await page.reaches('done');
  assert.equal(seen.map(({ type }) => type), ['submit', 'submit', 'token', 'done']);
});

test('a form that moves within the page stays attached once', async () => {
  const page = await openPage(`${loginForm()}<div id=there></div>`);
  await page.reaches('idle');
  page.$('#there').append(page.$('form'));
  await page.reaches('idle');
  page.submit();
  await page.reaches('done');
  assert.equal((await sent()).length, 1);
});

test('attaching and detaching many forms leaves no listener and does not fill the memory', async () => {
  const page = await openPage('', { before: `${COUNT}${HOOK}` });
  const round = async (count) => {
    const html = `<div>${`<form data-authrocket=login></form>`.repeat(count)}</div>`;
    page.document.body.innerHTML = html;
    await waitUntil(() => page.document.querySelectorAll('form[data-authrocket-state=idle]').length === count);
    page.document.body.innerHTML = '';
  };
  await round(100);
  await waitUntil(() => page.window.listeners().pagehide && page.window.listeners().securitypolicyviolation, 'the comforts to be there');
  await round(100);
  const size = page.window.memories[0].buffer.byteLength;
  const before = page.window.listeners();
  for (let time = 0; time < 20; time++) await round(100);
  assert.equal([page.window.memories[0].buffer.byteLength, page.window.listeners()], [size, before]);
});

test('a form of an unknown kind is not sent anywhere and shows an error', async () => {
  const page = await openPage('<form data-authrocket=lgoin action="/app/own-action" method=post><input name=password value=x><button>Go</button></form>');
  page.submit();
  await page.reaches('error');
  await waitUntil(() => /lgoin/.test(page.window.said.join('\n')), 'the hint');
  assert.equal([await sent(), await app.log(), page.$('button').disabled], [[], [], false]);
});

test('a form whose controls have names of form members works', async () => {
  const names = ['submit', 'reset', 'action', 'method', 'target', 'id', 'name', 'title', 'hidden'];
  const more = names.map((name) => `<input type=hidden name=${name} value=x>`).join('');
  const page = await openPage(loginForm({ more }));
  page.submit();
  await page.reaches('done');
  assert.equal(await sent(), [{ username: 'ada', password: 'correct horse' }]);
});
