// Which API a client uses: by the table that the engine's native test also reads (protocol-v2 V1), and how a page says it.

import { AuthRocketError, createClient } from '/pkg/module.js';
import { loginForm, openPage, posts, says } from './support.js';

const { apis } = await (await fetch('/contract/instance_urls.json')).json();
const FIELDS = { username: 'ada', password: 'correct horse' };
const isConfig = (error) => error instanceof AuthRocketError && error.code === 'config';

/** The API that a client's addresses are of: only version 2 has a hosted profile. */
const apiOf = (url, api) => {
  try {
    createClient({ url, api }).hostedUrl('profile');
    return 'v2';
  } catch ({ message }) {
    return /not login, signup or logout/.test(message) ? 'v1' : `url_${/instance URL is (\w+)/.exec(message)[1]}`;
  }
};

/** The API that a client calls; `config` if it calls none. */
async function called(url, api) {
  let path = 'nothing';
  const fetch = async (address) => {
    path = new URL(address).pathname;
    return new Response('{}');
  };
  try {
    await createClient({ url, api, fetch }).login(FIELDS);
  } catch (error) {
    assert(isConfig(error), String(error));
    return 'config';
  }
  return /\/(v\d)\/login$/.exec(path)[1];
}

test('addresses and calls are of the API from the table', async () => {
  assert(apis.length >= 30, 'the table has rows');
  for (const [url, api, expected] of apis) {
    const text = `${url} ${api}`;
    assert.equal(apiOf(url, api === null ? undefined : api), expected, text);
    assert.equal(await called(url, api === null ? undefined : api), expected.startsWith('url_') ? 'config' : expected, text);
  }
});

test('an API that is no text is a mistake too', async () => {
  for (const api of [2, true, {}, ['v3'], ['v1']]) {
    assert.equal([apiOf(INSTANCE, api), await called(INSTANCE, api)], ['url_unclear', 'config'], String(api));
  }
  for (const api of [undefined, null, '']) assert.equal([apiOf(INSTANCE, api), await called(INSTANCE, api)], ['v1', 'v1'], String(api));
});

test('a contradiction says what to change', async () => {
  const error = await assert.rejects(createClient({ url: `${INSTANCE}/v1`, api: 'v2' }).login(FIELDS), isConfig);
  assert.match(error.message, /contradict/);
});

test('the script tag takes data-api', async () => {
  const html = `<!doctype html><html lang=en><title>page</title><script src="/pkg/authrocket.js" data-url="${INSTANCE}" data-api=v2></script>
    <body>${loginForm()}</body></html>`;
  const { contentWindow } = await openFrame({ html });
  await contentWindow.AuthRocket.ready;
  contentWindow.document.forms[0].requestSubmit();
  await waitUntil(async () => (await posts()).length, 'a request');
  assert.equal((await posts())[0].path, '/v2/login');
  assert.equal(contentWindow.AuthRocket.hostedUrl('profile'), `${INSTANCE}/profile`);
});

test('setInstanceUrl takes the API, and a later one counts for later calls', async () => {
  const { AuthRocket } = (await openPage('', { url: null })).window;
  const login = () => new Promise((resolve) => AuthRocket.authenticate(FIELDS, resolve));
  AuthRocket.setInstanceUrl(INSTANCE, { api: 'v2' });
  const first = login();
  AuthRocket.setInstanceUrl(INSTANCE);
  assert.equal([(await first).session, (await login()).session], ['kss_0fakefakefakefakefake', undefined]);
  assert.equal((await posts()).map(({ path }) => path).sort(), ['/v1/login', '/v2/login']);
});

test('an unclear API is reported when it is set, and a form then sends nothing', async () => {
  const page = await openPage(loginForm(), { url: null, after: `AuthRocket.setInstanceUrl('${INSTANCE}/v1', { api: 'v2' })` });
  await says(page, /api must be/);
  page.submit();
  await page.reaches('error');
  assert.equal(await posts(), []);
});

test('what only AuthRocket 2 has is a mistake in a client of version 1', async () => {
  const client = createClient({ url: INSTANCE });
  for (const call of ['requestInvitation', 'updatePassword', 'updateProfile']) {
    const error = await assert.rejects(client[call]({ session: 'kss_1', email: 'a@b.test' }), isConfig);
    assert.match(error.message, /AuthRocket 2 only/, call);
  }
  assert.equal(await posts(), []);
});

test('in version 1, fields that only version 2 has stay the page\'s own', async () => {
  const more = '<input type=hidden name=locale value=en><input type=hidden name=session value=own><input type=hidden name=account value=7>';
  const page = await openPage(loginForm({ attributes: 'data-authrocket-deliver=post data-authrocket-to=/app/session', more }));
  page.submit();
  await waitUntil(async () => (await app.log()).length, 'the delivery');
  assert.equal((await posts())[0].fields, { username: 'ada', password: 'correct horse' });
  const given = Object.fromEntries(new URLSearchParams((await app.log())[0].body));
  assert.equal([given.locale, given.session, given.account], ['en', 'own', '7']);
});
