// Promise 1 on other people's pages: forms that are sent by script, other libraries that send forms, a document that is
// rewritten, and a page that defines `AuthRocket` as something else.

import { codeForm, events, loginForm, openPage, posts, sent, waitSent } from './support.js';

const script = (path) => fetch(`/node_modules/${path}`).then(async (answer) => `${await answer.text()}\n`);
const JQUERY = await script('jquery/dist/jquery.min.js');
const VALIDATION = await script('jquery-validation/dist/jquery.validate.min.js');
const RAILS_UJS = await script('@rails/ujs/app/assets/javascripts/rails-ujs.js');
const HOSTILE = `<script>window.leaks = [];
  const leak = (form) => { const wire = new XMLHttpRequest(); wire.open('POST', '/app/leak'); wire.send(new URLSearchParams(new FormData(form))); };</script>`;

const ada = { username: 'ada', password: 'correct horse' };
/** The app's server got nothing that was typed, and no request for the form's own action. */
async function nothingLeft() {
  const log = await app.log();
  assert(!/correct|horse/.test(JSON.stringify(log)), `the app got ${JSON.stringify(log)}`);
  assert.equal(log.filter(({ path }) => path === '/app/own-action'), []);
}
async function logsIn(page) {
  await page.reaches('done');
  assert.equal(await sent(), [ada]);
  await nothingLeft();
}

// --- Forms that are sent by script --------------------------------------------------------------------------------

test('form.submit() of the page is a login', async () => {
  const page = await openPage(loginForm());
  await page.reaches('idle');
  page.$('form').submit();
  await logsIn(page);
});

test('form.submit() before the engine runs is held, and sent', async () => {
  const page = await openPage(`${loginForm()}<script>document.forms[0].submit()</script>`);
  await logsIn(page);
});

test('HTMLFormElement.prototype.submit is a login, too, also for a form with an input named submit', async () => {
  const page = await openPage(loginForm({ more: '<input type=hidden name=submit value=x>' }));
  await page.reaches('idle');
  page.window.HTMLFormElement.prototype.submit.call(page.$('form'));
  await logsIn(page);
});

test("a captcha's callback that sends the form logs in", async () => {
  const page = await openPage(loginForm().replace('<button>', `<button type=button onclick="setTimeout(whenHuman)">`), {
    after: 'function whenHuman() { document.forms[0].submit(); }',
  });
  page.$('button').click();
  await logsIn(page);
});

test('jQuery: trigger and submit() log in', async () => {
  for (const send of [(form) => form.trigger('submit'), (form) => form.submit()]) {
    await fake.reset();
    const page = await openPage(loginForm(), { before: JQUERY });
    await page.reaches('idle');
    send(page.window.jQuery('form'));
    await logsIn(page);
  }
});

test('jQuery Validation: its submitHandler that sends the form logs in, once', async () => {
  const page = await openPage(loginForm(), {
    before: JQUERY + VALIDATION,
    after: `jQuery(() => jQuery('form').validate({ submitHandler: (form) => form.submit() }));`,
  });
  await page.reaches('idle');
  page.$('button').click();
  await logsIn(page);
});

test('jQuery Validation: what it refuses is not sent', async () => {
  const page = await openPage(loginForm(), {
    before: JQUERY + VALIDATION,
    after: `jQuery(() => jQuery('form').validate({ rules: { password: { minlength: 20 } } }));`,
  });
  await page.reaches('idle');
  page.$('button').click();
  await waitUntil(() => page.$('label.error') && page.state() === 'idle');
  assert.match(page.$('label.error').textContent, /20/);
  assert.equal([page.state(), page.$('button').disabled, await sent()], ['idle', false, []]);
  page.fill({ password: 'correct horse battery staple' });
  page.$('button').click();
  await page.reaches('done');
  await nothingLeft();
});

test('a form without the attribute is sent by form.submit() as usual', async () => {
  const page = await openPage(`<form action="/app/search" method=post><input name=q value=x></form>${loginForm()}`);
  page.$('form').submit();
  await waitUntil(async () => (await app.log()).some(({ path, body }) => path === '/app/search' && body === 'q=x'));
});

test('npm client: form.submit() of an attached form is a login; of a detached form it is not', async () => {
  const page = await openPage(`${loginForm().replace('data-authrocket=login', '')}<script type=module>
    import { createClient } from '/pkg/module.js';
    window.client = createClient({ url: '${INSTANCE}' });
    window.attached = client.attach(document.forms[0], { kind: 'login' });</script>`, { url: null });
  await waitUntil(() => page.window.attached);
  page.$('form').submit();
  await logsIn(page);
  page.window.attached.detach();
  page.$('form').submit();
  await waitUntil(async () => (await app.log()).some(({ path }) => path === '/app/own-action'));
});

// --- Libraries that listen to every form --------------------------------------------------------------------------

