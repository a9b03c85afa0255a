// The messages of forms and calls: the language of `lang`, loaded when it is needed, and messages of the page
// instead of the library's. lang.test.js checks that the translations are complete.

import { createClient } from '/pkg/module.js';
import de from '/pkg/lang/de.js';
import english from '/pkg/lang/en.js';
import fr from '/pkg/lang/fr.js';
import ja from '/pkg/lang/ja.js';
import simplified from '/pkg/lang/zh.js';
import traditional from '/pkg/lang/zh-hant.js';
import { LATE, events, openPage, sent, view } from './support.js';

const fill = (text, field) => text.replace('{field}', field);
const empty = (attributes = '', inside = '') => `<form data-authrocket=login data-authrocket-deliver=event novalidate ${attributes}><input name=username>
  <input name=password type=password>${inside}<button>Go</button></form>`;
const required = (words) => `${fill(words.required, words.username)}; ${fill(words.required, words.password)}`;
const alert = (page, css = 'form') => page.$(`${css} [role=alert]`).textContent;
/** Sends a form that fails, and returns its message. */
async function says(html, options, css = 'form') {
  const page = await openPage(html, options);
  page.submit(css);
  await page.reaches('error', css);
  return alert(page, css);
}
/** The language files that a page has requested. */
const asked = (page) => page.window.performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
  .filter((path) => path.includes('/lang/'));

test('a form uses the language of the page', async () => {
  assert.equal(await says(empty(), { lang: 'en' }), required(english));
  assert.equal(await says(empty(), { lang: 'de' }), required(de));
  assert.equal(await says(empty(), { lang: 'ja' }), required(ja));
});

test('the form\'s own language wins over the page\'s, and so does one in between', async () => {
  assert.equal(await says(empty('lang=fr'), { lang: 'de' }), required(fr));
  assert.equal(await says(`<main lang=fr><div>${empty()}</div></main>`, { lang: 'de' }), required(fr));
  assert.equal(await says(`<main lang=fr>${empty('lang=en')}</main>`, { lang: 'de' }), required(english));
});

test('the region and the letter case of a language tag do not matter', async () => {
  for (const lang of ['de-AT', 'DE', 'De-ch']) assert.equal(await says(empty(), { lang }), required(de), lang);
});

test('Chinese has two files: one for Taiwan, Hong Kong and Macau, and one for the rest', async () => {
  for (const lang of ['zh-TW', 'zh-tw', 'zh-HK', 'zh-MO', 'zh-Hant', 'zh-Hant-HK', 'zh-hant']) {
    assert.equal(await says(empty(), { lang }), required(traditional), lang);
  }
  for (const lang of ['zh', 'zh-CN', 'zh-SG', 'zh-Hans', 'zh-Hans-TW', 'zh-Hans-HK']) {
    assert.equal(await says(empty(), { lang }), required(simplified), lang);
  }
});

for (const lang of ['ko', 'sv-SE', '', 'x', '../../evil']) {
  test(`an unsupported language becomes English, and no file is requested: ${JSON.stringify(lang)}`, async () => {
    const page = await openPage(empty(), { lang });
    page.submit();
    await page.reaches('error');
    assert.equal([alert(page), asked(page)], [required(english), []]);
  });
}

test('only the language that is needed is requested, once; English is built in', async () => {
  let page = await openPage(empty('id=one') + empty('id=two') + empty('id=three lang=en'), { lang: 'de' });
  for (const css of ['#one', '#two', '#three']) {
    page.submit(css);
    await page.reaches('error', css);
  }
  assert.equal(asked(page), ['/pkg/lang/de.js']);
  page = await openPage(empty(), { lang: 'en' });
  page.submit();
  await page.reaches('error');
  assert.equal(asked(page), []);
});

test('with the script API, a page requests its language when it makes a call', async () => {
  const page = await openPage('', { lang: 'fr' });
  await waitUntil(() => page.window.AuthRocket);
  assert.equal(asked(page), []);
  const { error, fields } = await new Promise((resolve) => page.window.AuthRocket.authenticate({}, resolve));
  assert.equal([error, fields.username, asked(page)], [required(fr), [fill(fr.required, fr.username)], ['/pkg/lang/fr.js']]);
});

test('the language is looked up when a message is made', async () => {
  const page = await openPage(empty(), { lang: 'de' });
  page.submit();
  await page.reaches('error');
  page.$('form').setAttribute('lang', 'fr');
  page.submit();
  await waitUntil(() => alert(page) === required(fr), 'French');
});

