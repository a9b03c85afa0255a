// The form doctor's overlay: a panel that lists findings and frames their elements, without disturbing the page.

import { LOGIN, change, open } from './doctor-pages.js';
import { openPage } from './support.js';
import { examine, overlay } from '/pkg/doctor.module.js';

/** The arrow keys, as WebDriver names them. */
const [UP, DOWN] = ['\uE013', '\uE015'];
const SICK = change(LOGIN, ['type="password"', 'type="text" maxlength="8"'], ['method="post"', '']);
const host = () => document.querySelector('authrocket-doctor');
const within = (css) => [...host().shadowRoot.querySelectorAll(css)];
const texts = (css) => within(css).map(({ textContent }) => textContent);
const items = () => within('li button');
const focused = () => host().shadowRoot.activeElement;
const chosen = () => within('.box.chosen').length;

/** Opens the overlay over a bad form on the test's own page. */
async function sick() {
  const form = fixture(SICK);
  const found = (await examine(form, { url: INSTANCE })).filter(({ code }) => /^(password|method)-/.test(code));
  const panel = overlay(found);
  return { form, found, panel };
}

test('the overlay has the same texts as the console, errors first, and a count', async () => {
  const { found, panel } = await sick();
  assert.equal(texts('h2'), ['authrocket doctor: 2 errors, 1 warning']);
  assert.equal(texts('.severity'), ['error', 'error', 'warning']);
  const warning = found.find(({ severity }) => severity === 'warning');
  assert.equal(items()[2].textContent, `warning${warning.code}: ${warning.message}→ ${warning.fix}docs/doctor.md#autofill-and-typing`);
  panel.close();
});

test('each element is framed once, in the colour of its worst finding, and its frame follows it', async () => {
  const { form, panel } = await sick();
  assert.equal(within('.box').map(({ className }) => className.replace(/ at\d/, '')), ['box error', 'box error']);
  const near = (one, other) => Math.abs(one - other) < 8;
  const over = (element, box) => {
    const [a, b] = [element.getBoundingClientRect(), box.getBoundingClientRect()];
    return near(a.left, b.left) && near(a.top, b.top) && near(a.width, b.width) && near(a.height, b.height);
  };
  const elements = () => within('.box').map((box) => [form, form.querySelector('[name=password]')].findIndex((each) => over(each, box)));
  assert.equal(elements().sort(), [0, 1]);
  form.style.marginTop = '300px';
  dispatchEvent(new Event('resize'));
  assert.equal(elements().sort(), [0, 1]);
  panel.close();
});

test('the keyboard reaches everything: arrows move among the findings, Escape closes and gives the focus back', async () => {
  const { form, panel } = await sick();
  await user.click('#fixture [name=username]');
  items()[0].focus();
  assert.equal([focused() === items()[0], items()[0].getAttribute('aria-pressed'), chosen()], [true, 'true', 1]);
  await user.keys(DOWN);
  assert.equal([focused() === items()[1], items()[0].getAttribute('aria-pressed')], [true, 'false']);
  await user.keys(UP);
  await user.keys(UP);
  assert(focused() === items()[2], 'it goes around');
  await user.keys(KEY.escape);
  assert.equal([host(), document.activeElement === form.querySelector('[name=username]')], [null, true]);
  panel.update([]);
  assert.equal(host(), null, 'an update does not open it again');
});

test('opening it moves no focus; the buttons fold and close it', async () => {
  fixture(SICK).querySelector('[name=username]').focus();
  const before = document.activeElement;
  const panel = overlay(await examine(document.querySelector('#fixture'), { url: INSTANCE }));
  assert(document.activeElement === before);
  const [fold, shut] = within('header button');
  fold.click();
  assert.equal([fold.getAttribute('aria-expanded'), within('ol')[0].getClientRects().length], ['false', 0]);
  fold.click();
  assert.equal([fold.getAttribute('aria-expanded'), within('ol')[0].getClientRects().length], ['true', 1]);
  shut.click();
  assert.equal(host(), null);
  panel.close();
});

