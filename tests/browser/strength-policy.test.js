// The strength meter's policy: what keeps a form from being sent, and where that is said.

import { openPage, sent, waitSent } from './support.js';
import { FIELD, field, meterPage, place, signup, type } from './strength-support.js';

const KIND = ['lower', 'upper', 'digit', 'special'];
const ready = async (body, options) => {
  const page = await openPage(body, options);
  await waitUntil(() => place(page), 'the meter');
  return page;
};
const form = (attributes = '') => signup('', FIELD, `data-authrocket-deliver=event ${attributes}`);

test('each required kind has a message of its own, in the words of the service', async () => {
  const page = await meterPage(signup());
  const wanted = ['a lower-case letter', 'an upper-case letter', 'a digit', 'a special character'].map((what) => `Password must include ${what}`);
  for (const [at, password] of ['ABCDEF1!', 'abcdef1!', 'Abcdefg!', 'Abcdefg1'].entries()) {
    type(page, password);
    assert.equal(field(page).validationMessage, wanted[at], KIND[at]);
  }
  type(page, '12345678');
  assert.equal(field(page).validationMessage, [wanted[0], wanted[1], wanted[3]].join('; '));
  for (const password of ['Abcdef1 ', 'Ąbcdef١ß-']) {
    type(page, password);
    assert.equal(field(page).validationMessage, '', password);
  }
});

test('an empty field is a matter of `required`', async () => {
  const page = await meterPage(signup());
  type(page, '1');
  type(page, '');
  assert.equal(field(page).validationMessage, '');
});

test('the browser keeps the form from being sent, until the password is right', async () => {
  const page = await ready(form());
  type(page, 'abcdefgh');
  page.submit();
  assert.equal([page.state(), page.$('form').matches(':invalid')], ['idle', true]);
  type(page, 'Abcdefg1!');
  page.submit();
  await waitSent(1);
  assert.equal((await sent()).map(({ password }) => password), ['Abcdefg1!']);
});

test('a password that a script has replaced is judged at a click into the button, wherever the button is', async () => {
  const inside = '<button><span>Sign up</span></button>';
  for (const body of [signup().replace('<button>Sign up</button>', inside), signup() + inside.replace('<button', '<button form=signup')]) {
    const page = await meterPage(body);
    const seen = [];
    page.document.addEventListener('submit', (event) => { event.preventDefault(); seen.push(field(page).value); });
    type(page, 'abc');
    field(page).value = 'Abcdefg1!';
    page.$('button span').click();
    assert.equal([seen, field(page).validationMessage], [['Abcdefg1!'], '']);
  }
});

test('a password that a script has replaced is judged at requestSubmit(), before the browser checks the form', async () => {
  const page = await meterPage(signup());
  const seen = [];
  page.document.addEventListener('submit', (event) => { event.preventDefault(); seen.push(field(page).value); });
  type(page, 'abc');
  field(page).value = 'Abcdefg1!';
  page.submit();
  assert.equal([seen, field(page).validationMessage], [['Abcdefg1!'], '']);
  field(page).value = 'abc';
  page.submit();
  assert.match(field(page).validationMessage, /must include/);
  assert.equal(seen.length, 1);
  const { form } = field(page);
  const foreign = page.document.createElement('button');
  await assert.rejects((async () => form.requestSubmit(foreign))(), ({ name }) => name === 'NotFoundError');
});

const FOREIGN = {
  'an Event of its own': { after: (window) => { window.Event = function Event(event) { this.type = event.type.trim(); }; } },
  'a requestSubmit that cannot be replaced': { before: 'Object.defineProperty(HTMLFormElement.prototype, "requestSubmit", { writable: false });' },
};
for (const [what, { before, after = () => {} }] of Object.entries(FOREIGN)) {
  test(`a meter does not keep other forms from being sent: a page with ${what}`, async () => {
    const other = '<form id=other><input type=hidden name=dispatchEvent><input type=hidden name=requestSubmit value=1></form>';
    const page = await meterPage(signup() + other, { before });
    const seen = [];
    page.document.addEventListener('submit', (event) => { event.preventDefault(); seen.push(event.target.id); });
    type(page, 'Abcdefg1!');
    after(page.window);
    const { requestSubmit } = page.window.HTMLFormElement.prototype;
    requestSubmit.call(page.$('#other'));
    requestSubmit.call(field(page).form);
    assert.equal(seen, ['other', field(page).form.id]);
  });
}

test('a password that a script has replaced is judged again when the browser calls it invalid', async () => {
  const page = await meterPage(signup());
  type(page, 'abc');
  field(page).value = 'Abcdefg1!';
  page.$('form').checkValidity();
  assert.equal([field(page).validationMessage, page.$('form').checkValidity()], ['', true]);
});

test('with novalidate, and with form.submit(), the text is at the field, and nothing is sent', async () => {
  for (const [attributes, send] of [['novalidate', (page) => page.submit()], ['', (page) => page.$('form').submit()]]) {
    const page = await ready(form(attributes));
    type(page, 'Abcdefghi1');
    send(page);
    await page.reaches('error');
    assert.equal(page.$('[data-authrocket-error=password]').textContent, 'Password must include a special character');
    assert.equal([page.focused.name, field(page).getAttribute('aria-invalid'), (await sent()).length], ['password', 'true', 0]);
    type(page, 'Abcdefghi1!');
    assert.equal([page.$('[data-authrocket-error=password]').textContent, field(page).hasAttribute('aria-invalid')], ['', false]);
  }
});

test('a local error of the library does not take the policy away', async () => {
  const page = await ready(form('novalidate'));
  page.submit();
  await page.reaches('error');
  assert.match(page.$('[data-authrocket-error=password]').textContent, /blank/);
  // As a password manager may: without an event.
  field(page).value = 'abcdefgh1!';
  page.submit();
  await waitUntil(() => /upper-case/.test(page.$('[data-authrocket-error=password]').textContent));
  assert.equal((await sent()).length, 0);
});

test('a message of the page itself stays', async () => {
  const page = await ready(form('novalidate'));
  type(page, 'Abcdefg1!');
  field(page).setCustomValidity('Not this one');
  type(page, 'Abcdefg2!');
  assert.equal(field(page).validationMessage, 'Not this one');
  field(page).setCustomValidity('');
  type(page, 'abc');
  assert.match(field(page).validationMessage, /must include/);
});

test('the page\'s own text is used', async () => {
  const page = await ready(form('novalidate data-authrocket-text-must-include-a-digit="Eine Ziffer, bitte" data-authrocket-text-rule-digit="0 bis 9"'));
  assert.equal(place(page).querySelectorAll('li')[3].lastElementChild.textContent, '0 bis 9');
  type(page, 'Abcdefgh!');
  assert.equal(field(page).validationMessage, 'Eine Ziffer, bitte');
});
