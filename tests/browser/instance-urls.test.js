// The rule for instance URLs, by the table that the engine's native test also reads: for addresses (script API, npm client) and the doctor.

import { createClient } from '/pkg/module.js';
import { examine } from '/pkg/doctor.module.js';
import { openPage } from './support.js';

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

test('the doctor refuses the same URLs', async () => {
  for (const [text] of accepted) assert.equal(await found(text), [], text);
  for (const [text, hint] of refused) assert.equal(await found(text), [hint.replace('_', '-')], text);
});
