// The rule for instance URLs, by the table that the engine's native test also reads: for calls, for addresses (script API, npm client) and for the doctor.

import { createClient } from '/pkg/module.js';
import { examine } from '/pkg/doctor.module.js';
import { openPage, posts } from './support.js';

const FIELDS = { username: 'ada', password: 'correct horse' };
const { accepted, refused } = await (await fetch('/contract/instance_urls.json')).json();

/** What the doctor reports for an instance URL, without the element. */
const found = async (url) => {
  const codes = (await examine(fixture('<p>nothing</p>'), { url })).map(({ code }) => code);
  return codes.filter((code) => ['url-missing', 'url-malformed', 'url-insecure'].includes(code));
};
const mistakeOf = (make) => {
  try {
    make();
  } catch (error) {
    return [error.code, error.message];
  }
  return undefined;
};

test('the table has rows', () => {
  assert(accepted.length >= 20 && refused.length >= 45, `${accepted.length}, ${refused.length}`);
});

test('addresses have the base from the table, in the script API and the npm client', async () => {
  const { AuthRocket } = (await openPage('', { url: null })).window;
  for (const [text, base] of accepted) {
    AuthRocket.setInstanceUrl(text);
    assert.equal([createClient({ url: text }).hostedUrl('login'), AuthRocket.hostedUrl('login')], [`${base}/login`, `${base}/login`], text);
  }
});

test('a URL that the table refuses gives no address, and the error names the mistake', async () => {
  const page = await openPage('', { url: null });
  const { AuthRocket } = page.window;
  for (const [text, hint] of refused) {
    const fault = hint.replace('url_', '');
    AuthRocket.setInstanceUrl(text);
    page.window.said.length = 0;
    assert.equal(AuthRocket.hostedUrl('login'), undefined, text);
    assert.match(page.window.said.join('\n'), new RegExp(`instance URL is ${fault}`), text);
    const [code, message] = mistakeOf(() => createClient({ url: text }).hostedUrl('login'));
    assert.equal(code, 'config', text);
    assert.match(message, new RegExp(`instance URL is ${fault}`), text);
    assert(!message.includes('secret'), message);
  }
});

test('a call goes below the base from the table', async () => {
  for (const [text, base] of accepted) {
    const called = [];
    const fetch = async (address) => called.push(address) && new Response('{}');
    await createClient({ url: text, fetch }).login(FIELDS);
    assert.match(called.join(), /\/v[12]\/login$/, text);
    assert.equal(called.map((address) => address.slice(0, -'/v1/login'.length)), [base], text);
  }
});

test('a call with a URL that the table refuses sends nothing, and its result has the hint', async () => {
  const { AuthRocket } = (await openPage('', { url: null })).window;
  for (const [text, hint] of refused) {
    AuthRocket.setInstanceUrl(text);
    const { code, hint: given } = await new Promise((resolve) => AuthRocket.authenticate(FIELDS, resolve));
    assert.equal([code, given], ['config', hint], text);
  }
  assert.equal(await posts(), []);
});

test('the doctor refuses the same URLs', async () => {
  for (const [text] of accepted) assert.equal(await found(text), [], text);
  for (const [text, hint] of refused) assert.equal(await found(text), [hint.replace('_', '-')], text);
});
