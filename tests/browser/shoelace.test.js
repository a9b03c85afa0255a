// Pages with the real Shoelace: its inputs and buttons are custom elements that the browser does not take for controls of a
// form. They add their values by `formdata`, check them at `submit`, and submit by a button that they add and remove.

import { examine } from '/pkg/doctor.module.js';
import { events, openPage, posts, sent, waitSent } from './support.js';

const BASE = '/node_modules/@shoelace-style/shoelace/cdn';
const SHOELACE = ['button', 'checkbox', 'input', 'select', 'option']
  .map((name) => `<script type=module src="${BASE}/components/${name}/${name}.js"></script>`).join('');
const ada = { username: 'ada', password: 'correct horse' };

const loginForm = ({ attributes = 'data-authrocket-deliver=event', username = 'value=ada required', more = '', places = '' } = {}) => `
  <form id=login data-authrocket=login ${attributes} action="/app/own-action" method=post>
    <sl-input name=username label=User ${username}></sl-input>${places && '<p data-authrocket-error=username></p>'}
    <sl-input name=password type=password label=Password value="correct horse" password-toggle></sl-input>${places && '<p data-authrocket-error=password></p>'}
    ${more}<sl-button type=submit id=go>Log in</sl-button><sl-button type=reset id=reset>Reset</sl-button></form>`;

async function open(form = loginForm(), options = {}) {
  const page = await openPage(`${SHOELACE}${form}`, options);
  await page.reaches('idle');
  page.window.clicks = 0;
  const { customElements } = page.window;
  await Promise.all(['sl-button', 'sl-checkbox', 'sl-input'].map((name) => customElements.whenDefined(name)));
  await Promise.all([...page.document.querySelectorAll(':defined')].map((element) => element.updateComplete));
  return page;
}
/** The native control inside a component. */
const inside = (page, css) => page.$(css).shadowRoot.querySelector('input, button');
/** A click as a user does it: on the native button inside. */
const click = (page, css = '#go') => inside(page, css).click();
/** Types into a component: its own listeners take the text over. */
function type(page, name, text) {
  const input = inside(page, `[name=${name}]`);
  input.value = text;
  for (const event of ['input', 'change']) input.dispatchEvent(new page.window.Event(event, { bubbles: true, composed: event === 'input' }));
}
async function nothingLeft() {
  const log = await app.log();
  assert(!/correct|horse/.test(JSON.stringify(log)), `the app got ${JSON.stringify(log)}`);
  assert.equal(log.filter(({ path }) => path === '/app/own-action'), []);
}

test('a login', async () => {
  const page = await open();
  click(page);
  await page.reaches('done');
  assert.equal(await sent(), [ada]);
  await nothingLeft();
});

test('what was typed is sent', async () => {
  const page = await open();
  type(page, 'username', 'grace');
  type(page, 'password', ' two words ');
  click(page);
  await page.reaches('done');
  assert.equal(await sent(), [{ username: 'grace', password: ' two words ' }]);
});

test('a signup is read as the browser would send it: checked boxes, chosen options, enabled inputs', async () => {
  const page = await open(`
    <form id=login data-authrocket=signup data-authrocket-deliver=event action="/app/own-action" method=post>
      <sl-input name=username value=ada></sl-input><sl-input name=password type=password value="correct horse"></sl-input>
      <sl-input name=email value=off@b.test disabled></sl-input><input name=first_name value=Ada>
      <sl-checkbox name=last_name value=checked checked>On</sl-checkbox><sl-checkbox name=org_name value=unchecked>Off</sl-checkbox>
      <sl-select name=locale value=de><sl-option value=en>English</sl-option><sl-option value=de>Deutsch</sl-option></sl-select>
      <sl-button type=submit id=go>Sign up</sl-button></form>`, { url: `${INSTANCE}/v2` });
  const browser = Object.fromEntries(new page.window.FormData(page.$('form')));
  assert.equal(browser, { ...ada, first_name: 'Ada', last_name: 'checked', locale: 'de' }, 'what the browser would send');
  click(page);
  await page.reaches('done');
  assert.equal(await sent(), [browser]);
});

