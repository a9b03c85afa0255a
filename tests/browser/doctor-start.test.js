// The form doctor that speaks by itself: data-doctor on the script tag, the doctor's own tag, and the package's entry for development builds.

import { LOGIN, SIGNUP, change } from './doctor-pages.js';
import { says, view } from './support.js';

const SICK = change(LOGIN, ['type="password"', 'type="text"']);
const NOTES = '<script src="/browser/pages/notes.js"></script>';
const tag = (more) => `<script src="/pkg/authrocket.js" data-url="${INSTANCE}" ${more}></script>`;
const written = async (head, body, headers) =>
  view(await openFrame(await makePage({ html: `<!doctype html><html lang=en><meta charset=utf-8><title>x</title>${NOTES}${head}<body>${body}</body></html>`, headers })));
const lines = (page, text) => page.window.said.filter((line) => text.test(line));
const panelOf = (page) => page.document.querySelector('authrocket-doctor');

test('data-doctor="console" on the script tag prints the findings, each with its element and its section', async () => {
  const page = await written(tag('data-doctor=console'), SICK);
  await says(page, /password-as-text: .*\n→ Write type="password".*\ndocs\/doctor\.md#autofill-and-typing/);
  assert.equal([panelOf(page), lines(page, /password-as-text/).length], [null, 1]);
});

test('data-doctor="overlay" shows the panel, without lines on the console', async () => {
  const page = await written(tag('data-doctor=overlay'), SICK);
  const panel = await waitUntil(() => panelOf(page));
  assert.match(panel.shadowRoot.textContent, /password-as-text/);
  assert.equal(lines(page, /→/), []);
});

test('without data-doctor the doctor is not loaded, also on a developer\'s machine', async () => {
  const page = await written(tag(''), change(SICK, ['name="username"', 'name="user_nam"']));
  await says(page, /name="user_nam"/);
  assert.equal((await fetched()).filter((name) => name.startsWith('doctor')), []);
});

test('with the doctor, the library\'s own inspection does not report the same again', async () => {
  const page = await written(tag('data-doctor'), change(SICK, ['name="username"', 'name="user_nam"']));
  await says(page, /field-typo/);
  assert.equal(lines(page, /name="user_nam"/).length, lines(page, /field-typo|label/).length);
});

test('if doctor.js is missing, nothing is thrown, the console says so once, and the inspection reports as before', async () => {
  await fake.set({ path: '/pkg/doctor.js', answer: { status: 404, body: 'no' } });
  const page = await written(tag('data-doctor'), change(SICK, ['name="username"', 'name="user_nam"']));
  await says(page, /name="user_nam"/);
  assert.equal(lines(page, /doctor\.js cannot be loaded/).length, 1);
  assert.equal(page.window.errors, []);
});

test('a form that is added later is examined, and what was printed is not printed again', async () => {
  const page = await written(tag('data-doctor'), SICK);
  await says(page, /password-as-text/);
  page.document.body.insertAdjacentHTML('beforeend', change(SIGNUP, ['type="email"', '']));
  await says(page, /email-type/);
  assert.equal(lines(page, /password-as-text/).length, 1);
});

test('the overlay follows the page: a fixed field leaves the list', async () => {
  const page = await written(tag('data-doctor=overlay'), SICK);
  const panel = await waitUntil(() => panelOf(page));
  page.$('[name=password]').setAttribute('type', 'password');
  await waitUntil(() => !/password-as-text/.test(panel.shadowRoot.textContent));
});

test('a closed overlay stays closed when the page changes', async () => {
  const page = await written(tag('data-doctor=overlay'), SICK);
  const panel = await waitUntil(() => panelOf(page));
  panel.shadowRoot.querySelector('[aria-label^=Close]').click();
  page.document.body.insertAdjacentHTML('beforeend', change(SIGNUP, ['type="email"', '']));
  await waitUntil(() => page.document.querySelectorAll('[data-authrocket-state]').length === 2);
  await new Promise((resolve) => page.window.setTimeout(resolve, 400));
  assert.equal(panelOf(page), null);
});

test('data-doctor works under a strict policy', async () => {
  const page = await written(tag('data-doctor'), SICK, { 'content-security-policy': `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${INSTANCE}; require-trusted-types-for 'script'; trusted-types 'none'` });
  await says(page, /password-as-text/);
  assert.equal(page.window.violations, []);
});

test('a page that the doctor cannot read is told once, and nothing is rejected', async () => {
  const page = await written('<script src="/pkg/doctor.js"></script>', `${SICK}<form name=querySelectorAll></form>`);
  await says(page, /authrocket doctor: TypeError/);
  page.document.body.append(page.document.createElement('p'));
  await new Promise((resolve) => page.window.setTimeout(resolve, 400));
  assert.equal([lines(page, /authrocket doctor: TypeError/).length, page.window.errors], [1, []]);
});

// --- The package --------------------------------------------------------------------------------------------------

const PLAIN = change(LOGIN, [' data-authrocket="login"', ''], ['type="password"', 'type="text"']);
const attach = (file, more = '') => `<script type=module>import { createClient } from "/pkg/${file}"; ${more}
  window.client = createClient({ url: "${INSTANCE}" }); client.attach(document.querySelector("form"), { kind: "login", deliver: "post" });</script>`;

test('the entry for development builds prints findings, with what attach was given', async () => {
  const page = await written('', PLAIN + attach('development.js'));
  await says(page, /password-as-text/);
  await says(page, /to-missing/);
  assert.equal([lines(page, /url-unknown/), lines(page, /no address to go to/).length], [[], 1]);
});

test('the entry for development builds prints nothing about a healthy form', async () => {
  const healthy = change(LOGIN, [' data-authrocket="login"', ' data-authrocket="login"']);
  const page = await written('', healthy + attach('development.js').replace('"post"', '"event"'));
  await waitUntil(async () => (await fetched()).includes('doctor.module.js'));
  await page.reaches('idle');
  page.$('[name=password]').setAttribute('maxlength', '8');
  await says(page, /password-maxlength/);
  assert.equal(lines(page, /→/).filter((line) => !/password-maxlength|early-submit/.test(line)), []);
});

test('the entry for development builds knows which forms a script has rendered: they cannot be submitted too early', async () => {
  const rendering = `document.body.insertAdjacentHTML("beforeend", ${JSON.stringify(PLAIN)});`;
  const page = await written('', attach('development.js', rendering).replace('"post"', '"event"'));
  await says(page, /password-as-text/);
  assert.equal(lines(page, /early-submit/), []);
  const parsed = await written('', PLAIN + attach('development.js').replace('"post"', '"event"'));
  await says(parsed, /early-submit/);
});

test('the entry for development builds attaches a form of a client without options', async () => {
  const page = await written('', PLAIN + attach('development.js').replace(`{ url: "${INSTANCE}" }`, ''));
  await says(page, /url-unknown/);
  assert.equal(page.window.errors, []);
  assert.equal(page.$('form').dispatchEvent(new page.window.Event('submit', { bubbles: true, cancelable: true })), false, 'the form is guarded');
});

test('the entry for development builds forgets a form that is detached', async () => {
  const page = await written('', PLAIN + attach('development.js').replace('client.attach(', 'window.attachment = client.attach('));
  await says(page, /to-missing/);
  page.window.attachment.detach();
  page.$('form').setAttribute('enctype', 'multipart/form-data');
  page.$('form').setAttribute('target', '_blank');
  await says(page, /target-blank/);
  assert.equal(lines(page, /enctype-unused/), []);
});

test('the entry for development builds works without the doctor\'s file', async () => {
  await fake.set({ path: '/pkg/doctor.module.js', answer: { status: 404, body: 'no' } });
  const page = await written('', PLAIN + attach('development.js').replace('"post"', '"event"'));
  await says(page, /doctor\.module\.js cannot be loaded/);
  await page.reaches('idle');
  assert.equal(page.window.errors, []);
});

test('the entry for production loads no doctor', async () => {
  const page = await written('', PLAIN + attach('module.js'));
  await page.reaches('idle');
  await says(page, /no address to go to/);
  assert.equal((await fetched()).filter((name) => name.startsWith('doctor')), []);
});
