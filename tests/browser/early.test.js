// The inline guard, `pkg/guard.js`, without the library: which submits it holds, how it delivers them, and what a user
// reads when the library never loads. With the library: early-takeover.test.js.

import { view } from './support.js';

const GUARD = await (await fetch('/pkg/guard.js')).text();
const HASHES = await (await fetch('/pkg/integrity.json')).json();
const KEY = Symbol.for('authrocket.guard');
const TEXT = 'This page could not load its sign-in script. Please reload the page and try again.';

/** Script for `before`: the guard's deadlines pass only when the page's `pass()` is called. */
const DEADLINES = `
  window.deadlines = [];
  window.pass = () => deadlines.splice(0).forEach(({ work }) => work());
  const timer = window.setTimeout;
  window.setTimeout = (work, wait, ...rest) => (wait >= 10000 ? deadlines.push({ wait, work: () => work(...rest) }) : timer(work, wait, ...rest));`;

const form = (inside = '', attributes = 'data-authrocket=login') => `
  <form id=login ${attributes} action="/app/own-action" method=post target=sink>
    <input name=username value=ada><input name=password type=password value="correct horse">${inside}
    <button id=send name=by value=first>Log in</button><button id=other name=by value=second>Log in otherwise</button></form>`;
/** An ordinary form: once the app has it, every earlier submit would have arrived, too. Each has its own frame, or the later submit cancels the earlier. */
const AFTER = '<form id=after action="/app/after" method=post target=later><button>Go</button></form><iframe name=sink></iframe><iframe name=later></iframe>';

/** A page that begins with the guard; `guard` may be more than one script, or none. */
async function open(body, { before = DEADLINES, head = '', headers, guard = `<script>${GUARD}</script>` } = {}) {
  const html = `<!doctype html><html lang=en><meta charset=utf-8><title>page</title><script src="/browser/pages/notes.js"></script>
    <script>${before}</script>${guard}${head}<body>${body}${AFTER}</body></html>`;
  return view(await openFrame({ html, headers }));
}

const native = (page, name, css = '#login') => page.window.HTMLFormElement.prototype[name].call(page.$(css));
const attribute = (page, name, css = '#login') => page.window.Element.prototype.getAttribute.call(page.$(css), name);
const isHeld = (page, css) => [attribute(page, 'data-authrocket-state', css), attribute(page, 'aria-busy', css)];
const HELD = ['busy', 'true'];
const GIVEN_UP = ['error', null];
const take = (page, isOurs = () => true) => page.window[KEY](isOurs);

/** What the app's server got before the ordinary form arrived there. */
async function arrived(page) {
  native(page, 'submit', '#after');
  const all = await waitUntil(async () => { const log = await app.log(); return log.some(({ path }) => path === '/app/after') && log; });
  return all.map(({ path }) => path).filter((path) => path !== '/app/after');
}

// --- What is held -------------------------------------------------------------------------------------------------

const WAYS = {
  'a click': (page) => page.$('#send').click(),
  'requestSubmit': (page) => native(page, 'requestSubmit'),
  'form.submit()': (page) => page.$('#login').submit(),
  'a submit event that a script made': (page) => page.$('#login').dispatchEvent(new page.window.Event('submit', { bubbles: true, cancelable: true })),
};
for (const [way, submit] of Object.entries(WAYS)) {
  test(`${way} is held: the form is busy, and nothing goes to the app`, async () => {
    const page = await open(form());
    let seen = 0;
    page.window.addEventListener('submit', () => { seen += 1; }, true);
    page.document.addEventListener('submit', () => { seen += 1; });
    submit(page);
    assert.equal([isHeld(page), seen, page.$('[name=password]').value], [HELD, 0, 'correct horse']);
    submit(page);
    assert.equal([isHeld(page), seen, await arrived(page), page.window.errors], [HELD, 0, [], []]);
  });
}