test('clicks and keys during a call send nothing more, and the button is locked', async () => {
  await fake.set({ answer: 'hang-refused', times: 1 });
  const page = await open();
  click(page);
  click(page);
  await waitSent(1);
  const button = page.$('#go');
  assert.equal([button.disabled, page.$('#reset').disabled, page.$('form').getAttribute('aria-busy')], [true, false, 'true']);
  click(page);
  page.submit();
  await fake.release();
  await page.reaches('error');
  await button.updateComplete;
  assert.equal([button.disabled, inside(page, '#go').disabled, button.hasAttribute('autocomplete'), (await posts()).length], [false, false, false, 1]);
  click(page);
  await page.reaches('done');
  assert.equal((await posts()).length, 2);
});

test('a button that the page disables at a click is enabled again, one that it had disabled is not', async () => {
  await fake.set({ answer: 'refused', times: 1 });
  const page = await open(loginForm({ more: '<sl-button type=submit id=never disabled>Not yet</sl-button>' }), {
    after: `addEventListener('click', (event) => { if (event.target.id === 'go') event.target.disabled = true; });`,
  });
  click(page);
  await page.reaches('error');
  assert.equal([page.$('#go').disabled, page.$('#never').disabled], [false, true]);
});

test('what Shoelace finds invalid is not sent, and is shown by Shoelace', async () => {
  const page = await open(loginForm({ username: 'required' }));
  click(page);
  await waitUntil(() => page.$('[name=username]').hasAttribute('data-user-invalid'));
  await page.reaches('idle');
  assert.equal([page.$('#go').disabled, await posts(), await app.log()], [false, [], []]);
  type(page, 'username', 'ada');
  click(page);
  await page.reaches('done');
  assert.equal(await sent(), [ada]);
});

test('errors are shown at their fields, the first of them gets the focus, and an edit clears its own', async () => {
  await fake.set({ answer: 'refused-fields', times: 1 });
  const page = await open(loginForm({ places: 'both' }));
  click(page);
  await page.reaches('error');
  const texts = () => ['username', 'password'].map((name) => page.$(`[data-authrocket-error=${name}]`).textContent.length > 5);
  const marks = () => ['username', 'password'].map((name) => page.$(`[name=${name}]`).getAttribute('aria-invalid'));
  assert.equal([texts(), marks(), page.focused.getAttribute('name')], [[true, true], ['true', 'true'], 'username']);
  type(page, 'username', 'grace');
  assert.equal([texts(), marks()], [[false, true], [null, 'true']]);
});

test('an empty field is reported at the field, and the form can be sent once it is filled', async () => {
  const page = await open(loginForm({ username: '', places: 'both', attributes: 'data-authrocket-deliver=event novalidate' }));
  click(page);
  await page.reaches('error');
  assert.equal([page.$('[data-authrocket-error=username]').textContent.length > 3, page.focused.getAttribute('name'), await posts()], [true, 'username', []]);
  type(page, 'username', 'ada');
  click(page);
  await page.reaches('done');
  assert.equal(await sent(), [ada]);
});

test('an error without a place for its field is shown by the form, and described there', async () => {
  await fake.set({ answer: 'refused-fields', times: 1 });
  const page = await open();
  click(page);
  await page.reaches('error');
  const place = page.$('form [role=alert]');
  assert(place.textContent.length > 10, place.textContent);
  assert.equal(page.$('[name=username]').getAttribute('aria-describedby'), place.id);
});

test('a reset empties errors and goes back to the first step', async () => {
  await fake.set({ answer: 'refused-fields', times: 1 });
  const page = await open(loginForm({ places: 'both' }));
  type(page, 'username', 'grace');
  click(page);
  await page.reaches('error');
  click(page, '#reset');
  await page.reaches('idle');
  assert.equal([page.$('[name=username]').value, page.$('[data-authrocket-error=username]').textContent, page.$('[name=username]').getAttribute('aria-invalid')],
    ['ada', '', null]);
  click(page);
  await page.reaches('done');
  assert.equal((await sent()).at(-1), ada);
});

