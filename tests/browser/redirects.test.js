// A successful delivery is no outage, wherever the app redirects to; the form's `target` counts; and a link's token is kept until it
// is used (ADR 7).

import { NAVIGATES, events, loginForm, openPage, sent, view } from './support.js';

const TO = '/app/session';
const form = (more = '', attributes = '') => loginForm({ attributes: `data-authrocket-deliver=fetch data-authrocket-to="${TO}" ${attributes}`, more });
const answers = (answer, rule = {}) => fake.set({ path: TO, answer, ...rule });
const onward = (location, status = 303) => ({ status, headers: { location }, body: '' });
/** The app's requests for this delivery, by method. */
const handed = async (method = 'POST') => (await app.log()).filter((entry) => entry.path === TO && entry.method === method);
const CSRF = [['no CSRF value', ''], ['a hidden CSRF input', '<input type=hidden name=authenticity_token value=c>'],
  ['a CSRF value in a meta element', '<meta name=csrf-token content=c>']];
/** Waits until the frame shows a page of another origin, which the test cannot read. */
const isElsewhere = (page) => waitUntil(() => { try { return !page.window.location.href; } catch { return true; } }, 'the frame to be elsewhere');

for (const [what, more] of CSRF) {
  for (const status of [302, 303]) {
    test(`${what}: a ${status} to another host is followed; the token is delivered once, and no outage is shown`, async () => {
      await answers(onward(`${OTHER}/_fake/log`, status));
      const page = await openPage(form(more));
      const seen = events(page);
      page.submit();
      await isElsewhere(page);
      assert.equal([(await handed()).length, (await sent()).length, seen.map(({ type }) => type)], [1, 1, ['submit', 'token', 'done']]);
    });
  }

  test(`${what}: an app that redirects only its POST to another host leaves the user on the page, reloaded`, async () => {
    await answers({ status: 404, body: 'no' });
    await answers(onward(`${OTHER}/_fake/log`), { method: 'POST' });
    const page = await openPage(form(more), { query: '?a=1#top' });
    const { path } = page;
    page.window.old = true;
    page.submit();
    await waitUntil(() => !page.window.old && page.$('form') && page.state() === 'idle', 'the page anew');
    assert.equal([page.path, (await handed()).length, (await sent()).length, page.$('[role=alert]').textContent], [path, 1, 1, '']);
  });

  for (const [kind, answer, code] of [['a dropped connection', 'drop', 'unreachable'], ['a 503', { status: 503, body: '' }, 'server'],
    ['a 403', { status: 403, body: '' }, 'refused']]) {
    test(`${what}: ${kind} is still reported as before`, async () => {
      await answers(answer, { method: 'POST' });
      const page = await openPage(form(more));
      const seen = events(page);
      page.submit();
      await page.reaches('error');
      assert.equal([seen.at(-1).detail.code, (await handed('GET')).length], [code, 0]);
    });
  }
}

for (const [what, more] of CSRF.slice(0, 2)) {
  test(`${what}: a redirect on the page's own origin is followed exactly`, async () => {
    await answers(onward('/app/welcome?a=1'));
    const page = await openPage(form(more));
    page.submit();
    await waitUntil(() => page.path === '/app/welcome?a=1');
    assert.equal([(await handed()).length, (await handed('GET')).length], [1, 0]);
  });
}

test('with the CSRF value in a meta element alone, a redirect is followed by a GET of the same address', async () => {
  await answers(onward('/app/welcome?a=1'));
  const page = await openPage(CSRF[2][1] + form());
  page.submit();
  await waitUntil(() => page.path === '/app/welcome?a=1');
  const [request, ...rest] = await handed();
  assert.equal([request.headers['x-csrf-token'], rest], ['c', []]);
});

/** A page with a form in a frame of its own, as an app embeds it. */
async function framed(attributes, { head = '', more = '' } = {}) {
  const inner = await makePage({ html: `<!doctype html><html lang=en><title>inner</title>${head}<script src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>
    <body>${loginForm({ attributes, more })}` });
  const page = view(await openFrame({ html: `<!doctype html><html lang=en><title>outer</title><iframe name=inner src="${inner}"></iframe><iframe name=beside></iframe>` }));
  const own = view(page.$('iframe'));
  await waitUntil(() => own.document.readyState === 'complete' && own.$('form') && own.state() === 'idle', 'the inner form');
  return { page, own, beside: view(page.$('[name=beside]')) };
}

for (const [deliver, path] of [['navigate', '/app/login'], ['post', '/app/session'], ['fetch', '/app/welcome']]) {
  const way = `data-authrocket-deliver=${deliver} ${deliver === 'navigate' ? NAVIGATES : 'data-authrocket-to=/app/session'}`;
  const at = (shown) => waitUntil(() => shown.window.location.pathname === path, `${path} to be shown`);
  for (const [what, target] of [['_parent', 'target=_parent'], ['_PARENT', 'target=_PARENT']]) {
    test(`${deliver}: target=${what} navigates the page around the frame`, async () => {
      if (deliver === 'fetch') await answers({ body: { redirect: path } });
      const { page, own } = await framed(`${way} ${target}`);
      own.submit();
      await at(page);
    });
  }

  test(`${deliver}: the formtarget of the pressed button names the frame`, async () => {
    if (deliver === 'fetch') await answers({ body: { redirect: path } });
    const { page, own, beside } = await framed(`${way} target=_parent`, { more: '<button id=go formtarget=beside>There</button>' });
    own.$('#go').click();
    await at(beside);
    assert.equal([page.document.title, own.document.title], ['outer', 'inner']);
  });

  test(`${deliver}: the target of a base element counts for every form`, async () => {
    if (deliver === 'fetch') await answers({ body: { redirect: path } });
    const { own, beside } = await framed(way, { head: '<base target=beside>' });
    own.submit();
    await at(beside);
    assert.equal(own.document.title, 'inner');
  });
}

const RESET = '<form data-authrocket=reset-password data-authrocket-deliver=event><input name=password type=password value="new one"><button>Go</button></form>';

test('a form that a single-page app renders again gets the link\'s token, until the token is used', async () => {
  const page = await openPage(`<main>${RESET}</main>`, { query: '?token=kpw_1' });
  await page.reaches('idle');
  const token = () => page.$('form [name=token]');
  const anew = async () => {
    page.$('main').innerHTML = RESET;
    await waitUntil(() => page.$('form').hasAttribute('data-authrocket-state'));
  };
  await anew();
  assert.equal([token().value, page.window.location.search], ['kpw_1', '']);
  await fake.set({ answer: 'refused', times: 1 });
  page.submit();
  await page.reaches('error');
  await anew();
  page.submit();
  await page.reaches('done');
  assert.equal((await sent()).map((fields) => fields.token), ['kpw_1', 'kpw_1']);
  await anew();
  assert.equal(token(), null);
  page.submit();
  await page.reaches('error');
  assert.equal([(await sent()).length, page.$('[role=alert]').textContent], [2, 'This link is incomplete or was used already. Please ask for a new one.']);
});

test('the token of a link is for forms of its kind', async () => {
  const page = await openPage(`<main>${RESET}</main>`, { query: '?token=kpw_1' });
  await page.reaches('idle');
  page.$('main').innerHTML = '<form data-authrocket=verify-email><button>Go</button></form>';
  await page.reaches('idle');
  assert.equal(page.$('[name=token]'), null);
});
