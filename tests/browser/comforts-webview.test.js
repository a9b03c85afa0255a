// Enhancements: social logins in an app's built-in browser.

import { inAppBrowser } from '/pkg/comforts.js';

import { comfortPage, ownPage, readyForm, stopOwn, written } from './comforts-support.js';
import { loginForm, sent } from './support.js';

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const ANDROID = 'Mozilla/5.0 (Linux; Android 14; Pixel 8';
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';
const FACEBOOK = `${ANDROID} Build/AP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/470.0.0.1;]`;
const AGENTS = [
  ['facebook', FACEBOOK],
  ['facebook', `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/470.0.0.1;FBBV/1;FBDV/iPhone15,2]`],
  ['facebook', `${ANDROID}; wv) ${CHROME} [FB_IAB/Orca-Android;FBAV/460.0.0.1;]`],
  ['instagram', `${IPHONE} Mobile/15E148 Instagram 337.0.0.1 (iPhone15,2; iOS 17_5; en_US; scale=3.00)`],
  ['instagram', `${ANDROID}; wv) ${CHROME} Instagram 337.0.0.1 Android (34/14; 420dpi)`],
  ['linkedin', `${IPHONE} Mobile/15E148 [LinkedInApp]/9.29.7`],
  ['linkedin', `${ANDROID}; wv) ${CHROME} [LinkedInApp]/9.29`],
  ['line', `${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1 Line/14.8.0`],
  ['line', `${ANDROID}; wv) ${CHROME} Line/14.8.0/IAB`],
  ['android', `${ANDROID} Build/AP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36`],
  ['apple', `${IPHONE} Mobile/15E148`],
  ['apple', 'Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148'],
  ['apple', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)'],
  [undefined, `${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`],
  [undefined, `${IPHONE} CriOS/126.0.0.0 Mobile/15E148 Safari/604.1`],
  [undefined, `${IPHONE} FxiOS/127.0 Mobile/15E148 Safari/605.1.15`],
  [undefined, `${ANDROID}) ${CHROME}`],
  [undefined, 'Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0'],
  [undefined, 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15'],
  [undefined, 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'],
  [undefined, 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0'],
  [undefined, 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0'],
  [undefined, 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15 Airline/1'],
  [undefined, ''],
];

for (const [app, agent] of AGENTS) {
  test(`${app || 'a browser'} is recognized in: ${agent.slice(0, 60)} … ${agent.slice(-50)}`, async () => {
    assert.equal(inAppBrowser(agent), app);
  });
}

test('the browser that runs this test is no app', async () => {
  assert.equal(inAppBrowser(navigator.userAgent), undefined);
});

const SOCIAL = '<p><a id=social data-authrocket-social=facebook href="/app/auth/facebook">Log in with Facebook</a></p>';
const as = (agent, more = '') => `Object.defineProperty(navigator, 'userAgent', { get: () => ${JSON.stringify(agent)} }); ${more}`;
const group = (page) => page.$('[data-authrocket-webview]');
const named = (page, text) => [...group(page).querySelectorAll('a, button')].find((each) => each.textContent === text);
const open = (body = SOCIAL + readyForm(), { agent = FACEBOOK, more, ...options } = {}) =>
  comfortPage(body, { before: as(agent, more), ...options });
const CLIPBOARD = `window.copied = []; Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => {
  if (window.refuseCopy) throw new DOMException('no', 'NotAllowedError');
  copied.push(text);
} } });`;
/** Script for `before`: the page's own handler for a social button, registered as early as the library's. */
const FOLLOW = `window.followed = [];
  document.addEventListener('click', (event) => { if (event.target.id === 'social') { event.preventDefault(); followed.push(event.target.id); } }, true);`;

test('in an app a click shows the ways out next to the link, and goes nowhere', async () => {
  const page = await open(undefined, { more: FOLLOW });
  page.$('#social').click();
  const shown = group(page);
  assert.equal([shown.previousElementSibling.id, page.focused === shown, page.window.followed], ['social', true, []]);
  const name = page.document.getElementById(shown.getAttribute('aria-labelledby'));
  assert.match(name.textContent, /does not work inside this app/);
  assert.equal([shown.getAttribute('role'), shown.contains(name)], ['group', true]);
  assert.equal([...shown.querySelectorAll('a, button')].map((each) => each.textContent), ['Open in browser', 'Copy', 'Try anyway']);
  const field = shown.querySelector('label input');
  assert.equal([field.value, field.readOnly, field.form, field.closest('label').textContent.trim()], [page.window.location.href, true, null, 'Address']);
  await page.window.eval('new Promise((done) => requestAnimationFrame(done))');
  assert.equal(page.path, new URL(field.value).pathname);
});

test('outside an app a click follows the link', async () => {
  const page = await comfortPage(SOCIAL, { before: FOLLOW });
  page.$('#social').click();
  assert.equal([group(page), page.window.followed], [null, ['social']]);
});

test('a page on an iPhone\'s home screen is no app', async () => {
  const page = await open(SOCIAL, { agent: `${IPHONE} Mobile/15E148`, more: `${FOLLOW} navigator.standalone = true;` });
  page.$('#social').click();
  assert.equal([group(page), page.window.followed], [null, ['social']]);
});

test('a second click, or another button, still shows the ways out once', async () => {
  const page = await open(`${SOCIAL}<button id=other data-authrocket-social=google>Google</button>`);
  page.$('#social').click();
  page.$('#social').click();
  page.$('#other').click();
  assert.equal([page.document.querySelectorAll('[data-authrocket-webview]').length, group(page).previousElementSibling.id], [1, 'other']);
});

test('the way out is an intent on Android where the app has a name, an extra parameter in LINE, else a plain link', async () => {
  const ways = [];
  for (const agent of [FACEBOOK, `${ANDROID}; wv) ${CHROME} Line/14.8.0/IAB`, `${ANDROID}; wv) ${CHROME}`, `${IPHONE} Mobile/15E148`]) {
    const page = await open(undefined, { agent });
    page.window.history.replaceState(null, '', '?a=b c#part');
    page.$('#social').click();
    const link = named(page, 'Open in browser');
    ways.push([link.href.replaceAll(page.window.location.origin, 'ORIGIN').replaceAll(page.window.location.host, 'HOST').replace(/\/made\/\d+\/page/g, '/page')
      .replace(/=http%3A.*page/, '=ESCAPED'), link.target]);
  }
  assert.equal(ways, [
    ['intent://HOST/page?a=b%20c#part#Intent;scheme=http;S.browser_fallback_url=ESCAPED%3Fa%3Db%2520c%23part;end', ''],
    ['ORIGIN/page?a=b+c&openExternalBrowser=1#part', '_blank'],
    ['ORIGIN/page?a=b%20c#part', '_blank'],
    ['ORIGIN/page?a=b%20c#part', '_blank'],
  ]);
});

test('try anyway follows the link, once', async () => {
  const page = await open(undefined, { more: FOLLOW });
  page.$('#social').click();
  named(page, 'Try anyway').click();
  assert.equal([group(page), page.window.followed], [null, ['social']]);
  page.$('#social').click();
  assert(group(page), 'the next click is asked about again');
  const plain = await open();
  plain.$('#social').click();
  named(plain, 'Try anyway').click();
  await waitUntil(() => plain.path === '/app/auth/facebook');
});

test('the address is copied, or selected where it cannot be', async () => {
  const page = await open(undefined, { more: CLIPBOARD });
  page.$('#social').click();
  const status = group(page).querySelector('[role=status]');
  assert.equal(status.textContent, '');
  named(page, 'Copy').click();
  await waitUntil(() => status.textContent === 'Copied');
  assert.equal(page.window.copied, [page.window.location.href]);
  page.window.refuseCopy = true;
  page.document.execCommand = (command) => { page.window.copied.push(`${command} ${page.window.getSelection()}`); return false; };
  page.$('#social').click();
  named(page, 'Copy').click();
  const field = group(page).querySelector('input');
  await waitUntil(() => page.window.copied.length === 2);
  assert.equal([page.window.copied[1].split(' ')[0], field.selectionStart, field.selectionEnd, page.focused === field], ['copy', 0, field.value.length, true]);
  assert.equal([group(page).querySelector('[role=status]').textContent, page.window.errors], ['', []]);
});

test('the ways out work by keys alone, and Escape goes back', async () => {
  const real = Object.getOwnPropertyDescriptor(Navigator.prototype, 'userAgent');
  Object.defineProperty(Navigator.prototype, 'userAgent', { configurable: true, get: () => FACEBOOK });
  try {
    const page = ownPage(readyForm('<button type=button id=social data-authrocket-social=google>Google</button>'));
    let submits = 0;
    page.document.addEventListener('submit', (event) => { event.preventDefault(); submits++; }, { once: true });
    page.$('#social').focus();
    await user.keys(KEY.enter);
    await waitUntil(() => page.focused === group(page));
    group(page).querySelector('input').focus();
    await user.keys(KEY.enter);
    assert.equal([submits, page.focused.readOnly], [0, true], 'Enter in the address sends nothing');
    await user.keys(KEY.escape);
    await waitUntil(() => !group(page));
    assert.equal(page.focused.id, 'social');
    page.$('[name=password]').focus();
    await user.keys(KEY.enter);
    await waitUntil(() => submits === 1);
  } finally {
    Object.defineProperty(Navigator.prototype, 'userAgent', real);
    stopOwn();
  }
});

test('the password form keeps working beside the ways out', async () => {
  const page = await open(SOCIAL + loginForm(), { library: true });
  page.$('#social').click();
  page.submit();
  await page.reaches('done');
  assert.equal([(await sent()).length, !!group(page)], [1, true]);
});

test('the texts are in the page\'s language, and stop removes everything', async () => {
  const page = await open(undefined, { more: 'window.words = { webview_open: "Im Browser öffnen" };' });
  const before = written(page);
  page.$('#social').click();
  assert(named(page, 'Im Browser öffnen'));
  assert.equal(page.window.asked.id, 'social', 'asked for the place of the link');
  page.window.stopComforts();
  assert.equal(written(page), before);
});

test('the enhancements violate no strict policy with trusted types', async () => {
  const headers = { 'content-security-policy': `default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'self'; `
    + "require-trusted-types-for 'script'; trusted-types 'none'" };
  const page = await comfortPage(SOCIAL + readyForm('<button id=eye data-authrocket-reveal>Show</button>'), { headers });
  Object.defineProperty(page.window.navigator, 'userAgent', { get: () => FACEBOOK });
  page.$('#eye').click();
  page.$('#eye').click();
  page.$('form').dispatchEvent(new page.window.CustomEvent('authrocket:error', { bubbles: true, detail: { retryAfter: 5 } }));
  page.$('[name=password]').focus();
  page.$('[name=password]').dispatchEvent(new page.window.KeyboardEvent('keydown', { key: 'A', code: 'KeyA', bubbles: true, modifierCapsLock: true }));
  page.$('#social').click();
  assert.equal([page.$('form > button:last-of-type').disabled, !!group(page)], [true, true]);
  await new Promise((done) => page.window.requestAnimationFrame(done));
  assert.equal([page.window.violations, page.window.errors], [[], []]);
});
