// Enhancements: `data-authrocket-resend` repeats a mail request, after a pause.

import { comfortPage, tell } from './comforts-support.js';
import { openPage, sent, waitSent } from './support.js';
import { CLOCK } from './comforts-clock.js';

const BUTTON = '<button id=again data-authrocket-resend>Send again</button>';
const forgot = (more = BUTTON, kind = 'forgot-password') =>
  `<form id=forgot data-authrocket=${kind} action="/app/own-action" method=post><input name=email value=ada@example.test required>
  <button id=go>Send</button><p data-authrocket-error></p><p data-authrocket-done></p>${more}</form>`;
const ready = (more, kind) => forgot(more, kind).replace('<form', '<form data-authrocket-state=idle');
const again = (page) => page.$('#again');
const count = (page) => (again(page).querySelector('[data-authrocket-countdown]') || { textContent: '' }).textContent.trim();
const said = (page) => page.$('[data-authrocket-resent]').textContent;
const worked = (page) => {
  tell(page, 'busy', 'submit', { fields: ['email'] });
  tell(page, 'done', 'done', { result: 'okay' });
};
const open = (body, options) => comfortPage(body, { before: CLOCK, ...options });

test('the button waits for the first mail, then for the pause, and sends the same again', async () => {
  const page = await openPage(forgot('<button id=again data-authrocket-resend=1 hidden>Send again</button>'));
  await waitUntil(() => page.$('[data-authrocket-resent]'), 'the enhancements');
  assert.equal([again(page).disabled, again(page).hidden, again(page).type], [true, true, 'button']);
  page.submit();
  await page.reaches('done');
  assert.equal([again(page).disabled, again(page).hidden, count(page), said(page)], [true, false, 'available in 1 s', '']);
  await waitUntil(() => !again(page).disabled);
  assert.equal(again(page).textContent, 'Send again');
  page.$('[name=email]').value = '';
  again(page).click();
  await waitUntil(() => said(page));
  assert.equal([said(page), page.state()], ['Requested again. If no mail arrives, look in your spam folder.', 'done']);
  assert.equal((await sent()).map(({ email }) => email), ['ada@example.test', 'ada@example.test']);
  assert.equal([again(page).disabled, page.$('[name=email]').value], [true, 'ada@example.test']);
});

test('AuthRocket 2: a request for an invitation is repeated', async () => {
  const page = await openPage(forgot('<button id=again data-authrocket-resend=0>Again</button>', 'request-invitation'), { url: `${INSTANCE}/v2` });
  await waitUntil(() => page.$('[data-authrocket-resent]'), 'the enhancements');
  page.submit();
  await page.reaches('done');
  assert.equal(again(page).disabled, false);
  again(page).click();
  await waitSent(2);
  await waitUntil(() => said(page));
});

test('a double click sends one request', async () => {
  const page = await openPage(forgot('<button id=again data-authrocket-resend=0>Again</button>'));
  await waitUntil(() => page.$('[data-authrocket-resent]'), 'the enhancements');
  page.submit();
  await page.reaches('done');
  again(page).click();
  again(page).click();
  await waitUntil(() => said(page));
  assert.equal((await sent()).length, 2);
});

test('a rate limit extends the pause, shows its text at the form, and says nothing of a mail', async () => {
  const page = await openPage(forgot('<button id=again data-authrocket-resend=0>Again</button>'));
  await waitUntil(() => page.$('[data-authrocket-resent]'), 'the enhancements');
  page.submit();
  await page.reaches('done');
  await fake.set({ answer: 'limited', times: 1 });
  again(page).click();
  await page.reaches('error');
  assert.equal([again(page).disabled, said(page)], [true, '']);
  assert.match(count(page), /^available in [567] s$/);
  assert.match(page.$('[data-authrocket-error]').textContent, /7 seconds/);
});

test('the pause counts down: 30 seconds, or the number of the attribute', async () => {
  for (const [value, shown] of [['', 30], ['=true', 30], ['=45', 45]]) {
    const page = await open(ready(`<button id=again data-authrocket-resend${value}>Send again</button>`));
    worked(page);
    assert.equal([count(page), again(page).disabled], [`available in ${shown} s`, true], value);
    page.window.pass(1000);
    assert.equal(count(page), `available in ${shown - 1} s`);
    page.window.pass(shown * 1000);
    assert.equal([count(page), again(page).disabled], ['', false]);
  }
});

test('a failed request leaves the button to another try', async () => {
  const page = await open(ready('<button id=again data-authrocket-resend=0>Send again</button>'));
  worked(page);
  tell(page, 'error', 'error', { code: 'unreachable' });
  assert.equal([again(page).disabled, said(page)], [false, '']);
});

test('another address needs a submit of its own; a reset does not', async () => {
  const page = await open(ready('<button id=again data-authrocket-resend=0 hidden>Send again</button>'));
  worked(page);
  page.$('form').reset();
  assert.equal([again(page).disabled, again(page).hidden], [false, false]);
  page.fill({ email: 'grace@example.test' });
  assert.equal([again(page).disabled, again(page).hidden], [true, true]);
  worked(page);
  assert.equal(again(page).disabled, false);
});