test('AuthRocket.locale replaces the page\'s language, for forms and for calls', async () => {
  const page = await openPage(empty(), { lang: 'de', after: "AuthRocket.locale = 'fr-CA';" });
  page.submit();
  await page.reaches('error');
  assert.equal([alert(page), asked(page), page.window.AuthRocket.locale], [required(fr), ['/pkg/lang/fr.js'], 'fr-CA']);
  page.window.AuthRocket.locale = 'en';
  assert.equal((await new Promise((resolve) => page.window.AuthRocket.logout({}, resolve))).error, "Token can't be blank");
});

test('AuthRocket.messages replaces single texts, including names of fields, and later changes apply', async () => {
  const page = await openPage(empty(), { lang: 'de', after: "AuthRocket.messages = { username: 'Kennung', required: '{field} fehlt!' };" });
  page.submit();
  await page.reaches('error');
  assert.equal(alert(page), `Kennung fehlt!; ${de.password} fehlt!`);
  page.window.AuthRocket.messages = { required: 'Bitte: {field}' };
  const { error } = await new Promise((resolve) => page.window.AuthRocket.authenticate({ username: 'ada' }, resolve));
  assert.equal(error, `Bitte: ${de.password}`);
});

test('attributes of a form replace single texts, for that form alone, and take precedence', async () => {
  const own = 'data-authrocket-text-required="{field}, please" data-authrocket-text-password="Secret word"';
  const page = await openPage(empty(`id=one ${own}`) + empty('id=two'), { lang: 'de', after: "AuthRocket.messages = { required: 'Bitte: {field}' };" });
  for (const css of ['#one', '#two']) {
    page.submit(css);
    await page.reaches('error', css);
  }
  assert.equal([alert(page, '#one'), alert(page, '#two')], [`${de.username}, please; Secret word, please`, `Bitte: ${de.username}; Bitte: ${de.password}`]);
});

test('an underscore of a text\'s key is a dash in the attribute', async () => {
  const reset = '<form data-authrocket=reset-password data-authrocket-text-token-missing="Ask for a new link."><input name=password value=x><button>Go</button></form>';
  assert.equal(await says(reset), 'Ask for a new link.');
  await fake.set({ answer: 'limited' });
  assert.equal(await says('<form data-authrocket=verify-email data-authrocket-text-rate_limited="Wait {seconds} s."><input type=hidden name=token value=t></form>'), 'Wait 7 s.');
});

test('a message of the page is set as text: markup in it stays visible', async () => {
  const page = await openPage(empty('data-authrocket-text-required="<b>{field}</b>"'));
  page.submit();
  await page.reaches('error');
  assert.equal([alert(page), page.document.querySelectorAll('form b').length], ['<b>Username</b>; <b>Password</b>', 0]);
});

test('a refusal is shown in the page\'s language if the sentence is known, and so is an outage', async () => {
  await fake.set({ answer: 'refused', times: 1 });
  await fake.set({ answer: 'html-500', times: 1 });
  const page = await openPage(empty('', '<input name=email value=a@b.test>').replace('type=password', 'type=password value=x'), { lang: 'de' });
  page.submit();
  await page.reaches('error');
  assert.equal(alert(page), de.server);
  page.submit();
  await waitUntil(() => alert(page) === de.login_failed, 'the refusal in German');
});

test('all other texts are in that language too: the code\'s label, done, no host', async () => {
  await fake.set({ path: '/v1/login', answer: 'code', times: 1 });
  const filled = (more) => empty(more).replace('name=username', 'name=username value=ada').replace('type=password', 'type=password value=x');
  const page = await openPage(`${filled('id=login')}${filled('id=app').replace('deliver=event', 'deliver=bridge')}
    <form id=forgot data-authrocket=forgot-password><input name=email value=a@b.test><button>Go</button></form>`, { lang: 'de' });
  page.submit('#login');
  await page.reaches('code', '#login');
  assert.equal(page.$('#login label').textContent, de.code_label);
  page.submit('#forgot');
  await page.reaches('done', '#forgot');
  assert.equal(page.$('#forgot [role=status]').textContent, de.sent);
  page.submit('#app');
  await page.reaches('error', '#app');
  assert.equal(alert(page, '#app'), de.no_bridge);
});

test('the npm client uses the language of its options, or else of its page', async () => {
  const client = (options) => createClient({ url: INSTANCE, ...options });
  const error = async (options) => (await client(options).login({})).error;
  assert.equal(await error({}), required(english));
  assert.equal(await error({ locale: 'ja-JP' }), required(ja));
  assert.equal(await error({ locale: 'de', messages: { required: '!{field}', username: 'Kennung' } }), `!Kennung; !${de.password}`);
  document.documentElement.lang = 'fr';
  try {
    assert.equal(await error({}), required(fr));
    assert.equal(await error({ locale: 'en' }), required(english));
  } finally {
    document.documentElement.lang = 'en';
  }
});

