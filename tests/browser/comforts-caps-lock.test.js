// Enhancements: the Caps Lock hint. No driver can press that key, so synthetic events carry its state.

import { comfortPage, ownPage, readyForm, stopOwn, written } from './comforts-support.js';
import { loginForm } from './support.js';

/** Script for `before`: a page on a phone. */
const PHONE = 'window.matchMedia = (query) => ({ matches: query === "(hover: none) and (pointer: coarse)" });';
/** Script for `before`: a page on a desktop, whatever this machine is. */
const DESK = 'window.matchMedia = () => ({ matches: false });';
const open = (body, before = DESK) => comfortPage(body, { before });
const TEXT = 'Caps Lock is on';
const hint = (page) => page.$('[data-authrocket-capslock]');
const shows = (page, text = TEXT) => waitUntil(() => hint(page).textContent === text, 'the hint');
const gone = (page) => waitUntil(() => !hint(page), 'the hint to be gone');

function key(page, on, { css = '[name=password]', type = 'keydown', code = 'KeyA' } = {}) {
  const { KeyboardEvent } = page.window;
  page.$(css).dispatchEvent(new KeyboardEvent(type, { key: 'A', code, bubbles: true, modifierCapsLock: on }));
}
function pointer(page, type, css, on = false) {
  const Event = page.window[type.startsWith('pointer') ? 'PointerEvent' : 'MouseEvent'];
  page.$(css).dispatchEvent(new Event(type, { bubbles: true, modifierCapsLock: on }));
}
/** Resolves once the short timers have run. */
const settled = (page) => page.window.eval('new Promise((done) => setTimeout(() => setTimeout(done, 120), 120))');

test('a key in a password field shows the hint behind the label, described and announced once', async () => {
  const page = await open(readyForm('<p id=note>Note</p>'));
  const password = page.$('[name=password]');
  password.setAttribute('aria-describedby', 'note');
  password.focus();
  key(page, true);
  const changes = [];
  await shows(page);
  const place = hint(page);
  new page.window.MutationObserver((all) => changes.push(...all)).observe(place, { childList: true, characterData: true, subtree: true });
  assert.equal([place.localName, place.getAttribute('role'), place.previousElementSibling.contains(password)], ['p', 'status', true]);
  assert.equal(password.getAttribute('aria-describedby'), `note ${place.id}`);
  key(page, true);
  key(page, true, { type: 'keyup' });
  await settled(page);
  assert.equal([changes.length, page.document.querySelectorAll('[data-authrocket-capslock]').length], [0, 1]);
  key(page, false, { type: 'keyup' });
  assert.equal([hint(page), password.getAttribute('aria-describedby')], [null, 'note']);
});

test('the hint is empty when assistive technology first sees it', async () => {
  const page = await open(readyForm());
  page.$('[name=password]').focus();
  key(page, true);
  assert.equal([hint(page).isConnected, hint(page).textContent], [true, '']);
  await shows(page);
});

test('the hint disappears with the focus, and returns with it', async () => {
  const page = await open(readyForm());
  const before = written(page);
  page.$('[name=password]').focus();
  key(page, true);
  await shows(page);
  page.$('[name=username]').focus();
  await gone(page);
  assert.equal(written(page), before);
  page.$('[name=password]').focus();
  await shows(page);
});

test('Caps Lock in another field is shown once the password field has the focus, not before', async () => {
  const page = await open(readyForm());
  page.$('[name=username]').focus();
  key(page, true, { css: '[name=username]' });
  await settled(page);
  assert.equal(hint(page), null);
  page.$('[name=password]').focus();
  await shows(page);
});

test('a pointer event reports Caps Lock, too, and nothing moves while the pointer is down', async () => {
  const page = await open(readyForm());
  pointer(page, 'pointerdown', '[name=password]');
  pointer(page, 'mousedown', '[name=password]', true);
  page.$('[name=password]').focus();
  await settled(page);
  assert.equal(hint(page), null);
  pointer(page, 'pointerup', '[name=password]');
  await shows(page);
  pointer(page, 'pointerdown', 'button');
  pointer(page, 'mousedown', 'button', true);
  page.$('button').focus();
  await settled(page);
  assert(hint(page), 'it stays until the click has found the button');
  pointer(page, 'pointerup', 'button');
  await gone(page);
});

