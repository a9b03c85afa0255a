// The `?token=` of a mail's link: removed from the address at once, put into the form, and sent to the
// instance; the rest of the address stays byte for byte.

import { GATE, NO_FALLBACK, openOpaque, openPage, sent, view } from './support.js';

const INPUTS = '<input name=password type=password value="new one">';
const form = (more = '', kind = 'reset-password') => `<form data-authrocket=${kind}>${INPUTS}${more}<button>Go</button></form>`;
const token = (page) => page.$('form [name=token]');
const opened = async (query, html = form(), more = {}) => {
  const page = await openPage(html, { query, ...more });
  await page.reaches('idle');
  return page;
};

for (const [query, left] of [
  ['?token=kpw_1', ''],
  ['?token=kpw_1&a=1', '?a=1'],
  ['?a=1&token=kpw_1', '?a=1'],
  ['?a=1&token=kpw_1&b=2', '?a=1&b=2'],
  ['?a=%20+%2f%2F&b&c=&&d==&token=kpw_1&e=%zz&f=a;b', '?a=%20+%2f%2F&b&c=&&d==&e=%zz&f=a;b'],
  ['?mytoken=1&token=kpw_1&token2=2&TOKEN=3', '?mytoken=1&token2=2&TOKEN=3'],
  ['?next=/a?token=other&token=kpw_1&x=token=5', '?next=/a?token=other&x=token=5'],
  ['?%74oken=kpw_1&a=1', '?a=1'],
  ['?token=kpw_1&token=kpw_2&token=kpw_3', ''],
  ['?a=&token=kpw_1&b=', '?a=&b='],
]) {
  test(`the token is removed from the address, and nothing else: ${query}`, async () => {
    const page = await opened(`${query}#top?token=stays&x`);
    assert.equal([page.window.location.search, page.window.location.hash, token(page).value, token(page).type],
      [left, '#top?token=stays&x', 'kpw_1', 'hidden']);
  });
}

test('an address without a token stays as it is, and the form gets no token input', async () => {
  for (const query of ['', '?', '?a=1', '?token=', '?mytoken=kpw_1', '#token=kpw_1']) {
    const page = await opened(query);
    assert(page.window.location.href.endsWith(`/page${query}`), page.window.location.href);
    assert.equal(token(page), null, query);
  }
});

test('a token is decoded like any query parameter', async () => {
  const page = await opened('?token=a%2Bb%20c+d%26e');
  assert.equal(token(page).value, 'a+b c d&e');
});

test('the page\'s history keeps its state and gets no new entry', async () => {
  const page = await opened('?token=kpw_1&a=1', form(), { before: "history.replaceState({ page: 7 }, ''); window.was = history.length;" });
  assert.equal([page.window.history.state, page.window.history.length === page.window.was, page.path.endsWith('/page?a=1')], [{ page: 7 }, true, true]);
});

