// A detached form keeps nothing of the library: no listener, no mark, no text, no memory; and a page stores nothing at all.
// Forms that the script tag watches are in forms.test.js.

import { COUNT, GATE, HOOK, codeForm, events, kept, sent, view, waitSent } from './support.js';

/** A page that has only the module. */
async function open(html = '', before = '') {
  const page = view(await openFrame({ html: `<!doctype html><html lang=en><meta charset=utf-8><title>page</title><script src="/browser/pages/notes.js"></script>
    <script>${before}</script><body>${html}<script type=module src="/browser/pages/client.js"></script></body></html>` }));
  await waitUntil(() => page.window.createClient);
  page.client = page.window.createClient({ url: INSTANCE });
  page.seen = events(page);
  return page;
}
const attach = async (page, css = 'form', options) => {
  const attached = page.client.attach(page.$(css), options);
  await waitUntil(() => page.$(css).hasAttribute('data-authrocket-state'), `${css} to be attached`);
  return attached;
};
const free = (page, css = 'form') => waitUntil(() => !page.$(css).hasAttribute('data-authrocket-state'), `${css} to be let go`);
/** The enhancements and the developer hints stay with the page, so their listeners are counted first. */
const comforted = (page) => waitUntil(() => page.window.listeners().focusin && page.window.listeners().securitypolicyviolation, 'the comforts to listen');

const FIELDS = {
  login: '<input name=username value=ada><input name=password type=password value=x>',
  signup: '<input name=email value=a@b.test><input name=password type=password value=x>',
  code: '<input name=code value=1>',
  logout: '<input type=hidden name=token value=t>',
  'forgot-password': '<input name=email value=a@b.test>',
  'reset-password': '<input type=hidden name=token value=t><input name=password type=password value=x>',
  'verify-email': '<input type=hidden name=token value=t>',
};
const form = (kind, inside = '') => `<form data-authrocket="${kind}" data-authrocket-deliver="event">${FIELDS[kind]}${inside}<button>Go</button></form>`;

for (const kind of Object.keys(FIELDS)) {
  test(`a detached ${kind} form is as it was: attached only, after a failure, and after a success`, async () => {
    const page = await open(form(kind), COUNT);
    await (await attach(page)).detach();
    await comforted(page);
    await free(page);
    const before = page.window.listeners();
    const untouched = page.$('form').outerHTML;
    assert.equal(untouched, new DOMParser().parseFromString(form(kind), 'text/html').querySelector('form').outerHTML);
    for (const [answer, state] of [['refused-fields', 'error'], ['html-500', 'error'], ['ok', 'done']]) {
      await fake.set({ answer });
      const attached = await attach(page);
      page.submit();
      await page.reaches(kind === 'code' ? 'error' : state);
      await waitUntil(() => !page.$('button').disabled);
      attached.detach();
      await free(page);
      assert.equal([page.$('form').outerHTML, page.window.listeners()], [untouched, before], answer);
    }
  });
}

test('a detached form that failed a local rule is as it was', async () => {
  const page = await open('<form data-authrocket="login"><input name="username" aria-describedby="hint"><input name="password"><button>Go</button></form>');
  const untouched = page.$('form').outerHTML;
  const attached = await attach(page);
  page.submit();
  await page.reaches('error');
  assert.equal(page.$('[name=username]').getAttribute('aria-invalid'), 'true');
  attached.detach();
  await free(page);
  assert.equal(page.$('form').outerHTML, untouched);
});

test('the page\'s own message elements are emptied or hidden again, and lose the library\'s mark', async () => {
  for (const [place, inside] of [['<p data-authrocket-done=""></p>', ''], ['<p data-authrocket-done="" hidden="">Look!</p>', 'Look!']]) {
    const page = await open(form('forgot-password', place));
    const attached = await attach(page);
    page.submit();
    await page.reaches('done');
    attached.detach();
    await free(page);
    const done = page.$('[data-authrocket-done]');
    assert.equal([done.textContent, done.hidden, done.getAttribute('data-authrocket-done')], [inside, inside !== '', '']);
    await attach(page);
    page.submit();
    await page.reaches('done');
    assert.equal([done.hidden, done.textContent.length > 3, page.document.querySelectorAll('[data-authrocket-done]').length], [false, true, 1]);
  }
});