test('a real click and a real Enter are held', async () => {
  // On the test's own page; if the guard fails, the form is sent into a frame.
  new Function(GUARD)();
  for (const act of [() => user.click('#send'), async () => { await user.click('#login [name=password]'); await user.keys('\uE007'); }]) {
    fixture(`<div>${form()}${AFTER}</div>`);
    await act();
    const login = document.querySelector('#login');
    await waitUntil(() => login.getAttribute('data-authrocket-state') === 'busy');
    assert.equal(window[KEY]((each) => each === login).map(([each, by]) => [each, by.id]), [[login, 'send']]);
    assert.equal(await app.log(), []);
  }
});

test('a form that is added later is held, too', async () => {
  const page = await open('');
  page.document.body.insertAdjacentHTML('beforeend', form());
  page.$('#send').click();
  assert.equal([isHeld(page), await arrived(page)], [HELD, []]);
});

for (const [name, attributes] of [['a form without data-authrocket', ''], ['a form of another tool', 'data-authrocket-state=idle']]) {
  test(`${name} is left alone`, async () => {
    const page = await open(form('', attributes));
    let seen = 0;
    page.document.addEventListener('submit', (event) => { seen += 1; event.preventDefault(); });
    page.$('#send').click();
    assert.equal([seen, page.window.deadlines.length, attribute(page, 'aria-busy')], [1, 0, null]);
    page.$('#login').submit();
    await waitUntil(async () => (await app.log()).some(({ path }) => path === '/app/own-action'), 'the native submit');
    assert.equal(seen, 1);
  });
}

test('errors and submits on elements that are no form are left alone', async () => {
  const page = await open(form());
  page.window.dispatchEvent(new page.window.Event('submit'));
  page.document.dispatchEvent(new page.window.Event('submit'));
  page.document.body.dispatchEvent(new page.window.Event('submit', { bubbles: true }));
  page.window.dispatchEvent(new page.window.ErrorEvent('error', { message: 'of the page' }));
  await assert.rejects(Promise.resolve().then(() => page.window.HTMLFormElement.prototype.submit.call(page.document.body)));
  assert.equal(page.window.errors, ['of the page']);
});

const MEMBERS = ['submit', 'requestSubmit', 'matches', 'hasAttribute', 'getAttribute', 'setAttribute', 'removeAttribute', 'querySelector',
  'append', 'appendChild', 'localName', 'nodeType', 'tagName', 'attributes', 'elements', 'id', 'target', 'dataset', 'ownerDocument', 'textContent'];
const OF_DOCUMENT = ['addEventListener', 'querySelector', 'getElementById', 'createElement', 'documentElement', 'forms', 'defaultView', 'body'];
test('names that shadow members of the form, the document and the window change nothing', async () => {
  const hidden = MEMBERS.map((name) => `<input type=hidden name="${name}" value=x>`).join('');
  const images = [...OF_DOCUMENT, 'setTimeout', 'Symbol', 'Map', 'matches', 'localName'].map((name) => `<img name="${name}" id="${name}">`).join('');
  for (const act of [(page) => page.$('#send').click(), (page) => native(page, 'submit'), (page) => native(page, 'requestSubmit')]) {
    await app.reset();
    const page = view(await openFrame({ html: `<!doctype html><html lang=en><title>page</title><script src="/browser/pages/notes.js"></script><script>${DEADLINES}</script>
      <script>${GUARD}</script><body>${images}<div id=place>${form(hidden)}</div>${AFTER}</body></html>` }).then((frame) => ({
      get contentWindow() { return frame.contentWindow; },
      // The page's shadowed document methods find nothing any more.
      get contentDocument() {
        const { document } = frame.contentWindow;
        return { querySelector: (css) => frame.contentWindow.Document.prototype.querySelector.call(document, css) };
      },
    })));
    act(page);
    assert.equal([isHeld(page), page.window.deadlines.length], [HELD, 1]);
    page.window.pass();
    assert.equal([isHeld(page), page.$('#login > p').textContent], [GIVEN_UP, TEXT]);
    act(page);
    await waitUntil(() => isHeld(page)[0] === 'error');
    const [login] = [page.$('#login')];
    assert.equal([take(page).length, await arrived(page), page.window.errors], [0, [], []]);
    assert(login === page.$('#place > form'));
  }
});