test('a select, a textarea and a custom element get their values back', async () => {
  const before = `customElements.define('own-field', class extends HTMLElement {
    static formAssociated = true;
    #inside = this.attachInternals();
    #value = 'ada';
    get value() { return this.#value; }
    set value(value) { this.#value = value; this.#inside.setFormValue(value); }
  });${CLOCK}`;
  for (const [control, other] of [
    ['<select name=locale id=it><option>en<option>de</select>', 'de'],
    ['<textarea name=username id=it>ada</textarea>', 'grace'],
    ['<own-field data-authrocket-field=username id=it></own-field>', 'grace'],
  ]) {
    const page = await open(ready(`${control}<button id=again data-authrocket-resend=0>Again</button>`), { before });
    const seen = [];
    page.document.addEventListener('submit', (event) => { event.preventDefault(); seen.push(page.$('#it').value); });
    const { value } = page.$('#it');
    worked(page);
    page.$('#it').value = other;
    again(page).click();
    assert.equal([seen, page.window.errors], [[value], []], control);
    page.fill({ email: 'grace@example.test' });
    assert.equal(again(page).disabled, true, 'an edit counts');
  }
});

test('a repeat that the page refused does not make the next request a repeat', async () => {
  for (const type of ['submit', 'authrocket:submit']) {
    await fake.reset();
    const page = await openPage(forgot('<button id=again data-authrocket-resend=0>Again</button>'));
    await waitUntil(() => page.$('[data-authrocket-resent]'), 'the enhancements');
    page.submit();
    await page.reaches('done');
    let isRefused = false;
    page.$('form').addEventListener(type, (event) => { event.preventDefault(); isRefused = true; }, { once: true });
    again(page).click();
    await waitUntil(() => isRefused && page.state() !== 'busy');
    page.$('[name=email]').value = 'grace@example.test';
    page.submit();
    await waitSent(2);
    await page.reaches('done');
    assert.equal([said(page), (await sent()).map(({ email }) => email)], ['', ['ada@example.test', 'grace@example.test']], type);
  }
});

test('a repeat of a form with an invalid field does not make the next request a repeat', async () => {
  const page = await open(ready('<input id=note><button id=again data-authrocket-resend=0>Again</button>'));
  worked(page);
  page.$('#note').required = true;
  again(page).click();
  worked(page);
  assert.equal(said(page), '');
});

test('a status that a framework removes returns', async () => {
  const page = await open(ready());
  page.$('[data-authrocket-resent]').remove();
  await waitUntil(() => page.$('[data-authrocket-resent]'));
  assert.equal([page.$('[data-authrocket-resent]').previousElementSibling.id, page.$('[data-authrocket-resent]').getAttribute('role')], ['again', 'status']);
});

test('only a mail request that worked is offered again', async () => {
  for (const kind of ['signup', 'logout', 'verify-email']) {
    const page = await open(ready('<button id=again data-authrocket-resend=0>Again</button>', kind));
    worked(page);
    assert.equal(again(page).disabled, true, kind);
  }
  const page = await open(ready());
  tell(page, 'error', 'error', { code: 'refused' });
  assert.equal(again(page).disabled, true);
});

test('a button that appears later counts the rest, also outside of the form', async () => {
  const page = await open(`${ready('')}<div id=later></div>`);
  worked(page);
  page.window.pass(10000);
  page.$('#later').innerHTML = BUTTON.replace('<button', '<button form=forgot');
  await waitUntil(() => count(page));
  assert.equal([count(page), again(page).disabled], ['available in 20 s', true]);
});

test('the focus returns to the button after the pause', async () => {
  const page = await open(ready());
  worked(page);
  page.window.pass(30000);
  again(page).focus();
  worked(page);
  again(page).blur();
  page.window.pass(30000);
  assert.equal(page.focused.id, 'again');
});

test('the countdown is not announced, also inside of a live region', async () => {
  const page = await open(ready(`<div role=status>${BUTTON}</div>`));
  worked(page);
  assert.equal(again(page).querySelector('span').getAttribute('aria-live'), 'off');
  assert.equal(page.$('[data-authrocket-resent]').getAttribute('role'), 'status');
});

test('a form that is detached, and stop, give the button back', async () => {
  const page = await open(ready('<button id=again data-authrocket-resend hidden>Send again</button>'));
  worked(page);
  page.$('form').removeAttribute('data-authrocket-state');
  await waitUntil(() => again(page).hidden);
  assert.equal([again(page).disabled, page.window.pending()], [true, 0]);
  page.window.stopComforts();
  assert.equal(again(page).outerHTML, '<button id="again" data-authrocket-resend="" hidden="">Send again</button>');
  assert.equal(page.$('[data-authrocket-resent]'), null);
});