for (const capture of [false, true]) {
  test(`a listener of the document that sends all forms gets no password: ${capture ? 'capturing' : 'bubbling'}`, async () => {
    const page = await openPage(HOSTILE + loginForm({ more: '<input type=hidden name=code value=246810>' }), {
      after: `document.addEventListener('submit', (event) => { event.preventDefault = () => {}; leak(event.target); }, ${capture});`,
    });
    await page.reaches('idle');
    page.$('button').click();
    await page.reaches('done');
    const [leaked] = await waitUntil(async () => {
      const all = (await app.log()).filter(({ path }) => path === '/app/leak');
      return all.length && all;
    });
    assert(!/correct|horse|246810/.test(leaked.body), leaked.body);
    await nothingLeft();
    assert.equal(page.$('[name=password]').disabled, false);
  });
}

test('a listener that leaves cancelled events alone sends nothing', async () => {
  const page = await openPage(HOSTILE + loginForm(), {
    after: `for (const at of [document, document.forms[0]]) at?.addEventListener('submit', (event) => event.defaultPrevented || leak(event.target));
      addEventListener('DOMContentLoaded', () => document.forms[0].addEventListener('submit', (event) => event.defaultPrevented || leak(event.target)));`,
  });
  await page.reaches('idle');
  page.$('button').click();
  await logsIn(page);
  assert.equal(await app.log(), []);
});

test('rails-ujs: a remote form is not sent to the app with its password', async () => {
  const page = await openPage(loginForm({ attributes: 'data-authrocket-deliver=event data-remote=true' }), { before: RAILS_UJS, after: 'Rails.start?.()' });
  await page.reaches('idle');
  page.$('button').click();
  await waitUntil(() => ['done', 'idle'].includes(page.state()));
  assert(!/correct|horse/.test(JSON.stringify(await app.log())), JSON.stringify(await app.log()));
});

test('a password field keeps the focus and its text', async () => {
  const page = await openPage(loginForm(), { after: `document.addEventListener('submit', () => document.body.offsetWidth);` });
  await page.reaches('idle');
  await fake.set({ answer: 'refused' });
  page.$('[name=password]').focus();
  page.submit();
  await page.reaches('error');
  assert.equal([page.focused, page.$('[name=password]').value], [page.$('[name=password]'), 'correct horse']);
});

// --- A document that is rewritten ---------------------------------------------------------------------------------

for (const closes of [true, false]) {
  test(`forms of a document that was rewritten log in${closes ? '' : ', also one that is never closed'}`, async () => {
    const page = await openPage('<p>the first</p>');
    const { document } = page;
    document.open();
    document.write(`<!doctype html><title>rewritten</title><body>${loginForm()}`);
    if (closes) document.close();
    // The guard listens to the new document once the observer has reported the rewrite.
    await new Promise((done) => page.window.setTimeout(done));
    page.$('button').click();
    await logsIn(page);
  });
}

test('links of a document that was rewritten still lead to the instance', async () => {
  const page = await openPage('<p>the first</p>');
  page.document.open();
  page.document.write('<!doctype html><body><a data-authrocket-hosted=login>Log in</a>');
  page.document.close();
  await waitUntil(() => page.$('a').href === `${INSTANCE}/login`);
});

// --- A page that defines AuthRocket -------------------------------------------------------------------------------

test('settings that the page defines before the script are used', async () => {
  const page = await openPage(loginForm(), {
    before: `window.AuthRocket = { messages: { refused: 'No', server: 'Nobody is well' }, locale: 'de', signupHandler: 'mine' };`,
  });
  await fake.set({ answer: 'html-500' });
  page.submit();
  await page.reaches('error');
  assert.equal(page.$('form [role=alert]').textContent, 'Nobody is well');
  const { AuthRocket } = page.window;
  assert.equal([typeof AuthRocket.authenticate, AuthRocket.locale, AuthRocket.signupHandler], ['function', 'de', 'mine']);
  await nothingLeft();
});

const OTHERS = {
  'an element with that id': `<div id=AuthRocket></div>`,
  'a form with that id, with a field called messages': `<form id=AuthRocket><input name=messages></form>`,
  'a frame of another origin': `<iframe name=AuthRocket src="${ELSEWHERE}/browser/pages/plain.html"></iframe>`,
  'a function': `<script>window.AuthRocket = function () {}</script>`,
  'something that cannot be changed': `<script>Object.defineProperty(window, 'AuthRocket', { value: Object.freeze({ messages: 1 }) })</script>`,
};
for (const [what, html] of Object.entries(OTHERS)) {
  test(`forms log in where AuthRocket is ${what}`, async () => {
    const address = await makePage({
      html: `<!doctype html><html lang=en><title>page</title><body>${html}<script>window.loaded = 1</script>
        <script src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>${loginForm()}`,
    });
    const frame = await openFrame(address);
    const form = () => frame.contentDocument.querySelector('#login');
    await waitUntil(() => form().getAttribute('data-authrocket-state') === 'idle');
    form().querySelector('button').click();
    await waitUntil(() => form().getAttribute('data-authrocket-state') === 'done');
    assert.equal(await sent(), [ada]);
    await nothingLeft();
  });
}