// --- Taking over --------------------------------------------------------------------------------------------------

test('take returns each held form once, with the newest submitter', async () => {
  const page = await open(form());
  page.$('#send').click();
  page.$('#other').click();
  const [login, other] = [page.$('#login'), page.$('#other')];
  assert.equal(take(page), [[login, other]]);
  assert.equal(take(page), []);
});

test('form.submit() has no submitter, and keeps the submitter of an earlier click', async () => {
  const page = await open(form());
  page.$('#login').submit();
  page.$('#send').click();
  page.$('#login').submit();
  assert.equal(take(page), [[page.$('#login'), page.$('#send')]]);
  const second = await open(form());
  second.$('#login').submit();
  assert.equal(take(second), [[second.$('#login'), undefined]]);
});

test('the guard leaves a taken form to the library: its submits reach the page, and its submit() is the native one', async () => {
  const page = await open(form());
  assert.equal(take(page, (each) => each === page.$('#login')), []);
  let seen = 0;
  page.document.addEventListener('submit', (event) => { seen += 1; event.preventDefault(); });
  page.$('#send').click();
  assert.equal([seen, attribute(page, 'data-authrocket-state'), page.window.deadlines.length], [1, null, 0]);
  page.$('#login').submit();
  await waitUntil(async () => (await app.log()).some(({ path }) => path === '/app/own-action'), 'the native submit');
});

test('only forms that match the predicate are taken; later predicates add to it', async () => {
  const page = await open(form() + form().replaceAll('id=', 'id=second-'));
  const [first, second] = [page.$('#login'), page.$('#second-login')];
  native(page, 'requestSubmit');
  native(page, 'requestSubmit', '#second-login');
  assert.equal(take(page, (each) => each === second).map(([each]) => each), [second]);
  assert.equal(isHeld(page), HELD);
  native(page, 'requestSubmit', '#login');
  assert.equal(await arrived(page), [], 'the first is held again');
  assert.equal(take(page, (each) => each === first).map(([each]) => each), [first]);
  let seen = 0;
  page.document.addEventListener('submit', (event) => { seen += 1; event.preventDefault(); });
  native(page, 'requestSubmit', '#login');
  native(page, 'requestSubmit', '#second-login');
  assert.equal(seen, 2);
});

test('a form that was taken in time never shows the guard\'s message', async () => {
  const page = await open(form());
  page.$('#send').click();
  take(page);
  page.window.pass();
  assert.equal([isHeld(page), page.$('#login p')], [HELD, null]);
});

// --- Giving up ----------------------------------------------------------------------------------------------------

test('after 15 seconds a message says why nothing happens; what was typed stays, and nothing goes to the app', async () => {
  const page = await open(form());
  page.$('#send').click();
  page.$('#send').click();
  assert.equal(page.window.deadlines[0].wait, 15000);
  page.window.pass();
  const place = page.$('#login > p');
  assert.equal([isHeld(page), place.textContent, place.getAttribute('role'), place.getAttribute('data-authrocket-error')], [GIVEN_UP, TEXT, 'alert', '']);
  assert.equal([page.$('[name=password]').value, await arrived(page)], ['correct horse', []]);
});

test('the deadline passes on a real timer', async () => {
  const page = await open(form(), { before: 'const timer = setTimeout; window.setTimeout = (work, wait, ...rest) => timer(work, wait / 100, ...rest);' });
  page.$('#send').click();
  await page.reaches('error', '#login');
  assert.equal(page.$('#login > p').textContent, TEXT);
});

