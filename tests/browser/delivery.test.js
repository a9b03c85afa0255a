// How a token reaches the app: by navigation, by a form POST, or by event alone (contract §4).

import { LATE, events, loginForm, openPage, sent } from './support.js';

const attributes = (text) => loginForm({ attributes: text });
const appGot = (count = 1) => waitUntil(async () => {
  const all = await app.log();
  return all.length >= count && all;
}, 'the app to get something');

test('by default the page goes to the url of the answer', async () => {
  const page = await openPage(attributes(''));
  page.submit();
  await waitUntil(() => page.path.startsWith('/app/login?token='));
  const [get, ...more] = await app.log();
  assert.equal([get.method, get.path, more], ['GET', '/app/login', []]);
  assert.match(get.query, /^token=eyJ[\w.-]+$/);
});

test('a signup goes to the url with its parameters in their order', async () => {
  const page = await openPage(`<form data-authrocket=signup data-authrocket-deliver=navigate><input name=username value=ada>
    <input name=password type=password value=x><button>Go</button></form>`);
  page.submit();
  await waitUntil(() => page.path.startsWith('/app/login'));
  assert.match(page.window.location.search, /^\?token=eyJ[\w.-]+&signup=true$/);
});

test('a signup token goes to the signup handler', async () => {
  await fake.set({ answer: 'signup-token' });
  const page = await openPage(attributes('').replace('=login', '=signup'));
  page.submit();
  await waitUntil(() => page.path === '/app/signup?token=utk_0fakefakefakefakefake');
});

for (const answer of ['url-javascript', 'url-data', 'url-relative']) {
  test(`an unsafe url is not followed: ${answer}`, async () => {
    await fake.set({ answer });
    const page = await openPage(attributes(''));
    const path = page.path;
    page.submit();
    await page.reaches('error');
    assert.equal([page.path, page.document.title, await app.log()], [path, 'page', []]);
  });
}

const POST = 'data-authrocket-deliver=post data-authrocket-to="/app/session?from=form"';

test('post is a real form POST of the token and the page\'s hidden inputs, with nothing that was typed', async () => {
  const more = `<input type=hidden name=authenticity_token value="a+b &amp; c"><input type=hidden name=submit value=go>
    <input type=hidden name=token value=forged><input type=hidden name=signup value=true><input name=remember type=checkbox checked>
    <input type=hidden value=nameless><input name=note value=typed>`;
  const page = await openPage(loginForm({ attributes: POST, more }));
  page.submit();
  const [post] = await appGot();
  assert.equal([post.method, post.path, post.query], ['POST', '/app/session', 'from=form']);
  assert.match(post.headers['content-type'], /^application\/x-www-form-urlencoded/);
  const fields = [...new URLSearchParams(post.body)];
  const token = fields.at(-1)[1];
  assert.match(token, /^eyJ/);
  assert.equal(fields, [['authenticity_token', 'a+b & c'], ['submit', 'go'], ['token', token]]);
  assert(!/correct|horse|ada|typed/.test(post.body), post.body);
  await waitUntil(() => page.path === '/app/session?from=form', 'the page to be left');
});

test('post says signup=true on the first login of a new user, and only then', async () => {
  const page = await openPage(attributes(POST).replace('data-authrocket=login', 'data-authrocket=signup'));
  page.submit();
  const [post] = await appGot();
  assert.equal([...new URLSearchParams(post.body)].map(([name, value]) => (name === 'token' ? name : `${name}=${value}`)), ['token', 'signup=true']);
});

test('post without an address reports that on the console and leaves the form usable', async () => {
  const page = await openPage(attributes('data-authrocket-deliver=post'));
  page.submit();
  await page.reaches('error');
  await waitUntil(() => page.window.said.join().includes('data-authrocket-to'));
  await waitUntil(() => !page.$('button').disabled);
  assert.equal([await app.log(), page.$('form').getAttribute('aria-busy')], [[], null]);
});

for (const to of ['javascript:document.title=1', 'data:text/html,x']) {
  test(`post does not go to ${to.split(':')[0]}:`, async () => {
    const page = await openPage(attributes(`data-authrocket-deliver=post data-authrocket-to="${to}"`));
    page.submit();
    await page.reaches('error');
    await waitUntil(() => page.window.said.join().includes('http(s)'));
    assert.equal([page.document.title, page.$('button').disabled], ['page', false]);
  });
}

