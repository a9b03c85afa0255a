// Enhancements: pasted codes are tidied, and a complete code is sent by itself where the page wants that.

import { comfortPage, ownPage, readyForm, tell } from './comforts-support.js';
import { codeForm, loginForm, openPage, waitSent, sent } from './support.js';

const FORM = '<form id=code data-authrocket=code data-authrocket-state=idle><input name=code autocomplete=one-time-code><button>Go</button></form>';
const field = (page) => page.$('[name=code]');
function paste(page, text, css = '[name=code]') {
  const event = new page.window.Event('paste', { bubbles: true, cancelable: true });
  // Not every browser lets a script fill the data of a paste.
  Object.defineProperty(event, 'clipboardData', { value: { getData: () => text } });
  page.$(css).focus();
  return page.$(css).dispatchEvent(event);
}
/** Fills in as autofill does. */
function autofill(page, value, inputType = 'insertReplacementText') {
  field(page).value = value;
  field(page).dispatchEvent(new page.window.InputEvent('input', { bubbles: true, inputType }));
}
/** Counts submits, and cancels them. */
const submits = (page) => {
  const seen = [];
  page.document.addEventListener('submit', (event) => { event.preventDefault(); seen.push(field(page).value); });
  return seen;
};
const rest = (page) => page.window.eval('new Promise((done) => setTimeout(() => setTimeout(done)))');

test('a pasted code loses its blanks and dashes, also in a field that is too short for them', async () => {
  for (const maxlength of ['', ' maxlength=6']) {
    for (const text of ['246 810', '246-810', ' 246810\n', '2 4 6 8 1 0', '246–810', '246\u00a0810']) {
      const page = await comfortPage(FORM.replace('name=code', `name=code${maxlength}`));
      const inputs = [];
      field(page).addEventListener('input', () => inputs.push(field(page).value));
      assert.equal([paste(page, text), field(page).value, inputs], [false, '246810', ['246810']], text + maxlength);
    }
  }
});

test('a paste replaces what is selected, and can be undone', async () => {
  const page = ownPage(FORM.replace('name=code', 'name=code value=99'));
  field(page).focus();
  field(page).select();
  paste(page, '246 810');
  assert.equal(field(page).value, '246810');
  document.execCommand('undo');
  assert.equal(field(page).value, '99');
});

test('another text is pasted as it is, and other fields are left alone', async () => {
  const page = await comfortPage(FORM.replace('<button', '<input name=note><button'));
  for (const text of ['abcd-efgh', 'code 246810', '', '   ']) assert.equal([paste(page, text), field(page).value], [true, ''], text);
  field(page).name = 'pin';
  assert.equal(paste(page, '246 810', '[name=pin]'), true);
});

test('a paste does not change a field that a user cannot change', async () => {
  for (const attribute of ['readonly', 'disabled']) {
    const page = await comfortPage(FORM.replace('name=code', `name=code value=99 ${attribute}`));
    assert.equal([paste(page, '246 810'), field(page).value], [true, '99'], attribute);
  }
});

test('a code that is filled in is tidied; one that is typed stays until it is sent', async () => {
  const page = await comfortPage(FORM);
  autofill(page, '246 810');
  assert.equal(field(page).value, '246810');
  autofill(page, '246 81', 'insertText');
  assert.equal(field(page).value, '246 81');
});

test('a complete code is sent by itself, from paste, autofill and typing, where the form or the field says so', async () => {
  for (const [from, to] of [['<form', '<form data-authrocket-autosubmit'], ['name=code', 'name=code data-authrocket-autosubmit']]) {
    for (const act of [(page) => paste(page, '246 810'), (page) => autofill(page, '246810'), (page) => autofill(page, '246 810', 'insertText')]) {
      const page = await comfortPage(FORM.replace(from, to));
      const seen = submits(page);
      autofill(page, '24681', 'insertText');
      await rest(page);
      assert.equal(seen, [], 'not yet');
      field(page).value = '';
      act(page);
      await waitUntil(() => seen.length);
      await rest(page);
      assert.equal(seen.length, 1, String(act));
    }
  }
  const page = await comfortPage(FORM);
  const seen = submits(page);
  paste(page, '246810');
  await rest(page);
  assert.equal(seen, [], 'not without the attribute');
});

test('the length is that of the attribute, of maxlength, or 6', async () => {
  for (const [attributes, code] of [['data-authrocket-autosubmit=8', '24681012'], ['data-authrocket-autosubmit maxlength=4', '2468'], ['data-authrocket-autosubmit maxlength=20', '246810']]) {
    const page = await comfortPage(FORM.replace('name=code', `name=code ${attributes}`));
    const seen = submits(page);
    autofill(page, code.slice(1));
    await rest(page);
    autofill(page, code);
    await waitUntil(() => seen.length);
    assert.equal(seen, [code], attributes);
  }
});

test('a form that is not complete otherwise is not sent', async () => {
  const page = await comfortPage(FORM.replace('<form', '<form data-authrocket-autosubmit').replace('<button', '<input name=more required><button'));
  const seen = submits(page);
  autofill(page, '246810');
  await rest(page);
  assert.equal(seen, []);
});

test('with the library: a refused code is not sent again by itself, another one is, and the button sends any', async () => {
  await fake.set({ answer: 'code', times: 1 });
  const page = await openPage(loginForm() + codeForm.replace('value=123456', '').replace('<form', '<form data-authrocket-autosubmit'));
  await waitUntil(async () => (await fetched()).includes('comforts.js'));
  page.submit('#login');
  await page.reaches('code', '#login');
  await waitUntil(() => page.window.document[Symbol.for('authrocket.comforts')]);
  await fake.set({ answer: 'refused' });
  paste(page, '111 111');
  await waitSent(2);
  await page.reaches('error', '#code');
  autofill(page, '');
  autofill(page, '111111');
  await rest(page);
  assert.equal((await sent()).length, 2, 'the same code');
  page.submit('#code');
  await waitSent(3);
  await page.reaches('error', '#code');
  await fake.set({ answer: 'ok' });
  autofill(page, '222222');
  assert.equal((await waitSent(4)).slice(1).map(({ code }) => code), ['111111', '111111', '222222']);
});

test('in a login form, only the second step is sent by itself', async () => {
  const page = await comfortPage(readyForm('<input name=code>').replace('<form', '<form data-authrocket-autosubmit'));
  const seen = submits(page);
  autofill(page, '246810');
  await rest(page);
  assert.equal(seen, [], 'no code is due');
  tell(page, 'code', 'code-required');
  autofill(page, '246810');
  await waitUntil(() => seen.length);
  page.$('form').setAttribute('data-authrocket-state', 'idle');
  autofill(page, '135790');
  await rest(page);
  assert.equal(seen, ['246810'], 'the first step again');
  tell(page, 'error', 'submit', { fields: ['username', 'password'] });
  autofill(page, '135790');
  await rest(page);
  assert.equal(seen, ['246810'], 'a refused password');
});

test('after a new login the same code is sent by itself again', async () => {
  const page = await comfortPage(`${readyForm()}${FORM.replace('<form', '<form data-authrocket-autosubmit')}`);
  const seen = submits(page);
  const due = () => tell(page, 'code', 'code-required', {}, '#login');
  due();
  autofill(page, '246810');
  await waitUntil(() => seen.length === 1);
  tell(page, 'error', 'submit', { fields: ['token', 'code'] }, '#code');
  autofill(page, '246810');
  await rest(page);
  assert.equal(seen.length, 1);
  due();
  autofill(page, '246810');
  await waitUntil(() => seen.length === 2);
});
