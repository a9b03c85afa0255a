// Enhancements: a code from a text message (WebOTP), with a stand-in for the browser's API.

import { comfortPage, readyForm, tell } from './comforts-support.js';
import { codeForm, events, loginForm, sent } from './support.js';

/** Script for `before`: a browser with WebOTP; `deliver(code)` simulates the message, `asks` holds the requests. */
const OTP = `
  window.OTPCredential = function () {};
  window.asks = [];
  Object.defineProperty(navigator, 'credentials', { value: { get: (wanted) => new Promise((resolve, reject) => {
    asks.push(wanted);
    window.deliver = (code) => resolve({ code });
    window.refuse = () => reject(new DOMException('no', 'NotAllowedError'));
    wanted.signal.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
  }) } });`;
const open = (body, options) => comfortPage(body, { before: OTP, ...options });
const aborted = (page) => page.window.asks.map(({ signal }) => signal.aborted);
const FIELD = '<input name=code autocomplete=one-time-code>';

test('the code from a text message is filled in, as if typed, and is not sent', async () => {
  const page = await open(readyForm(FIELD));
  const seen = [];
  for (const type of ['input', 'change', 'submit']) page.document.addEventListener(type, (event) => { event.preventDefault(); seen.push(`${type} ${event.target.name}`); });
  // Like React: an own `value` property on the element, which hides what a script sets.
  const field = page.$('[name=code]');
  Object.defineProperty(field, 'value', { configurable: true, get: () => 'hidden', set: () => seen.push('tracked') });
  assert.equal(page.window.asks, [], 'nothing is asked before a code is due');
  tell(page, 'code', 'code-required', { token: 'kli_x' });
  assert.equal(page.window.asks.map(({ otp }) => otp), [{ transport: ['sms'] }]);
  page.window.deliver('987654');
  await waitUntil(() => seen.length >= 2);
  delete field.value;
  assert.equal([field.value, seen], ['987654', ['input code', 'change code']]);
});

test('with the library: the code goes into the page\'s code form, or into the field that was added', async () => {
  for (const [more, css] of [[codeForm.replace('value=123456', ''), '#code [name=code]'], ['', '#login [name=code]']]) {
    await fake.reset();
    await fake.set({ answer: 'code', times: 1 });
    const page = await open(loginForm() + more, { library: true });
    const seen = events(page);
    page.submit('#login');
    await page.reaches('code', '#login');
    page.window.deliver('987654');
    await waitUntil(() => page.$(css).value === '987654');
    assert.equal([page.state('#login'), (await sent()).length], ['code', 1], 'nothing is sent by itself');
    page.submit(more ? '#code' : '#login');
    await waitUntil(() => seen.at(-1).type === 'done');
    assert.equal((await sent())[1].code, '987654');
  }
});

test('the wait ends with the step: by a state, a submit, a reset, a new wait, or stop', async () => {
  const page = await open(`${readyForm(FIELD)}${codeForm}`);
  const due = () => tell(page, 'code', 'code-required', {}, '#login');
  page.document.addEventListener('submit', (event) => event.preventDefault());
  const ends = [
    () => page.$('#login').setAttribute('data-authrocket-state', 'idle'),
    () => page.$('#login').removeAttribute('data-authrocket-state'),
    () => page.submit('#code'),
    () => page.$('#code').reset(),
    due,
    () => page.window.stopComforts(),
  ];
  for (const end of ends) {
    due();
    assert.equal(aborted(page).at(-1), false);
    const at = page.window.asks.length - 1;
    end();
    await waitUntil(() => aborted(page)[at], String(end));
  }
  due();
  assert.equal(page.window.asks.length, ends.length + 1, 'stopped');
});

test('a late text message or a refusal changes and reports nothing', async () => {
  const page = await open(readyForm(FIELD));
  tell(page, 'code', 'code-required');
  page.window.refuse();
  tell(page, 'code', 'code-required');
  const { signal } = page.window.asks[1];
  page.$('form').reset();
  page.window.deliver('987654');
  await waitUntil(() => signal.aborted);
  tell(page, 'code', 'code-required');
  page.window.deliver(null);
  page.$('form').remove();
  await page.window.eval('new Promise((done) => requestAnimationFrame(done))');
  assert.equal(page.window.errors, []);
});

test('in a browser without WebOTP, or with a broken one, nothing happens', async () => {
  for (const before of ['', 'window.OTPCredential = 1; Object.defineProperty(navigator, "credentials", { value: undefined });']) {
    const page = await comfortPage(readyForm(FIELD), { before });
    tell(page, 'code', 'code-required');
    await page.window.eval('new Promise((done) => requestAnimationFrame(done))');
    assert.equal([page.window.errors, page.$('[name=code]').value], [[], '']);
  }
});
