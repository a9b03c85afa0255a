// Pages whose libraries replace natives, extend prototypes or wrap `fetch`: forms log in, and the console says what was replaced.

import { loginForm, openPage, sent } from './support.js';

const ada = { username: 'ada', password: 'correct horse' };
const MOOTOOLS = await (await fetch('/node_modules/mootools/lib/mootools-core-1.5.2-server.js')).text();

const HOSTILE = {
  'a class of its own called Request': `window.Request = function Request(options) { this.options = options || {}; };`,
  'Array.from of an old library': `Array.from = function (item) { return item == null ? [] : [].slice.call(item); };`,
  'a Promise without race': `window.Promise = function (work) { this.then = function () {}; };`,
  'a JSON of its own': `window.JSON = { parse: () => null, stringify: () => '' };`,
  'Function.prototype.bind': `Function.prototype.bind = function () { throw new Error('of the page'); };`,
  'prototypes with more in them': `Array.prototype.each = function () {}; Object.prototype.extend = function () {}; String.prototype.contains = function () {};
    Element.prototype.hide = function () {};`,
  'toJSON on arrays': `Array.prototype.toJSON = function () { return 'odd'; }; Object.prototype.toJSON = function () { return 'odd'; };`,
  'a polyfill of URLSearchParams': `window.URLSearchParams = function (pairs) { this.toString = () => pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&'); };`,
  'a MutationObserver that observes nothing': `window.MutationObserver = function () { this.observe = function () {}; };`,
  'elements and globals called like our own': `window.View = window.engine = window.current = window.find = 1;`,
};
for (const [what, before] of Object.entries(HOSTILE)) {
  test(`a page with ${what}`, async () => {
    const page = await openPage(loginForm(), { before });
    await page.reaches('idle');
    page.$('button').click();
    await page.reaches('done');
    assert.equal(await sent(), [ada]);
    assert.equal(await app.log(), []);
  });
}

test('MooTools', async () => {
  const page = await openPage(loginForm(), { before: `(function () { ${MOOTOOLS}\n }).call(window);` });
  await page.reaches('idle');
  page.$('button').click();
  await page.reaches('done');
  assert.equal(await sent(), [ada]);
});

test('a fetch of the page that expects an address', async () => {
  const before = `(function (plain) { window.fetch = function (address, how) {
    if (address.indexOf('/internal/') === 0) how = Object.assign({}, how, { headers: { 'X-From': 'page' } });
    window.asked = (window.asked || []).concat(address);
    return plain.call(window, address, how); }; })(window.fetch);`;
  const page = await openPage(loginForm(), { before });
  await page.reaches('idle');
  page.$('button').click();
  await page.reaches('done');
  assert.equal([await sent(), page.window.asked], [[ada], [`${INSTANCE}/v1/login`]]);
});

test('the console says which natives were replaced, and nothing if none was', async () => {
  const page = await openPage(loginForm(), { before: HOSTILE['a polyfill of URLSearchParams'] });
  await page.reaches('idle');
  await waitUntil(() => /replaces natives.* URLSearchParams/.test(page.window.said.join('\n')));
  const clean = await openPage(loginForm());
  await clean.reaches('idle');
  assert(!/natives/.test(clean.window.said.join('\n')), clean.window.said.join());
});