test('a base element, or a path that begins with two slashes, does not keep the token in the address', async () => {
  let page = await opened('?token=kpw_1&a=1#x', `<base href="${OTHER}/elsewhere/">${form()}`);
  assert.match(page.window.location.href, /\/made\/\d+\/page\?a=1#x$/);
  page = await opened('?token=kpw_1#x', form(), { before: "history.replaceState(null, '', location.origin + '//example.test/page' + location.search + location.hash);" });
  assert.equal(page.window.location.href, `${location.origin}//example.test/page#x`);
});

test('the token is sent with what was typed, and only to the instance', async () => {
  const page = await opened('?token=kpw_1', form('<input type=hidden name=csrf value=c>'));
  page.submit();
  await page.reaches('done');
  assert.equal([await sent(), await app.log()], [[{ password: 'new one', token: 'kpw_1' }], []]);
});

test('verify-email also takes its token, and its button sends the form', async () => {
  const page = await opened('?token=kev_1', '<form data-authrocket=verify-email><button>Confirm</button></form>');
  assert.equal([page.window.location.search, await sent()], ['', []]);
  page.submit();
  await page.reaches('done');
  assert.equal(await sent(), [{ token: 'kev_1' }]);
});

for (const [what, input, name] of [
  ['by name', '<input type=hidden name=token id=mine', 'token'],
  ['in the sample style', '<input type=hidden name="reset[token]" id=mine', 'token'],
  ['by data-authrocket-field', '<input type=hidden data-authrocket-field=token id=mine', 'token'],
]) {
  test(`an empty input of the page, ${what}, is filled in`, async () => {
    const page = await opened('?token=kpw_1', form(`${input}>`));
    assert.equal([page.$('#mine').value, page.document.querySelectorAll('input').length, page.window.location.search], ['kpw_1', 2, '']);
  });

  test(`a filled input of the page, ${what}, takes precedence, and the token is still removed from the address`, async () => {
    const page = await opened('?token=kpw_1', form(`${input} value=kpw_own>`));
    assert.equal([page.$('#mine').value, page.window.location.search], ['kpw_own', '']);
    page.submit();
    await page.reaches('done');
    assert.equal((await sent()).map((fields) => fields[name]), ['kpw_own']);
  });
}

for (const kind of ['login', 'signup', 'code', 'logout', 'forgot-password']) {
  test(`a ${kind} form leaves the address alone`, async () => {
    const page = await opened('?token=eyJ.a.b&a=1#x', form('', kind));
    assert.equal([page.window.location.search, page.window.location.hash, token(page)], ['?token=eyJ.a.b&a=1', '#x', null]);
  });
}

test('a form takes the token from the address while the wasm is still loading', async () => {
  const page = await openPage(form(), { query: '?token=kpw_1&a=1', before: GATE });
  await waitUntil(() => page.window.gates.length > 0, 'the wasm to start');
  await waitUntil(() => page.window.location.search === '?a=1', 'the address to be cleaned before the wasm is there');
  page.submit();
  assert.equal(page.state(), 'busy');
  page.window.openGate();
  await page.reaches('done');
  assert.equal(await sent(), [{ password: 'new one', token: 'kpw_1' }]);
});

test('when the wasm cannot be loaded, the token is still moved from the address into the form', async () => {
  const page = await openPage(form(), { query: '?token=kpw_1', before: GATE + NO_FALLBACK });
  await waitUntil(() => page.window.gates.length > 0);
  page.window.openGate(new TypeError('no wasm today'));
  page.submit();
  await page.reaches('error');
  assert.equal([page.window.location.search, token(page).value, await sent()], ['', 'kpw_1', []]);
});

test('a page of an opaque origin, which may not change its address, still takes the token', async () => {
  const heard = await openOpaque(form(), {
    query: '?token=kpw_1&a=1',
    after: "document.addEventListener('authrocket:done', ({ detail }) => tell({ detail, value: document.querySelector('[name=token]').value }));"
      + 'document.forms[0].requestSubmit();',
  });
  await waitUntil(() => heard.length > 0, 'the frame to tell');
  assert.equal(heard, [{ detail: { result: 'okay' }, value: 'kpw_1' }]);
  assert.equal(await sent(), [{ password: 'new one', token: 'kpw_1' }]);
});

/** A page that has only the module, with a token in its address. */
async function modulePage(html, query = '?token=kpw_1&a=1') {
  const text = `<!doctype html><html lang=en><body>${html}<script type=module src="/browser/pages/client.js"></script></body></html>`;
  const page = view(await openFrame((await makePage({ html: text })) + query));
  await waitUntil(() => page.window.createClient);
  return page;
}

test('attach with a kind takes the token for a form without a kind in its markup; importing takes nothing', async () => {
  const page = await modulePage(`<form>${INPUTS}<button>Go</button></form>`);
  const client = page.window.createClient({ url: INSTANCE });
  assert.equal([page.window.location.search, token(page)], ['?token=kpw_1&a=1', null]);
  client.attach(page.$('form'), { kind: 'reset-password' });
  await page.reaches('idle');
  assert.equal([page.window.location.search, token(page).value], ['?a=1', 'kpw_1']);
  page.submit();
  await page.reaches('done');
  assert.equal(await sent(), [{ password: 'new one', token: 'kpw_1' }]);
});

test('attach with a kind takes precedence over the form\'s attribute', async () => {
  const page = await modulePage(form());
  page.window.createClient({ url: INSTANCE }).attach(page.$('form'), { kind: 'login' });
  await page.reaches('idle');
  assert.equal([page.window.location.search, token(page)], ['?token=kpw_1&a=1', null]);
});

test('a form that is detached and attached again keeps its token', async () => {
  const page = await modulePage(form());
  const client = page.window.createClient({ url: INSTANCE });
  for (let time = 0; time < 2; time++) {
    const attached = client.attach(page.$('form'));
    await page.reaches('idle');
    assert.equal([token(page).value, page.document.querySelectorAll('[name=token]').length], ['kpw_1', 1]);
    attached.detach();
    await waitUntil(() => !page.$('form').hasAttribute('data-authrocket-state'));
  }
  client.attach(page.$('form'));
  page.submit();
  await page.reaches('done');
  assert.equal(await sent(), [{ password: 'new one', token: 'kpw_1' }]);
});

test('a form attached again by another client uses that client\'s instance', async () => {
  const page = await modulePage(form());
  const first = page.window.createClient({ url: CLOSED }).attach(page.$('form'));
  await page.reaches('idle');
  first.detach();
  await waitUntil(() => !page.$('form').hasAttribute('data-authrocket-state'));
  page.window.createClient({ url: INSTANCE, messages: { reset_done: 'Changed!' } }).attach(page.$('form'));
  page.submit();
  await waitUntil(() => ['done', 'error'].includes(page.state()));
  assert.equal([page.state(), page.$('[data-authrocket-done]').textContent, (await sent()).length], ['done', 'Changed!', 1]);
});

test('a form added later takes the token that is still in the address', async () => {
  const page = await openPage('', { query: '?token=kpw_1' });
  page.document.body.insertAdjacentHTML('beforeend', form());
  await page.reaches('idle');
  assert.equal([token(page).value, page.window.location.search], ['kpw_1', '']);
});