test('after the deadline a submit is still held, and the message is shown again', async () => {
  const page = await open(form());
  native(page, 'requestSubmit');
  page.window.pass();
  for (const submit of Object.values(WAYS)) {
    page.$('#login > p').textContent = '';
    submit(page);
    await waitUntil(() => page.$('#login > p').textContent === TEXT);
    assert.equal(isHeld(page), GIVEN_UP);
  }
  assert.equal([await arrived(page), page.document.querySelectorAll('#login > p').length], [[], 1]);
});

test('a library that loads after the deadline gets its forms, but no submit to repeat', async () => {
  const page = await open(form());
  page.$('#send').click();
  page.window.pass();
  assert.equal(take(page), []);
  let seen = 0;
  page.document.addEventListener('submit', (event) => { seen += 1; event.preventDefault(); });
  page.$('#send').click();
  assert.equal(seen, 1);
});

const failing = (attributes, element = 'script') => async (page) => {
  const script = page.document.createElement(element);
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  const failed = new Promise((resolve) => script.addEventListener('error', resolve));
  page.document.body.append(script);
  await failed;
};
for (const [name, attributes] of [
  ['with data-url', { src: '/pkg/not-there.js', 'data-url': INSTANCE }],
  ['called authrocket.js', { src: '/nowhere/authrocket.js' }],
  ['called authrocket.js, with a query', { src: '/nowhere/authrocket.js?v=2' }],
  ['with a wrong hash', { src: '/pkg/authrocket.js', integrity: HASHES['fallback.js'] }],
]) {
  test(`a script ${name} that fails to load ends the waiting at once`, async () => {
    const page = await open(form() + form().replaceAll('id=', 'id=second-'));
    page.$('#send').click();
    await failing(attributes)(page);
    assert.equal([isHeld(page), page.$('#login > p').textContent], [GIVEN_UP, TEXT]);
    page.$('#second-send').click();
    await waitUntil(() => page.$('#second-login > p'));
    assert.equal([isHeld(page, '#second-login'), page.$('#second-login > p').textContent], [GIVEN_UP, TEXT]);
    assert.equal([page.window.deadlines.length <= 1, await arrived(page)], [true, []]);
  });
}

test('a submit after the script has failed gets the message at once', async () => {
  const page = await open(form());
  await failing({ src: '/nowhere/authrocket.js' })(page);
  assert.equal(attribute(page, 'data-authrocket-state'), null);
  page.$('#send').click();
  await waitUntil(() => page.$('#login > p'));
  assert.equal([isHeld(page), page.$('#login > p').textContent, take(page)], [GIVEN_UP, TEXT, []]);
});

test('other resources that fail to load do not end the waiting', async () => {
  const page = await open(form());
  page.$('#send').click();
  for (const [element, attributes] of [['script', { src: '/nowhere/other.js' }], ['img', { src: '/nowhere/x.png', 'data-url': '/y' }], ['img', { src: '/nowhere/authrocket.js' }]]) {
    await failing(attributes, element)(page);
  }
  page.window.eval("setTimeout(() => { throw new Error('of the page'); })");
  await waitUntil(() => page.window.errors.length === 1);
  assert.equal([isHeld(page), page.$('#login p')], [HELD, null]);
});

// --- The message: place and text ----------------------------------------------------------------------------------