test('a form attached by the npm client uses the client\'s options and its own attributes', async () => {
  const page = view({ contentWindow: window, contentDocument: document });
  fixture(empty('lang=fr data-authrocket-text-password="Passe"'));
  const attached = createClient({ url: INSTANCE, locale: 'de', messages: { required: '{field}?' } }).attach(page.$('form'));
  page.submit();
  await page.reaches('error');
  assert.equal(alert(page), `${de.username}?; Passe?`);
  attached.detach();
});

/** A page whose script and language files come from the app's server, which answers by the test's rules. */
async function served(html, { lang = 'de', before = '' } = {}) {
  const body = await (await fetch('/pkg/authrocket.js')).text();
  const answer = { headers: { 'content-type': 'text/javascript' } };
  await fake.set({ path: '/app/authrocket.js', answer: { ...answer, body } });
  await fake.set({ path: '/app/fallback.js', answer: { ...answer, body: await (await fetch('/pkg/fallback.js')).text() } });
  const page = view(await openFrame({ html: `<!doctype html><html lang=${lang}><meta charset=utf-8><title>page</title><script src="/browser/pages/notes.js"></script>
    <script>${before}</script><script src="/app/authrocket.js" data-url="${INSTANCE}"></script><body>${html}</body></html>` }));
  page.seen = events(page);
  return page;
}
const FILE = '/app/lang/de.js';
const german = async (answer) => fake.set({ path: FILE, answer: { headers: { 'content-type': 'text/javascript' },
  body: await (await fetch('/pkg/lang/de.js')).text(), ...answer } });
const ready = '<form data-authrocket=login data-authrocket-deliver=event><input name=username value=ada><input name=password value=x><button>Go</button></form>';

test('the languages come from where the script came from', async () => {
  await german();
  const page = await served(empty());
  page.submit();
  await page.reaches('error');
  assert.equal([alert(page), (await app.log()).filter(({ path }) => path === FILE).length], [required(de), 1]);
});

test('a slow language file does not stop a login: after a while the login continues in English, until the file arrives', async () => {
  await german({ hold: true });
  const page = await served('', { before: LATE });
  // Later, because a file requested during the load delays the page's load event.
  page.document.body.innerHTML = ready;
  await waitUntil(async () => (await app.log()).some(({ path }) => path === FILE), 'the language to be asked for');
  page.submit();
  await waitUntil(() => page.window.late.length > 0, 'the wait for the language');
  page.window.runLate();
  await waitUntil(() => page.window.late.length > 0 || page.state() === 'done');
  page.window.runLate();
  await page.reaches('done');
  assert.equal((await sent()).length, 1);
  page.fill({ username: '', password: '' });
  page.submit();
  await waitUntil(() => page.window.late.length > 0);
  page.window.runLate();
  await page.reaches('error');
  assert.equal(alert(page), required(english));
  await fake.release();
  page.fill({ username: '' });
  page.submit();
  await waitUntil(() => alert(page) === required(de), 'German');
});

for (const [what, answer] of [
  ['missing', { status: 404, body: 'no' }], ['a page', { headers: { 'content-type': 'text/html' }, body: '<h1>Hello</h1>' }], ['broken', { body: 'export default {' }],
  ['dropped', { hangup: true }], ['without a default', { body: 'export const x = 1;' }],
]) {
  test(`a language file that is ${what} does not stop a login, and its form uses English`, async () => {
    await german(answer);
    const page = await served(ready);
    page.submit();
    await page.reaches('done');
    page.fill({ username: '', password: '' });
    page.submit();
    await page.reaches('error');
    assert.equal([alert(page), page.window.errors], [required(english), []]);
  });
}

// Wasm only: such a script has no address for the fallback either.
if (ENGINE === 'wasm') test('an inline script, which has no address for languages, uses English', async () => {
  const text = (await (await fetch('/pkg/authrocket.js')).text()).replaceAll('</script', '<\\/script');
  const page = view(await openFrame({ html: `<!doctype html><html lang=de><meta charset=utf-8><title>page</title><script src="/browser/pages/notes.js"></script>
    <script data-url="${INSTANCE}">${text}</script><body>${ready}</body></html>` }));
  page.submit();
  await page.reaches('done');
  page.fill({ username: '', password: '' });
  page.submit();
  await page.reaches('error');
  assert.equal([alert(page), page.window.errors], [required(english), []]);
});