test('a second call replaces the panel; an update keeps the focus in the list', async () => {
  const { found } = await sick();
  const panel = overlay(found);
  assert.equal(document.querySelectorAll('authrocket-doctor').length, 1);
  items()[2].focus();
  panel.update(found.slice(0, 1));
  assert.equal([items().length, focused() === items()[0]], [1, true]);
  panel.update([]);
  assert.equal(texts('h2'), ['authrocket doctor: nothing to fix']);
  panel.close();
});

test('clicks and keys in the panel are none of the page', async () => {
  const { panel } = await sick();
  const heard = [];
  const hear = ({ type }) => heard.push(type);
  for (const type of ['click', 'keydown']) document.addEventListener(type, hear);
  items()[0].click();
  items()[0].focus();
  await user.keys(DOWN);
  for (const type of ['click', 'keydown']) document.removeEventListener(type, hear);
  assert.equal(heard, []);
  panel.close();
});

// --- The page around it -------------------------------------------------------------------------------------------

const STRICT = { 'content-security-policy': `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'none'; connect-src ${INSTANCE} 'self'; require-trusted-types-for 'script'; trusted-types 'none'` };

test('a strict policy with Trusted Types blocks nothing of it, and the panel has its style', async () => {
  const html = `<!doctype html><html lang=en><meta charset=utf-8><title>x</title><script src="/browser/pages/notes.js"></script>
    <script src="/pkg/authrocket.js" data-url="${INSTANCE}"></script><body>${SICK}<script src="/pkg/doctor.js" data-doctor="overlay"></script>`;
  const frame = await openFrame(await makePage({ html, headers: STRICT }));
  const page = frame.contentDocument;
  const shown = await waitUntil(() => page.querySelector('authrocket-doctor'));
  const panel = shown.shadowRoot.querySelector('.panel');
  assert.equal([frame.contentWindow.getComputedStyle(panel).position, frame.contentWindow.violations], ['absolute', []]);
  assert.equal(shown.shadowRoot.querySelectorAll('[style]').length, 0);
});

test('the layout of the page stays as it is, and nothing of it is a form, a field or a place for texts', async () => {
  const frame = await open(`<style>* { display: block !important; position: static !important; margin: 40px } body { display: flex !important }</style>${SICK}`,
    { head: '<script src="/pkg/doctor.module.js" type=module></script>' });
  const boxes = () => JSON.stringify([...frame.body.querySelectorAll('*')].map((element) => element.getBoundingClientRect()))
    + frame.documentElement.scrollHeight + frame.documentElement.scrollWidth;
  const { examine: look, overlay: show } = await frame.defaultView.eval('import("/pkg/doctor.module.js")');
  const found = await look(frame, { url: INSTANCE });
  const [before, count] = [boxes(), frame.querySelectorAll('form, input, [data-authrocket-error]').length];
  show(found);
  assert.equal(boxes(), before);
  const panel = frame.querySelector('authrocket-doctor');
  assert.equal(panel.shadowRoot.querySelectorAll('form, input, select, textarea, [name], [data-authrocket-error], [href]').length, 0);
  assert.equal(frame.querySelectorAll('form, input, [data-authrocket-error]').length, count);
  assert.equal((await look(frame, { url: INSTANCE })).length, found.length, 'the doctor does not find itself');
  assert.equal(frame.defaultView.getComputedStyle(panel).position, 'fixed');
});

test('a login goes on under the overlay', async () => {
  const page = await openPage(`${change(SICK, ['<form', '<form data-authrocket-deliver="event"'])}<script src="/pkg/doctor.js" data-doctor="overlay"></script>`);
  await waitUntil(() => page.document.querySelector('authrocket-doctor'));
  page.fill({ username: 'ada', password: 'horse' });
  page.submit();
  await page.reaches('done');
});