const alert = '<p role=alert data-authrocket-error></p>';
for (const [name, body, css] of [
  ['the form\'s own place', form(alert.replace('role=alert', 'id=own')), '#own'],
  ['the form\'s own place, written ="true"', form('<p id=own data-authrocket-error=true></p>'), '#own'],
  ['its own place, not that of a field', form('<p data-authrocket-error=password></p><p id=own data-authrocket-error></p>'), '#own'],
  ['its own place rather than #login-errors', `<div id=login-errors></div>${form(alert.replace('role=alert', 'id=own'))}`, '#own'],
  ['#login-errors', `<div id=login-errors></div><div id=signup-errors></div>${form()}`, '#login-errors'],
  ['#signup-errors', `<div id=login-errors></div><div id=signup-errors></div>${form('', 'data-authrocket=signup')}`, '#signup-errors'],
  ['a new place, for another kind of form', `<div id=login-errors></div>${form('', 'data-authrocket=verify-email')}`, '#login > [role=alert]'],
  ['a new place, for an unknown kind', form('', 'data-authrocket="a [b"'), '#login > [role=alert]'],
]) {
  test(`the message is shown in ${name}`, async () => {
    const page = await open(body);
    page.$('#send').click();
    page.window.pass();
    const said = [...page.document.querySelectorAll('p, div')].filter(({ textContent }) => textContent === TEXT);
    assert.equal(said, [page.$(css)]);
  });
}

test('the page can replace the message, and markup in it stays text', async () => {
  const page = await open(form('', 'data-authrocket=login data-authrocket-text-script-missing="<b>Neu laden</b>"'));
  page.$('#send').click();
  page.window.pass();
  assert.equal([page.$('#login > p').textContent, page.$('#login b')], ['<b>Neu laden</b>', null]);
});

// --- The file -----------------------------------------------------------------------------------------------------

test('the file can be pasted as it is', async () => {
  assert.equal(/[^ -~]|<\/|<!--/.test(GUARD), false, 'only ASCII on one line, and nothing that ends a script');
});

const policy = (source) => ({
  'content-security-policy': `default-src 'none'; script-src 'self' ${source}; frame-src 'self'; form-action 'self'; base-uri 'none'; `
    + "require-trusted-types-for 'script'; trusted-types 'none'",
});
test('the hash in integrity.json allows the guard inline, and the guard violates no strict policy', async () => {
  // The policy blocks the page's other inline script, so the timers are the browser's.
  const headers = policy(HASHES['guard.js#csp']);
  const waits = await open(form(), { headers });
  waits.$('#send').click();
  assert.equal(isHeld(waits), HELD);
  const page = await open(form(), { headers, head: '<script src="/nowhere/authrocket.js"></script>' });
  page.$('#send').click();
  await waitUntil(() => page.$('#login > p'));
  assert.equal([isHeld(page), page.$('#login > p').textContent, await arrived(page)], [GIVEN_UP, TEXT, []]);
  assert.equal(page.window.violations.filter((text) => !/^script-src(-elem)? inline$/.test(text)), []);
});

test('another hash does not allow the guard', async () => {
  const page = await open(form(), { headers: policy(`'sha256-${'A'.repeat(43)}='`) });
  assert.equal(page.window[KEY], undefined);
});

test('a second guard on a page does nothing', async () => {
  const page = await open(form(), { guard: `<script>${GUARD}</script><script>window.first = [window[Symbol.for('authrocket.guard')], HTMLFormElement.prototype.submit];</script><script>${GUARD}</script>` });
  assert.equal([page.window[KEY] === page.window.first[0], page.window.HTMLFormElement.prototype.submit === page.window.first[1]], [true, true]);
  page.$('#send').click();
  page.$('#login').submit();
  assert.equal([take(page).length, page.window.errors], [1, []]);
});

test('the guard defines nothing but its symbol', async () => {
  const page = await open(form(), { before: 'window.names = Object.getOwnPropertyNames(window);' });
  const more = page.window.Object.getOwnPropertyNames(page.window).filter((name) => !page.window.names.includes(name) && !/^(login|after|send|other|sink|later|\d+)$/.test(name));
  const lexical = page.window.eval("['key', 'takers', 'held', 'forms', 'hold', 'wait'].filter((name) => { try { return eval(`typeof ${name}`) !== 'undefined'; } catch { return true; } })");
  assert.equal([more, lexical, typeof page.window[KEY]], [['names'], [], 'function']);
});
