// Enhancements: the countdown on the submit buttons after too many attempts.

import { comfortPage, readyForm, tell, written } from './comforts-support.js';
import { loginForm, waitSent } from './support.js';
import { CLOCK } from './comforts-clock.js';

const open = (body, options) => comfortPage(body, { before: CLOCK, ...options });
/** Each button with its countdown, or else its label: the countdown is an added element, in a button or after an input. */
const countOf = (button) => (button.localName === 'input' ? button.nextElementSibling : button.lastElementChild);
const buttons = (page) => [...page.document.querySelectorAll('button, input[type=submit]')].map((button) => {
  const count = countOf(button);
  const isThere = count && count.hasAttribute('data-authrocket-countdown');
  return [button.disabled, isThere ? count.textContent.trim() : button.localName === 'input' ? button.value : button.textContent];
});
const limit = (page, retryAfter, css) => tell(page, 'error', 'error', { code: 'rate_limited', retryAfter }, css);

const MANY = `${readyForm('<input type=submit id=second value=Also><input type=submit id=bare><button id=off disabled>Off</button><button type=button>Other</button>')}
  <button form=login id=outside><svg></svg> <b>Out</b>side<!-- so --></button>`;

test('the enabled submit buttons wait, count down, and come back exactly as they were', async () => {
  const page = await open(MANY);
  const before = written(page);
  const parts = [...page.$('#outside').childNodes];
  const bare = page.$('#bare').value;
  limit(page, 3);
  const waits = (text) => [[true, text], [true, text], [true, 'Off'], [false, 'Other'], [true, text], [true, text]];
  assert.equal(buttons(page), waits('Try again in 3 s'));
  page.window.pass(1000);
  assert.equal(buttons(page), waits('Try again in 2 s'));
  page.window.pass(1999);
  assert.equal(buttons(page), waits('Try again in 1 s'));
  page.window.pass(1);
  assert.equal(buttons(page).map(([disabled]) => disabled), [false, false, true, false, false, false]);
  assert.equal([written(page).replace('"error"', '"idle"'), page.$('#bare').value], [before, bare]);
  assert([...page.$('#outside').childNodes].every((node, index) => node === parts[index]), 'the very nodes');
  assert.equal(page.window.pending(), 0);
});

test('the countdown follows the clock: a tab that slept is right when it wakes', async () => {
  const page = await open(readyForm());
  limit(page, 60);
  page.window.sleep(50000);
  page.window.pass(1000);
  assert.equal(buttons(page), [[true, 'Try again in 9 s']]);
  page.window.sleep(3600000);
  page.window.pass(1000);
  assert.equal(buttons(page), [[false, 'Log in']]);
});

test('a clock that is set back does not extend the countdown', async () => {
  const page = await open(readyForm());
  limit(page, 5);
  page.window.sleep(-3600000);
  page.window.pass(5999);
  assert.equal(buttons(page), [[true, 'Try again in 1 s']]);
  page.window.pass(1);
  assert.equal(buttons(page), [[false, 'Log in']]);
});

test('the countdown is no live region, and typing does not end it', async () => {
  const page = await open(readyForm());
  limit(page, 5);
  page.fill({ password: 'another' });
  page.window.pass(1000);
  assert.equal(buttons(page), [[true, 'Try again in 4 s']]);
  assert.equal(page.$('form').querySelectorAll('[role], [aria-live]').length, 0);
});

test('several forms count at once, a code form with a time of its own', async () => {
  const page = await open(`${readyForm()}<form id=code data-authrocket=code><input name=code><button>Go on</button></form>`);
  limit(page, 9);
  page.window.pass(2500);
  limit(page, 4, '#code');
  page.window.pass(1000);
  assert.equal(buttons(page), [[true, 'Try again in 6 s'], [true, 'Try again in 3 s']]);
  page.window.pass(3000);
  assert.equal(buttons(page), [[true, 'Try again in 3 s'], [false, 'Go on']]);
  page.window.pass(3000);
  assert.equal(buttons(page), [[false, 'Log in'], [false, 'Go on']]);
});

test('a newer error replaces the time; an error without a time starts no countdown', async () => {
  const page = await open(readyForm());
  tell(page, 'error', 'error', { code: 'refused' });
  assert.equal([buttons(page), page.window.pending()], [[[false, 'Log in']], 0]);
  limit(page, 4);
  limit(page, 9);
  assert.equal([buttons(page), page.window.pending()], [[[true, 'Try again in 9 s']], 1]);
});

for (const state of ['busy', 'idle', null]) {
  test(`a form that becomes ${state || 'detached'} stops counting`, async () => {
    const page = await open(readyForm());
    limit(page, 9);
    if (state) page.$('form').setAttribute('data-authrocket-state', state);
    else page.$('form').removeAttribute('data-authrocket-state');
    await waitUntil(() => page.window.pending() === 0);
    assert.equal(buttons(page), [[false, 'Log in']]);
  });
}

test('stop gives the buttons back', async () => {
  const page = await open(readyForm('<input type=submit id=second value=Also>'));
  limit(page, 9);
  page.window.stopComforts();
  assert.equal([buttons(page), page.window.pending()], [[[false, 'Also'], [false, 'Log in']], 0]);
});

test('a label that the page changes during the countdown stays, and the countdown returns beside it', async () => {
  const page = await open(readyForm('<input type=submit id=second value=Also>'));
  limit(page, 2);
  page.$('#second').value = 'Mine';
  page.$('form > button').textContent = 'Enter';
  page.window.pass(1000);
  assert.equal(page.$('form > button').textContent, 'Enter Try again in 1 s');
  page.window.stopComforts();
  assert.equal(buttons(page), [[false, 'Mine'], [false, 'Enter']]);
});

test('the page\'s own text is used if it has one', async () => {
  const page = await open(readyForm(), { before: `${CLOCK} window.words = { retry_in: 'Wieder in {seconds} Sekunden' };` });
  limit(page, 30);
  assert.equal([buttons(page), page.window.asked.id], [[[true, 'Wieder in 30 Sekunden']], 'login']);
});

test('the focus returns to the button, unless the user has moved on', async () => {
  const page = await open(readyForm());
  const button = page.$('form > button');
  button.name = 'go';
  for (const field of [undefined, page.$('[name=password]')]) {
    button.focus();
    limit(page, 2);
    button.blur();
    if (field) field.focus();
    page.window.pass(2000);
    assert.equal(page.focused.name, field ? 'password' : 'go');
  }
});

test('with the library: a rate-limited login counts down, and a form that is sent anyway is locked and unlocked as usual', async () => {
  await fake.set({ answer: 'limited', times: 1 });
  const page = await comfortPage(loginForm({ more: '<input type=submit id=second value=Also>' }), { library: true });
  page.submit();
  await page.reaches('error');
  assert.equal(buttons(page).map(([disabled]) => disabled), [true, true]);
  assert.match(buttons(page)[0][1], /^Try again in [567] s$/);
  await fake.set({ answer: 'hang-refused' });
  page.submit();
  await waitSent(2);
  assert.equal(buttons(page), [[true, 'Also'], [true, 'Log in']]);
  await fake.release();
  await page.reaches('error');
  assert.equal(buttons(page), [[false, 'Also'], [false, 'Log in']]);
});
