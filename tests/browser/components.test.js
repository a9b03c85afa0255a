// Components of design systems, as custom elements that a page defines: with a native field beside them, and with members of their own.

import { openPage, posts, sent, waitSent } from './support.js';

const ada = { username: 'ada', password: 'correct horse' };

/** `w-field` adds its value by `formdata`, and has its own text for an invalid value, but no way to set one. */
const ELEMENTS = `
  customElements.define('w-field', class extends HTMLElement {
    validationMessage = 'Required';
    get validity() { return { valid: this.value !== '' }; }
    get value() { return this.getAttribute('content'); }
    set value(text) { this.setAttribute('content', text); }
    connectedCallback() {
      this.tabIndex = 0;
      this.closest('form').addEventListener('formdata', ({ formData }) => formData.append(this.getAttribute('name'), this.value));
    }
  });`;
const open = (content, attributes = '') =>
  openPage(`<form id=login data-authrocket=login data-authrocket-deliver=event method=post ${attributes}>
    <w-field name=username content="${content}"></w-field><input name=password type=password value="correct horse"><button>Log in</button></form>`, { before: ELEMENTS });

for (const attributes of ['', 'novalidate']) {
  test(`a valid component may have a validationMessage: ${attributes || 'validated by the browser'}`, async () => {
    const page = await open('ada', attributes);
    await page.reaches('idle');
    page.$('button').click();
    await page.reaches('done');
    assert.equal(await sent(), [ada]);
  });
}

test('a component that is invalid keeps the form from being sent', async () => {
  const page = await open('', 'novalidate');
  await page.reaches('idle');
  page.$('button').click();
  await page.reaches('error');
  assert.equal([await posts(), page.$('[role=alert]').textContent.includes('Required')], [[], true]);
});

test('the first invalid field in the page gets the focus, also if it is a component', async () => {
  await fake.set({ answer: 'refused-fields', times: 1 });
  const page = await open('ada');
  await page.reaches('idle');
  page.$('button').click();
  await page.reaches('error');
  assert.equal(page.focused.getAttribute('name'), 'username');
});

test('a component without setCustomValidity beside a native field: both marks go at an edit, and the form is sent', async () => {
  await fake.set({ answer: 'refused-fields', times: 1 });
  const page = await open('ada');
  await page.reaches('idle');
  page.$('button').click();
  await page.reaches('error');
  for (const name of ['username', 'password']) {
    page.$(`[name=${name}]`).dispatchEvent(new page.window.Event('input', { bubbles: true }));
  }
  assert.equal([...page.document.querySelectorAll('[aria-invalid]')].length, 0);
  page.$('button').click();
  await page.reaches('done');
  assert.equal((await waitSent(2)).length, 2);
});
