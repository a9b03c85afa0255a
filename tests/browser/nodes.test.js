// Nodes of others, in buttons and in message elements, are never removed, moved or rewritten: frameworks keep references to theirs, and a
// browser's translator replaces text nodes by elements.

import { comfortPage, readyForm, tell } from './comforts-support.js';
import { loginForm, openPage } from './support.js';

/** Updates an element as a rendering library does: keeps references to its nodes, inserts before them, and removes its own. */
function rendered(element) {
  const { document, Text } = element.ownerDocument.defaultView;
  const label = element.appendChild(new Text('Log in'));
  return {
    label,
    add: () => element.insertBefore(document.createElement('b'), label),
    remove: (node) => element.removeChild(node),
  };
}
/** Translates a page as browsers do: an element with the translation replaces each text node. */
function translate(root) {
  const { document, NodeFilter } = root.ownerDocument.defaultView;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const font = document.createElement('font');
    font.textContent = `«${text.data}»`;
    text.replaceWith(font);
  }
}
const limit = (page, retryAfter) => tell(page, 'error', 'error', { code: 'rate_limited', retryAfter });

test('a rendering library can update a button during its countdown', async () => {
  const page = await comfortPage(readyForm().replace('>Log in<', '><'));
  const button = page.$('button');
  const own = rendered(button);
  limit(page, 2);
  assert.match(button.textContent, /Try again in 2 s/);
  const mark = own.add();
  assert.equal([mark.parentNode === button, own.label.parentNode === button], [true, true]);
  own.remove(mark);
  await waitUntil(() => !button.disabled);
  assert.equal([[...button.childNodes].length, button.firstChild === own.label, button.textContent], [1, true, 'Log in']);
});

test('a translated countdown still ends', async () => {
  const page = await comfortPage(readyForm('<input type=submit value=Also>'));
  limit(page, 2);
  translate(page.$('form'));
  await waitUntil(() => !page.$('button').disabled);
  assert.equal([page.$('button').textContent, page.$('input[type=submit]').value, page.document.querySelectorAll('[data-authrocket-countdown]').length],
    ['«Log in»', 'Also', 0]);
});

test('an input of type submit keeps its value', async () => {
  const page = await comfortPage(readyForm('<input type=submit value=Also>'));
  const input = page.$('input[type=submit]');
  limit(page, 5);
  assert.equal([input.getAttribute('value'), input.nextElementSibling.textContent.trim()], ['Also', 'Try again in 5 s']);
});

const PLACES = `<p data-authrocket-error></p><p data-authrocket-error=password></p><p id=other></p>`;

test('message elements: the library\'s text is added and removed beside the page\'s own nodes', async () => {
  await fake.set({ answer: 'refused-fields' });
  const page = await openPage(loginForm({ more: PLACES }));
  const places = [...page.document.querySelectorAll('[data-authrocket-error]')];
  await page.reaches('idle');
  const own = places.map((place) => rendered(place));
  const changes = [];
  places.forEach((place) => new MutationObserver((all) => changes.push(...all)).observe(place, { childList: true, characterData: true, subtree: true }));
  page.submit();
  await page.reaches('error');
  assert.equal(places.map((place) => place.textContent),
    ['Log inUsername has already been taken', 'Log inPassword is too short (minimum is 8 characters)']);
  await waitUntil(() => changes.length > 0);
  assert.equal(changes.length, 2, 'one change for each place');
  own.forEach(({ add, remove }) => remove(add()));
  translate(page.$('form'));
  await fake.set({ answer: 'ok' });
  page.submit();
  await page.reaches('done');
  assert.equal(places.map((place) => place.textContent), ['«Log in»', '«Log in»']);
});

test('an empty message element is empty again afterwards, so that :empty matches', async () => {
  await fake.set({ answer: 'refused', times: 1 });
  const page = await openPage(loginForm({ more: PLACES }));
  page.submit();
  await page.reaches('error');
  assert.equal(page.$('[data-authrocket-error=""]').textContent, 'Login failed');
  page.submit();
  await page.reaches('done');
  assert.equal(page.document.querySelectorAll('[data-authrocket-error=""]:empty').length, 1);
});

const OWN = '<div data-authrocket-done hidden><iframe></iframe><b>Look</b></div>';
test('the page\'s own success text is shown unchanged', async () => {
  const page = await openPage(`<form data-authrocket=forgot-password><input name=email value=a@b.test><button>Go</button>${OWN}</form>`);
  const place = page.$('[data-authrocket-done]');
  const { contentWindow } = page.$('iframe');
  const nodes = [...place.childNodes];
  page.submit();
  await page.reaches('done');
  assert.equal([place.hidden, [...place.childNodes].every((node, at) => node === nodes[at]), page.$('iframe').contentWindow === contentWindow], [false, true, true]);
});

test('a success text is added beside a comment of the page', async () => {
  const page = await openPage('<form data-authrocket=forgot-password><input name=email value=a@b.test><button>Go</button><p data-authrocket-done><!-- mine --></p></form>');
  const [comment] = page.$('[data-authrocket-done]').childNodes;
  for (let time = 0; time < 2; time++) {
    page.submit();
    await page.reaches('done');
    await waitUntil(() => !page.$('button').disabled);
  }
  assert.equal([comment.isConnected, page.$('[data-authrocket-done]').childNodes.length], [true, 2]);
});
