// Pages with the real Prototype.js, from Debian's package: it replaces `Array.from` and `HTMLElement.prototype.remove`, extends
// elements and functions, and has its own events and its own `Form.serialize`.

import { codeForm, loginForm, openPage, posts, sent } from './support.js';

const answer = await fetch('/javascript/prototype/prototype.js');
const PROTOTYPE = answer.ok && `${await answer.text()}\n`;
/** What Prototype 1.6 did to every array; later versions leave this out where the browser has `JSON`. */
const TO_JSON = 'Array.prototype.toJSON = function () { return JSON.stringify(this.map(String)); };';
const ada = { username: 'ada', password: 'correct horse' };

const open = (form, { before = '', after = '' } = {}) =>
  openPage(form, { before: `${PROTOTYPE}${before}`, after: `document.observe('dom:loaded', () => { ${after} });` });
/** The app's server got no password, and no request that the form itself would have made. */
async function nothingLeft() {
  const log = await app.log();
  assert(!/correct|horse/.test(JSON.stringify(log)), `the app got ${JSON.stringify(log)}`);
  assert.equal(log.filter(({ path }) => path === '/app/own-action'), []);
}

const tests = {
  'the page has what it is tested for': async () => {
    const { window } = await open('<form id=login></form>');
    const native = (method) => /\[native code]/.test(Function.prototype.toString.call(method));
    assert.equal([window.Prototype.Version, native(window.Array.from), native(window.HTMLElement.prototype.remove)], ['1.7.3', false, false]);
    assert(window.$('login') === window.document.forms[0] && typeof window.$('login').serialize === 'function', 'elements are extended');
  },

  'a login': async () => {
    const page = await open(loginForm());
    await page.reaches('idle');
    page.$('button').click();
    await page.reaches('done');
    assert.equal(await sent(), [ada]);
    await nothingLeft();
  },

  'a login with arrays that have a toJSON, and a fetch delivery': async () => {
    const page = await open(loginForm({ attributes: 'data-authrocket-deliver=fetch data-authrocket-to=/app/session.json' }), { before: TO_JSON });
    await page.reaches('idle');
    page.$('button').click();
    await waitUntil(() => page.path === '/app/welcome');
    assert.equal(await sent(), [ada]);
    await nothingLeft();
  },

  'a refusal is shown, with its fields, and the next submit works': async () => {
    await fake.set({ answer: 'refused-fields', times: 1 });
    const page = await open(loginForm(), { before: TO_JSON });
    await page.reaches('idle');
    page.$('button').click();
    await page.reaches('error');
    assert(page.$('form [role=alert]').textContent.length > 10, 'a text');
    assert.equal(page.$('button').disabled, false);
    page.$('button').click();
    await page.reaches('done');
    assert.equal(await sent(), [ada, ada]);
    await nothingLeft();
  },

  'a code is asked for, in the page\'s form and in an added field': async () => {
    for (const more of ['', codeForm]) {
      await fake.set({ answer: 'code', times: 1 });
      const page = await open(loginForm() + more);
      page.submit('#login');
      await page.reaches('code', '#login');
      if (!more) page.fill({ code: '123456' }, '#login');
      page.submit(more ? '#code' : '#login');
      await page.reaches(more ? 'idle' : 'done', '#login');
      assert.equal((await sent()).at(-1).code, '123456');
    }
    await nothingLeft();
  },

  'the script API and the links': async () => {
    const page = await open('<a data-authrocket-social=facebook>Facebook</a>', { before: TO_JSON });
    const { AuthRocket, $H } = page.window;
    for (const fields of [{ ...ada }, $H(ada).toObject(), $H(ada).toQueryString()]) {
      const result = await new Promise((resolve) => AuthRocket.authenticate(fields, resolve));
      assert.match(result.token, /^eyJ/);
    }
    assert.equal([await sent(), page.$('a').href], [[ada, ada, ada], `${INSTANCE}/auth/facebook`]);
  },

  'Form.serialize of the page still has all fields': async () => {
    const page = await open(loginForm());
    await page.reaches('idle');
    assert.equal(page.window.$('login').serialize(true), ada);
  },

  'Form.serialize in a listener of the document has no password': async () => {
    const page = await open(loginForm(), {
      after: `document.observe('submit', (event) => { window.serialized = event.findElement('form').serialize(); });`,
    });
    await page.reaches('idle');
    page.$('button').click();
    await page.reaches('done');
    assert.equal([page.window.serialized, await sent()], ['username=ada', [ada]]);
  },

  'Ajax.Request of a listener that ignores cancelled events sends no password': async () => {
    const page = await open(loginForm(), {
      after: `document.on('submit', 'form', (event, form) => { event.stop(); new Ajax.Request('/app/leak', { parameters: form.serialize() }); });`,
    });
    await page.reaches('idle');
    page.$('button').click();
    await waitUntil(async () => (await app.log()).some(({ path }) => path === '/app/leak'));
    await page.reaches('idle');
    assert.equal(await sent(), []);
    await nothingLeft();
  },
};

const REFUSALS = {
  'Event.observe and event.stop()': `Event.observe('login', 'submit', (event) => event.stop());`,
  'observe and Event.stop': `$('login').observe('submit', Event.stop);`,
  'bindAsEventListener': `$('login').observe('submit', function (event) { event.stop(); }.bindAsEventListener({}));`,
  'a delegated handler': `document.on('submit', 'form', (event) => event.stop());`,
};
for (const [what, after] of Object.entries(REFUSALS)) {
  tests[`a submit that the page cancels is not sent: ${what}`] = async () => {
    const page = await open(loginForm(), { after });
    await page.reaches('idle');
    page.$('button').click();
    page.submit();
    await page.reaches('idle');
    assert.equal([page.$('button').disabled, page.$('form').getAttribute('aria-busy'), await posts(), await app.log()], [false, null, [], []]);
  };
}

// Only Debian has Prototype.js as a package.
if (!PROTOTYPE) test('Prototype.js is not installed: nothing is tested', () => {});
else for (const [name, body] of Object.entries(tests)) test(name, body);