test('an unknown way to deliver is reported on the console, and nothing is delivered', async () => {
  const page = await openPage(attributes('data-authrocket-deliver=pigeon'));
  page.submit();
  await page.reaches('error');
  await waitUntil(() => page.window.said.join().includes('data-authrocket-deliver'));
  assert.equal([await app.log(), page.$('button').disabled], [[], false]);
});

test('event delivers the result to the page and does not navigate', async () => {
  const page = await openPage(attributes('data-authrocket-deliver=event'));
  const seen = events(page);
  const path = page.path;
  page.submit();
  await page.reaches('done');
  assert.equal(seen.map(({ type, bubbles, cancelable }) => [type, bubbles, cancelable]),
    [['submit', true, true], ['token', true, true], ['done', true, false]]);
  const { detail } = seen[1];
  assert.equal([detail.result, detail.signup, detail.url], ['login', false, `${location.origin}/app/login?token=${detail.token}`]);
  assert.equal(seen[0].detail, { fields: ['username', 'password'] });
  assert(!JSON.stringify(seen).includes('correct horse'), 'no event holds a password');
  assert.equal([page.path, await app.log()], [path, []]);
});

test('cancelling authrocket:token keeps the token from being delivered', async () => {
  for (const way of ['', POST]) {
    const page = await openPage(attributes(way));
    page.document.addEventListener('authrocket:token', (event) => event.preventDefault());
    page.submit();
    await page.reaches('done');
    await waitUntil(() => !page.$('button').disabled);
    assert.equal(await app.log(), [], way);
  }
});

test('cancelling authrocket:submit sends nothing and leaves the form as it was', async () => {
  const page = await openPage(attributes(''));
  await page.reaches('idle');
  page.document.addEventListener('authrocket:submit', (event) => event.preventDefault(), { once: true });
  page.submit();
  await waitUntil(() => page.state() === 'idle' && !page.$('button').disabled);
  assert.equal(await sent(), []);
  page.submit();
  await appGot();
});

test('a form whose page is being left stays locked, and is unlocked if the page stays', async () => {
  const page = await openPage(attributes(''), { before: LATE });
  // Navigating to a fragment of the page does not leave the page.
  await fake.set({ answer: { body: { token: 'eyJ.a.b', url: `${page.window.location.href}#x` } } });
  page.submit();
  await page.reaches('done');
  await waitUntil(() => page.window.late.length > 0);
  assert.equal(page.$('button').disabled, true);
  page.window.runLate();
  assert.equal([page.$('button').disabled, page.state()], [false, 'idle']);
  assert.equal(page.window.location.hash, '#x');
});

const logoutForm = (more) => `<form data-authrocket=logout ${more}><input type=hidden name=token value=eyJ.mine.x>
  <input type=hidden name=csrf value=c><button>Log out</button></form>`;

test('a logout form sends its token, becomes done, and navigates to its address', async () => {
  const page = await openPage(logoutForm('data-authrocket-to="/app/goodbye"'));
  const seen = events(page);
  page.submit();
  const [get] = await appGot();
  assert.equal([get.method, get.path], ['GET', '/app/goodbye']);
  assert.equal([await sent(), seen.map(({ type, detail }) => [type, detail.result])], [[{ token: 'eyJ.mine.x' }], [['submit', undefined], ['done', 'okay']]]);
});

test('a logout form without an address stays on the page', async () => {
  const page = await openPage(logoutForm(''));
  page.submit();
  await page.reaches('done');
  await waitUntil(() => !page.$('button').disabled);
  assert.equal(await app.log(), []);
});

test('a logout form that posts includes its hidden inputs, without the token', async () => {
  const page = await openPage(logoutForm('data-authrocket-deliver=post data-authrocket-to="/app/goodbye"'));
  page.submit();
  const [post] = await appGot();
  assert.equal([post.method, post.path, post.body], ['POST', '/app/goodbye', 'csrf=c']);
});

test('a logout that fails shows an error and stays on the page', async () => {
  await fake.set({ answer: 'html-500' });
  const page = await openPage(logoutForm('data-authrocket-to="/app/goodbye"'));
  page.submit();
  await page.reaches('error');
  assert.match(page.$('[role=alert]').textContent, /problem/);
  assert.equal(await app.log(), []);
});
