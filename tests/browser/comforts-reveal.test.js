// Enhancements: `data-authrocket-reveal`, and how the enhancements start and stop.

import { comfort } from '/pkg/comforts.js';

import { comfortPage, ownPage, readyForm, stopOwn, tell, written } from './comforts-support.js';
import { loginForm } from './support.js';

const EYE = '<button id=eye data-authrocket-reveal>Show</button>';
const type = (page, css = '[name=password]') => page.$(css).type;
const pressed = (page, css = '#eye') => page.$(css).getAttribute('aria-pressed');
/** Counts the submit events that a form's own listener gets, and cancels them. */
const submits = (page) => {
  const seen = [];
  page.document.addEventListener('submit', (event) => { event.preventDefault(); seen.push(type(page)); });
  return seen;
};

test('a press shows the password, another hides it, and what was typed stays', async () => {
  const page = await comfortPage(readyForm(EYE));
  const password = page.$('[name=password]');
  const before = password.outerHTML;
  assert.equal([type(page), pressed(page)], ['password', 'false']);
  page.$('#eye').click();
  assert.equal([type(page), pressed(page), password.value], ['text', 'true', 'correct horse']);
  assert.equal([password.getAttribute('autocomplete'), password.getAttribute('spellcheck')], ['current-password', 'false'], 'no spell checker reads it');
  page.$('#eye').click();
  assert.equal([type(page), pressed(page), password.value, password.outerHTML], ['password', 'false', 'correct horse', before]);
});

test('a button without a type does not submit, by click, by keys, or as the button that Enter presses', async () => {
  const page = ownPage(readyForm().replace('<label>User', `${EYE}<label>User`));
  const seen = submits(page);
  await user.click('#eye');
  assert.equal([seen, type(page)], [[], 'text']);
  page.$('#eye').focus();
  await user.keys(KEY.enter);
  assert.equal([seen, type(page)], [[], 'password']);
  page.$('[name=username]').focus();
  await user.keys(KEY.enter);
  await waitUntil(() => seen.length === 1, 'Enter in a field to submit');
  assert.equal([seen, pressed(page)], [['password'], 'false']);
});

test('a press while typing keeps the focus and the caret', async () => {
  const page = ownPage(readyForm(EYE));
  const password = page.$('[name=password]');
  password.focus();
  password.setSelectionRange(2, 5, 'backward');
  await user.click('#eye');
  const caret = () => [page.focused.name, type(page), password.selectionStart, password.selectionEnd, password.selectionDirection];
  assert.equal(caret(), ['password', 'text', 2, 5, 'backward']);
  await user.click('#eye');
  assert.equal(caret(), ['password', 'password', 2, 5, 'backward']);
  await user.keys('X');
  assert.equal(password.value, 'coXct horse');
});

test('a press does not move the focus from elsewhere to the field', async () => {
  const page = ownPage(readyForm(EYE));
  page.$('[name=username]').focus();
  page.$('#eye').click();
  assert.equal([page.focused.name, type(page)], ['username', 'text']);
});

test('the password is hidden again before the form is sent, and on reset', async () => {
  const page = await comfortPage(readyForm(`${EYE}<button type=reset id=back>Back</button>`));
  const seen = submits(page);
  page.$('#eye').click();
  page.submit();
  assert.equal([seen, type(page), pressed(page)], [['password'], 'password', 'false']);
  page.$('#eye').click();
  page.$('#back').click();
  assert.equal([type(page), pressed(page)], ['password', 'false']);
});

test('the password is hidden again before the request is sent, and when the page is left', async () => {
  const page = await comfortPage(loginForm({ more: EYE }), {
    library: true,
    before: 'const ask = fetch; fetch = (...request) => { window.seen = document.querySelector("[autocomplete=current-password]").type; return ask(...request); };',
  });
  await page.reaches('idle');
  page.$('#eye').click();
  assert.equal(type(page), 'text');
  page.submit();
  await page.reaches('done');
  assert.equal(page.window.seen, 'password');
  page.$('#eye').click();
  page.window.dispatchEvent(new page.window.PageTransitionEvent('pagehide', { persisted: true }));
  assert.equal([type(page), pressed(page)], ['password', 'false']);
});