test('a click on the button below a hint reaches it', async () => {
  const page = ownPage(readyForm());
  let sent = 0;
  page.document.addEventListener('submit', (event) => { event.preventDefault(); sent++; }, { once: true });
  // On a machine without a fine pointer no hint is shown, and the click is an ordinary one.
  page.$('[name=password]').focus();
  key(page, true);
  await settled(page);
  await user.click('form > button');
  assert.equal(sent, 1);
});

test('the page\'s own element is used, and is left as it was', async () => {
  for (const place of ['<p data-authrocket-capslock></p>', '<b id=mine data-authrocket-capslock=here aria-live=polite></b>',
    '<p data-authrocket-capslock hidden><i>Grossbuchstaben!</i></p>']) {
    const page = await open(readyForm(place));
    const before = written(page);
    page.$('[name=password]').focus();
    key(page, true);
    await waitUntil(() => hint(page).textContent && !hint(page).hidden);
    assert.match(hint(page).outerHTML, /^<p.*<i>Grossbuchstaben!<\/i><\/p>$|>Caps Lock is on</);
    assert.equal(hint(page).getAttribute('role'), place.includes('aria-live') ? null : 'status');
    assert.equal(page.$('[name=password]').getAttribute('aria-describedby'), hint(page).id);
    key(page, false);
    assert.equal(written(page), before);
  }
});

test('a field that the page\'s element already describes stays described', async () => {
  const page = await open(readyForm('<p id=mine data-authrocket-capslock></p>'));
  const password = page.$('[name=password]');
  password.setAttribute('aria-describedby', 'mine');
  password.focus();
  key(page, true);
  await shows(page);
  assert.equal(password.getAttribute('aria-describedby'), 'mine');
  key(page, false);
  assert.equal(password.getAttribute('aria-describedby'), 'mine');
});

test('with the library: the error marks and the hint leave nothing behind', async () => {
  await fake.set({ answer: { body: { error: 'Password is odd' } }, times: 1 });
  const page = await comfortPage(loginForm(), { library: true, before: DESK });
  await page.reaches('idle');
  const password = page.$('[name=password]');
  const before = password.outerHTML;
  password.focus();
  key(page, true);
  await shows(page);
  page.submit();
  // Firefox asks the page in the next task.
  await waitUntil(() => hint(page) === null);
  await page.reaches('error');
  key(page, true);
  await shows(page);
  assert.equal(password.getAttribute('aria-describedby').split(' ').length, 2);
  page.submit();
  await page.reaches('done');
  assert.equal(password.outerHTML, before);
});

test('a revealed password needs no hint', async () => {
  const page = await open(readyForm('<button id=eye data-authrocket-reveal>Show</button>'));
  page.$('#eye').click();
  page.$('[name=password]').focus();
  key(page, true);
  await settled(page);
  assert.equal(hint(page), null);
});

for (const [name, before, code] of [['a phone', PHONE, 'KeyA'], ['keys without a code, as keyboards on a screen send them', DESK, '']]) {
  test(`no hint on ${name}`, async () => {
    const page = await open(readyForm(), before);
    page.$('[name=password]').focus();
    key(page, true, { code });
    await settled(page);
    assert.equal(hint(page), null);
  });
}

test('an event without key state, as from autofill, changes nothing', async () => {
  const page = await open(readyForm());
  page.$('[name=password]').focus();
  key(page, true);
  await shows(page);
  page.$('[name=password]').dispatchEvent(new page.window.Event('keydown', { bubbles: true }));
  assert.equal([hint(page).textContent, page.window.errors], [TEXT, []]);
});

test('a form that is not the library\'s gets no hint', async () => {
  const page = await open(`<form><input type=password name=password></form>`);
  page.$('[name=password]').focus();
  key(page, true);
  await settled(page);
  assert.equal(hint(page), null);
});

test('the text is in the form\'s language, and stop takes it away', async () => {
  const page = await open(readyForm(), `${DESK} window.words = { caps_lock: 'Feststelltaste!' };`);
  const before = written(page);
  page.$('[name=password]').focus();
  key(page, true);
  await shows(page, 'Feststelltaste!');
  assert.equal(page.window.asked.id, 'login');
  page.window.stopComforts();
  assert.equal(written(page), before);
  key(page, true);
  assert.equal(hint(page), null);
});

test('real keys without Caps Lock show nothing', async () => {
  const page = ownPage(readyForm());
  page.$('[name=password]').focus();
  await user.keys('Abc');
  await settled(page);
  assert.equal([page.$('[name=password]').value.includes('Abc'), hint(page)], [true, null]);
  stopOwn();
});