test('a form detached while its call is under way is usable at once, and its late answer is ignored', async () => {
  await fake.set({ answer: 'hang' });
  const page = await open(form('reset-password'));
  const untouched = page.$('form').outerHTML;
  const attached = await attach(page);
  page.submit();
  await waitSent(1);
  attached.detach();
  await free(page);
  await fake.release();
  await fake.set({ answer: 'ok' });
  await page.client.verifyEmail({ token: 't' });
  assert.equal([page.$('form').outerHTML, page.seen.map(({ type }) => type)], [untouched, ['submit']]);
});

test('a form detached while the wasm is loading is neither sent nor changed later', async () => {
  const page = await open(form('forgot-password'), GATE);
  const untouched = page.$('form').outerHTML;
  const attached = page.client.attach(page.$('form'));
  page.submit();
  assert.equal(page.state(), 'busy');
  attached.detach();
  assert.equal(page.$('form').outerHTML, untouched);
  page.window.openGate();
  await page.client.verifyEmail({ token: 't' });
  assert.equal([page.$('form').outerHTML, page.seen, await sent()], [untouched, [], [{ token: 't' }]]);
});

test('a form detached while a code is required has no code field, and the page\'s form for the code is hidden', async () => {
  for (const more of ['', codeForm]) {
    await fake.reset();
    await fake.set({ answer: 'code' });
    const page = await open(form('login').replace('<form', '<form id="login"') + more);
    const untouched = page.$('#login').outerHTML;
    const attached = await attach(page, '#login');
    page.submit('#login');
    await page.reaches('code', '#login');
    attached.detach();
    await free(page, '#login');
    assert.equal([page.$('#login').outerHTML, more === '' || page.$('#code').hidden], [untouched, true]);
  }
});

test('the browser sends a detached form again, as the page wrote it', async () => {
  const page = await open(form('login').replace('<form', '<form action="/app/own" method="post"'));
  (await attach(page)).detach();
  await free(page);
  let prevented;
  page.window.addEventListener('submit', (event) => { prevented = event.defaultPrevented; event.preventDefault(); });
  page.$('button').click();
  assert.equal([prevented, await sent()], [false, []]);
});

test('a detached form is not attached again when the page is back online', async () => {
  await fake.set({ answer: 'drop' });
  const page = await open(form('login'), "Object.defineProperty(navigator, 'onLine', { get: () => false });");
  const attached = await attach(page);
  page.submit();
  await page.reaches('error');
  attached.detach();
  await free(page);
  const untouched = page.$('form').outerHTML;
  page.window.dispatchEvent(new page.window.Event('online'));
  assert.equal(page.$('form').outerHTML, untouched);
});

test('attaching and detaching many times leaves no listener and does not fill the memory', async () => {
  const page = await open(Object.keys(FIELDS).map((kind) => form(kind)).join(''), `${COUNT}${HOOK} WebAssembly.instantiateStreaming = undefined;`);
  const forms = [...page.document.forms];
  const round = async (times) => {
    for (let time = 0; time < times; time++) {
      const all = forms.map((each) => page.client.attach(each));
      await waitUntil(() => forms.every((each) => each.hasAttribute('data-authrocket-state')));
      all.forEach((attached) => attached.detach());
      await waitUntil(() => !forms.some((each) => each.hasAttribute('data-authrocket-state')));
    }
  };
  await round(10);
  await comforted(page);
  const before = [page.window.memories[0].buffer.byteLength, page.window.listeners(), page.document.body.innerHTML];
  await round(40);
  assert.equal([page.window.memories[0].buffer.byteLength, page.window.listeners(), page.document.body.innerHTML], before);
});

test('the later calls and ways to deliver a token store nothing', async () => {
  await fake.set({ path: '/app/session', answer: { status: 422, body: { error: 'No' } } });
  const page = await open(form('login').replace('deliver="event"', 'deliver="fetch" data-authrocket-to="/app/session"'));
  const before = await kept(page.window);
  await attach(page);
  page.submit();
  await page.reaches('error');
  await page.client.forgotPassword({ email: 'a@b.test' });
  await page.client.resetPassword({ token: 'kpw_1', password: 'x' });
  await page.client.verifyEmail({ token: 'kev_1' });
  await page.client.session({ token: 'eyJ.a.b' });
  assert.equal([before, await kept(page.window)], [[], []]);
});