test('the attribute\'s value names the fields, in any of their spellings', async () => {
  const page = await comfortPage(`<form data-authrocket=signup><input type=password name="signup[password]" value=one>
    <input type=password id=again data-authrocket-field=password_confirmation value=two>
    <button id=eye data-authrocket-reveal>One</button><button id=second data-authrocket-reveal=password_confirmation>Two</button>
    <button id=both data-authrocket-reveal="password password_confirmation">Both</button></form>`);
  const types = () => [type(page, '[name]'), type(page, '#again'), pressed(page), pressed(page, '#second'), pressed(page, '#both')];
  page.$('#eye').click();
  assert.equal(types(), ['text', 'password', 'true', 'false', 'true']);
  page.$('#second').click();
  assert.equal(types(), ['text', 'text', 'true', 'true', 'true']);
  page.$('#both').click();
  assert.equal(types(), ['password', 'password', 'false', 'false', 'false']);
  page.$('#both').click();
  assert.equal(types(), ['text', 'text', 'true', 'true', 'true']);
});

test('a button added later works, and has its label at once', async () => {
  const page = await comfortPage(`${readyForm()}<div id=later></div>`);
  page.$('#later').innerHTML = '<button form=login id=eye>Show</button>';
  page.$('#eye').setAttribute('data-authrocket-reveal', '');
  await waitUntil(() => pressed(page) === 'false');
  const seen = submits(page);
  page.$('#eye').click();
  assert.equal([type(page), pressed(page), seen], ['text', 'true', []]);
});

test('a button without such a field does nothing', async () => {
  const page = await comfortPage(`<button id=eye data-authrocket-reveal>Show</button><form data-authrocket=login>
    <input name=password type=text value=x><button id=other data-authrocket-reveal>Show</button></form>`);
  const seen = submits(page);
  for (const css of ['#eye', '#other']) {
    page.$(css).click();
    assert.equal([pressed(page, css), type(page), seen], ['false', 'text', []], css);
  }
});

test('stop hides what is shown and leaves the page as it was', async () => {
  const page = ownPage('');
  stopOwn();
  fixture(readyForm(EYE));
  const before = written(page);
  const stop = comfort(document);
  page.$('#eye').click();
  assert(written(page) !== before, 'something changed');
  stop();
  assert.equal(written(page), before);
  const seen = submits(page);
  page.$('#eye').click();
  assert.equal([type(page), seen.length], ['password', 1], 'the button is the page\'s own again');
});

test('a second call, also by a second copy of the module, adds nothing but its texts', async () => {
  const page = await comfortPage(readyForm(EYE));
  const { comfort: copy } = await page.window.eval('import("/pkg/comforts.js?copy")');
  assert(copy !== page.window.comfort, 'a copy of its own');
  const stop = copy(page.document, (element, key) => `${key} {seconds} of ${element.id}`);
  assert(stop === page.window.stopComforts, 'one comfort');
  page.$('#eye').click();
  assert.equal([type(page), pressed(page)], ['text', 'true']);
  tell(page, 'error', 'error', { retryAfter: 7 });
  assert.equal(page.$('form > button:last-of-type').textContent, 'Log in retry_in 7 of login');
  stop();
  stop();
  page.$('#eye').click();
  assert.equal(type(page), 'password');
  const again = page.window.comfort(page.document);
  stop();
  assert(page.window.comfort(page.document) === again, 'an old stop stops no new start');
  page.$('#eye').click();
  assert.equal(type(page), 'text');
});

test('no listener is left after a stop', async () => {
  const count = `const held = new Map(); window.listeners = () => [...held].filter(([, n]) => n).map(([type]) => type);
    for (const [name, step] of [['addEventListener', 1], ['removeEventListener', -1]]) {
      const real = EventTarget.prototype[name];
      EventTarget.prototype[name] = function (type, ...rest) {
        held.set(type, (held.get(type) || 0) + step);
        return real.call(this, type, ...rest);
      };
    }`;
  const page = await comfortPage(readyForm(EYE), { before: count });
  assert(page.window.listeners().includes('keydown'), 'the count works');
  page.window.stopComforts();
  assert.equal(page.window.listeners(), []);
});