test('a code is typed into the page\'s own component', async () => {
  await fake.set({ answer: 'code', times: 1 });
  const page = await open(loginForm({ more: '<p hidden id=veil><sl-input name=code label=Code></sl-input></p>' }));
  click(page);
  await page.reaches('code');
  assert.equal([page.$('#veil').hidden, page.focused.getAttribute('name'), page.document.querySelectorAll('[name=code]').length], [false, 'code', 1]);
  type(page, 'code', '123 456');
  click(page);
  await page.reaches('done');
  assert.equal((await sent())[1].code, '123456');
  await nothingLeft();
});

test('a code without a field of the page is asked for in an added one', async () => {
  await fake.set({ answer: 'code', times: 1 });
  const page = await open(loginForm({ more: '<sl-icon name=code></sl-icon>' }));
  click(page);
  await page.reaches('code');
  assert.equal([page.focused.localName, page.focused.name], ['input', 'code']);
});

test('a signup that needs verification empties the password, and is not sent twice', async () => {
  await fake.set({ path: '/v1/signup', answer: { body: { error: 'Verification required. We have sent you an e-mail.' } } });
  const page = await open(loginForm().replace('data-authrocket=login', 'data-authrocket=signup'));
  click(page);
  await page.reaches('done');
  assert.equal([page.$('[name=password]').value, page.$('[name=username]').value], ['', 'ada']);
  await waitUntil(() => !page.$('#go').disabled);
  page.$('form').noValidate = true;
  click(page);
  await page.reaches('done');
  assert.equal([await sent(), await app.log()], [[ada], []]);
});

test('a kept token is not delivered after an edit', async () => {
  await fake.set({ path: '/app/session', answer: { status: 500 }, times: 1 });
  const page = await open(loginForm({ attributes: 'data-authrocket-deliver=fetch data-authrocket-to=/app/session' }));
  click(page);
  await page.reaches('error');
  type(page, 'username', 'grace');
  click(page);
  await waitSent(2);
  assert.equal((await sent()).map(({ username }) => username), ['ada', 'grace']);
});

test('the button\'s name and value go to the app, the password does not', async () => {
  const page = await open(loginForm({
    attributes: 'data-authrocket-deliver=post data-authrocket-to=/app/session',
    more: '<sl-button type=submit name=plan value=big id=big>Big</sl-button><input type=hidden name=csrf value=c>',
  }));
  click(page, '#big');
  const [post] = await waitUntil(async () => (await app.log()).length && app.log());
  assert.match(post.body, /^csrf=c&plan=big&token=eyJ[\w.-]+$/);
});

test('a page cancels a submit, and reads the fields in its own listener', async () => {
  const page = await open();
  const read = [];
  page.$('form').addEventListener('submit', (event) => {
    event.preventDefault();
    read.push(new page.window.FormData(event.target).get('password'));
  });
  const seen = events(page);
  click(page);
  await page.reaches('idle');
  assert.equal([read, seen, await posts(), page.$('#go').disabled], [['correct horse'], [], [], false]);
});

test('listeners of the document that send every form get no password', async () => {
  const page = await open(loginForm(), {
    after: `document.addEventListener('submit', (event) => { navigator.sendBeacon('/app/leak', new URLSearchParams(new FormData(event.target))); });`,
  });
  click(page);
  await page.reaches('done');
  const [leak] = await waitUntil(async () => (await app.log()).length && app.log());
  assert.equal([leak.path, new URLSearchParams(leak.body).get('username')], ['/app/leak', 'ada']);
  await nothingLeft();
  assert.equal([await sent(), page.$('[name=password]').disabled], [[ada], false]);
});

test('form.submit() of the page is a login', async () => {
  const page = await open();
  page.$('form').submit();
  await page.reaches('done');
  assert.equal(await sent(), [ada]);
  await nothingLeft();
});

test('the doctor takes the components for fields', async () => {
  const page = await open();
  const codes = (await examine(page.document)).map(({ code }) => code);
  for (const code of ['field-missing', 'field-in-shadow', 'submit-missing', 'shadow-closed', 'label-missing']) {
    assert(!codes.includes(code), `found ${codes}`);
  }
});
