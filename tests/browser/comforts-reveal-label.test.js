// Enhancements: the label of the reveal button. "Show" becomes "Hide", and a label that changes is no toggle with a pressed state.

import { comfort } from '/pkg/comforts.js';

import { comfortPage, ownPage, readyForm, written } from './comforts-support.js';
import { loginForm, openPage } from './support.js';

const EMPTY = '<button id=eye type=button data-authrocket-reveal></button>';
const LANGUAGES = ['en', 'ar', 'de', 'es', 'fr', 'it', 'ja', 'nl', 'pt', 'zh', 'zh-hant'];
const eye = (page) => page.$('#eye');
const label = (page) => [eye(page).textContent, eye(page).getAttribute('aria-label'), eye(page).getAttribute('aria-pressed')];

test('a button without a label gets one that says what a press does', async () => {
  const page = await comfortPage(readyForm(EMPTY));
  assert.equal(label(page), ['Show', 'Show password', null]);
  eye(page).click();
  assert.equal([label(page), page.$('[name=password]').type], [['Hide', 'Hide password', null], 'text']);
  eye(page).click();
  assert.equal([label(page), page.$('[name=password]').type], [['Show', 'Show password', null], 'password']);
});

for (const lang of LANGUAGES) {
  test(`${lang}: the label is in the language of the form, from the beginning`, async () => {
    const texts = (await import(`/pkg/lang/${lang}.js`)).default;
    const page = await openPage(loginForm({ more: EMPTY }), { lang });
    await waitUntil(() => eye(page).textContent, 'a label');
    assert.equal(label(page), [texts.show, texts.show_password, null]);
    eye(page).click();
    assert.equal(label(page), [texts.hide, texts.hide_password, null]);
  });
}

test('the page\'s own texts are used', async () => {
  const page = await openPage(loginForm({ attributes: 'data-authrocket-text-show=Peek data-authrocket-text-hide-password="Cover it"', more: EMPTY }));
  await waitUntil(() => eye(page).textContent, 'a label');
  assert.equal(label(page), ['Peek', 'Show password', null]);
  eye(page).click();
  assert.equal(label(page), ['Hide', 'Cover it', null]);
});

test('two labels of the page take turns, without a pressed state', async () => {
  const page = await comfortPage(readyForm(`<button id=eye data-authrocket-reveal><svg data-authrocket-show></svg><b data-authrocket-show>See</b>
    <b data-authrocket-hide hidden>Cover</b></button>`.replace('<svg data-authrocket-show></svg>', '')));
  const shown = () => [page.$('[data-authrocket-show]').hidden, page.$('[data-authrocket-hide]').hidden, eye(page).hasAttribute('aria-pressed')];
  assert.equal(shown(), [false, true, false]);
  eye(page).click();
  assert.equal(shown(), [true, false, false]);
  page.submit();
  assert.equal(shown(), [false, true, false]);
});

test('a label, an icon or a name of the page stays, and the state is pressed or not', async () => {
  for (const button of ['<button id=eye data-authrocket-reveal>See</button>', '<button id=eye data-authrocket-reveal><svg></svg></button>',
    '<button id=eye data-authrocket-reveal aria-label=See></button>', '<button id=eye data-authrocket-reveal title=See></button>',
    '<input type=button id=eye data-authrocket-reveal value=See>']) {
    const page = await comfortPage(readyForm(button));
    const before = [eye(page).innerHTML, eye(page).getAttribute('aria-label'), eye(page).value];
    eye(page).click();
    assert.equal([[eye(page).innerHTML, eye(page).getAttribute('aria-label'), eye(page).value], eye(page).getAttribute('aria-pressed')], [before, 'true'], button);
  }
});

test('a button without a label may be hidden until it works; stop restores all', async () => {
  for (const button of [EMPTY.replace('></', ' hidden></'), '<button id=eye data-authrocket-reveal><b data-authrocket-show>a</b><b data-authrocket-hide>b</b></button>']) {
    ownPage('');
    const page = ownPage('');
    fixture(readyForm(button));
    const before = written(page);
    const stop = comfort(document);
    assert(!eye(page).hidden, 'shown');
    eye(page).click();
    stop();
    assert.equal(written(page), before);
  }
});

test('a label that a framework removes comes back', async () => {
  const page = await comfortPage(readyForm(EMPTY));
  eye(page).textContent = '';
  await waitUntil(() => eye(page).textContent === 'Show');
});