test('a second tag gives the same AuthRocket', async () => {
  const page = await openPage(`${loginForm()}<script>window.first = AuthRocket</script><script src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>`);
  await page.reaches('idle');
  assert(page.window.first === page.window.AuthRocket);
  page.submit();
  await logsIn(page);
  assert.equal((await posts()).length, 1);
});

// --- Submit handlers of the page ----------------------------------------------------------------------------------

const REFUSALS = {
  'an attribute': (form) => [form.replace('<form ', '<form onsubmit="return false" '), ''],
  'a listener of the form': (form) => [form, `document.forms[0].addEventListener('submit', (event) => event.preventDefault());`],
  'a listener of the document': (form) => [form, `document.addEventListener('submit', (event) => event.preventDefault());`],
  'a capturing listener of the document': (form) => [form, `document.addEventListener('submit', (event) => event.preventDefault(), true);`],
  'jQuery, delegated': (form) => [form, `jQuery(document).on('submit', 'form', () => false);`],
};
for (const [what, make] of Object.entries(REFUSALS)) {
  test(`a submit that the page refuses is not sent: ${what}`, async () => {
    const [form, after] = make(loginForm());
    const page = await openPage(form + codeForm, { before: JQUERY, after: `addEventListener('DOMContentLoaded', () => { ${after} });` });
    const seen = events(page);
    await page.reaches('idle');
    page.$('button').click();
    page.submit();
    await page.reaches('idle');
    assert.equal([page.state(), page.$('form').getAttribute('aria-busy'), page.$('button').disabled, seen], ['idle', null, false, []]);
    assert.equal([await sent(), await app.log()], [[], []]);
  });
}

test('a handler that throws, or returns something else, refuses nothing', async () => {
  const page = await openPage(loginForm().replace('<form ', '<form onsubmit="throw new Error(1)" '));
  page.window.addEventListener('error', (event) => event.preventDefault());
  await page.reaches('idle');
  page.$('button').click();
  await logsIn(page);
});

test('the handlers run once per submit, with the button that was pressed, and can read the fields', async () => {
  const page = await openPage(loginForm().replace('<button>', '<button name=go value=now>'), {
    after: `window.heard = [];
      addEventListener('DOMContentLoaded', () => document.forms[0].addEventListener('submit', (event) =>
        heard.push([event.submitter?.value, event.target.elements.password.value, event.cancelable, new FormData(event.target).get('password')])));`,
  });
  await page.reaches('idle');
  page.$('button').click();
  await page.reaches('done');
  assert.equal(page.window.heard, [['now', 'correct horse', true, 'correct horse']]);
});

test('a page can refuse a form that was held while the page was loading', async () => {
  const page = await openPage(`${loginForm()}<script>document.forms[0].requestSubmit();
    window.early = document.forms[0].getAttribute('data-authrocket-state');
    document.forms[0].addEventListener('submit', (event) => event.preventDefault());</script>`);
  assert.equal(page.window.early, 'busy');
  await page.reaches('idle');
  assert.equal([page.$('form').getAttribute('aria-busy'), await sent(), await app.log()], [null, [], []]);
});

// --- Buttons that lead elsewhere ----------------------------------------------------------------------------------

test('a button with formmethod=dialog closes the dialog, and sends nothing', async () => {
  const page = await openPage(`<dialog>${loginForm({ more: '<button id=cancel formmethod=dialog formnovalidate value=cancel>Cancel</button>' })}</dialog>`, {
    after: `addEventListener('DOMContentLoaded', () => document.querySelector('dialog').showModal());`,
  });
  await page.reaches('idle');
  page.$('#cancel').click();
  const dialog = page.$('dialog');
  await waitUntil(() => !dialog.open);
  assert.equal([dialog.returnValue, page.state(), await sent(), await app.log()], ['cancel', 'idle', [], []]);
  await waitUntil(() => !page.$('[name=password]').disabled);
});

test('a button with a formaction navigates there, without what was typed', async () => {
  const page = await openPage(loginForm({ more: '<button id=other name=by value=button formaction="/app/elsewhere">Other</button>' }));
  await page.reaches('idle');
  page.$('#other').click();
  const [request] = await waitUntil(async () => {
    const all = await app.log();
    return all.length && all;
  });
  assert.equal([request.method, request.path, request.body, await sent()], ['POST', '/app/elsewhere', 'by=button', []]);
});

test('a formaction on the instance gets the user name, and no password', async () => {
  const page = await openPage(loginForm({ more: `<button id=other formaction="${INSTANCE}/forgot">Forgot</button>` }));
  await page.reaches('idle');
  page.$('#other').click();
  await waitSent(1);
  assert.equal(await sent(), [{ username: 'ada' }]);
});

test('the name and value of the button that was pressed go to the app with the token', async () => {
  const page = await openPage(loginForm({
    attributes: 'data-authrocket-deliver=post data-authrocket-to=/app/session',
    more: '<button name=plan value=big id=big>Big</button><button name=plan value=small>Small</button>',
  }));
  await page.reaches('idle');
  page.$('#big').click();
  const [post] = await waitUntil(async () => {
    const all = await app.log();
    return all.length && all;
  });
  assert.match(post.body, /^plan=big&token=eyJ[\w.-]+$/);
});
