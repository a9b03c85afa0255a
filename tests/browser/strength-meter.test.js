// The strength meter: what it shows, announces and leaves.

import { comfort } from '/pkg/comforts.js';

import { CLOCK } from './comforts-clock.js';
import { ownPage, stopOwn, written } from './comforts-support.js';
import { openPage, waitSent } from './support.js';
import { FIELD, field, level, met, meterPage, place, rules, signup, status, type } from './strength-support.js';

test('the policy is shown before a user types, and each rule is marked once it is met', async () => {
  const page = await meterPage(signup());
  assert.equal(rules(page).map(([text]) => text),
    ['At least 8 characters', 'A lower-case letter', 'An upper-case letter', 'A digit', 'A special character']);
  assert.equal([met(page), rules(page)[0][2], level(page)], [['false', 'false', 'false', 'false', 'false'], 'Not met yet', null]);
  type(page, 'abc');
  assert.equal(met(page), ['false', 'true', 'false', 'false', 'false']);
  type(page, 'abcD 1234');
  assert.equal([met(page), rules(page)[0][2]], [['true', 'true', 'true', 'true', 'true'], 'Met']);
});

test('the level follows the password at once; its text comes when the user pauses, once per level', async () => {
  const page = await meterPage(signup(), { before: CLOCK });
  const changes = [];
  const observer = new page.window.MutationObserver(() => {});
  observer.observe(place(page).querySelector('[role=status]'), { childList: true });
  const collect = () => observer.takeRecords().length && changes.push(status(page));
  const meter = place(page).querySelector('meter');
  for (const text of ['p', 'pa', 'pass', 'password']) {
    type(page, text);
    assert.equal([level(page), meter.value], ['0', 0], text);
    page.window.pass(500);
    collect();
  }
  assert.equal(changes, [], 'nothing is announced while a user types');
  page.window.pass(100);
  collect();
  for (const text of ['password1', 'correct horse battery staple', 'correct horse battery staple!']) {
    type(page, text);
    page.window.pass(100);
    collect();
  }
  assert.equal([level(page), meter.value, status(page)], ['4', 4, 'Password strength: very weak']);
  for (const text of ['', '.']) {
    type(page, `correct horse battery staple!${text}`);
    page.window.pass(1000);
    collect();
  }
  assert.equal(changes, ['Password strength: very weak', 'Password strength: strong']);
  assert.equal([meter.getAttribute('aria-label'), meter.getAttribute('aria-valuetext')], ['Password strength', 'strong']);
  type(page, '');
  assert.equal([level(page), status(page), meter.hasAttribute('aria-valuetext')], [null, '', false]);
});

test('an advice names what is weak; names and addresses of the form count as known', async () => {
  const page = await meterPage(signup());
  const advice = () => place(page).querySelector('p').textContent;
  type(page, 'password');
  assert.equal(advice(), 'It contains a very common word.');
  type(page, 'byron');
  assert.equal([advice(), level(page)], ['It contains your name or your address.', '0']);
  page.fill({ email: 'grace@example.test' });
  assert.equal([advice(), level(page)], ['Longer is stronger. Several words are easy to remember.', '1']);
  type(page, 'correct horse battery staple');
  assert.equal([advice(), place(page).querySelector('p').hidden], ['', true]);
});

test('the field refers to the hints, beside what it refers to already', async () => {
  const page = await meterPage(signup('<p id=mine>Mine</p>', FIELD.replace('<input', '<input aria-describedby=mine')));
  const [mine, hints, ...more] = field(page).getAttribute('aria-describedby').split(' ');
  assert.equal([mine, more.length, page.document.getElementById(hints).querySelectorAll('li').length], ['mine', 0, 5]);
});

test('the place of the page is used: the one with the field\'s name, or the one without a name', async () => {
  for (const more of ['<div data-authrocket-hints="other"></div><section id=here data-authrocket-hints=password><b>Own</b></section>',
    '<div id=here data-authrocket-hints hidden></div>', '<div id=here data-authrocket-hints=true></div>']) {
    const page = await meterPage(signup(more));
    const here = page.$('#here');
    assert.equal([here.querySelectorAll('li').length, here.hidden, page.document.querySelectorAll('meter').length], [5, false, 1]);
    type(page, 'password');
    assert.equal(here.getAttribute('data-authrocket-level'), '0');
  }
  const page = await meterPage(signup());
  assert.equal(place(page).previousElementSibling, page.$('label'), 'else behind the label');
});

test('a field that no rule is for has a meter only', async () => {
  const page = await meterPage(signup('', '<input name=password type=password data-authrocket-strength>'));
  assert.equal([rules(page).length, place(page).querySelector('ul').hidden], [0, true]);
  type(page, 'password');
  assert.equal(level(page), '0');
});

test('rules follow the attributes of the field', async () => {
  const page = await meterPage(signup());
  field(page).setAttribute('data-authrocket-require', 'digit, symbol');
  field(page).removeAttribute('minlength');
  await waitUntil(() => rules(page).length === 2);
  assert.equal(rules(page).map(([text]) => text), ['A digit', 'A special character']);
  field(page).removeAttribute('data-authrocket-require');
  await waitUntil(() => rules(page).length === 0);
});

test('a reset, and a form whose passwords the library empties, show an empty meter', async () => {
  const page = await meterPage(signup());
  type(page, 'password');
  page.$('form').reset();
  await waitUntil(() => level(page) === null);
  type(page, 'password');
  field(page).value = '';
  page.$('form').dispatchEvent(new page.window.CustomEvent('authrocket:done', { bubbles: true, detail: {} }));
  assert.equal([level(page), met(page)[0]], [null, 'false']);
});

test('it works while the password is shown', async () => {
  const page = await meterPage(signup('<button id=eye type=button data-authrocket-reveal></button>'));
  page.$('#eye').click();
  assert.equal(field(page).type, 'text');
  type(page, 'byron');
  assert.equal([level(page), met(page)[1]], ['0', 'true']);
  page.$('#eye').click();
  assert.equal([field(page).type, level(page)], ['password', '0']);
});

test('a shown password is no text that it should not contain, under any name', async () => {
  const password = 'correct horse battery staple';
  for (const name of ['', 'name=pwd ']) {
    const own = FIELD.replace('name=password', `${name}data-authrocket-field=password`);
    const page = await meterPage(signup('<button id=eye type=button data-authrocket-reveal></button>', own));
    const given = [];
    const enter = () => {
      page.$('[data-authrocket-field=password]').value = password;
      page.$('[data-authrocket-field=password]').dispatchEvent(new page.window.Event('input', { bubbles: true }));
    };
    page.$('#eye').click();
    assert.equal(page.$('[data-authrocket-field=password]').type, 'text');
    enter();
    assert.equal(level(page), '4', name);
    page.window.comfort(page.document, undefined, page.$('form'), () => (...all) => given.push(all) && 3);
    enter();
    assert.equal(given[0], [password, ['ada', 'ada.byron@example.test', 'byron', 'example', 'test']], name);
  }
});

test('hints that a framework removes return, and stop takes them away', async () => {
  const PLACE = '<div data-authrocket-hints hidden></div>';
  for (const [more, remove] of [
    ['', (page) => place(page).remove()],
    ['', (page) => place(page).replaceChildren()],
    [PLACE, (page) => place(page).replaceChildren()],
    [PLACE, (page) => (place(page).outerHTML = PLACE)],
  ]) {
    const page = await meterPage(signup(more));
    type(page, 'password');
    remove(page);
    assert.equal(page.$('meter'), null);
    await waitUntil(() => page.$('meter'), 'the meter again');
    assert.equal([level(page), rules(page).length, place(page).hidden, page.document.querySelectorAll('meter').length], ['0', 5, false, 1], String(remove));
    assert.equal(page.document.getElementById(field(page).getAttribute('aria-describedby')).querySelectorAll('li').length, 5);
    page.window.stopComforts();
    assert.equal(['meter', '[data-authrocket-hints]', '[data-authrocket-hints]:not([hidden])'].map((css) => page.document.querySelectorAll(css).length),
      [0, more ? 1 : 0, 0]);
  }
});

test('a reset just before stop leaves nothing behind', async () => {
  const page = ownPage(signup());
  await waitUntil(() => place(page));
  page.$('form').reset();
  stopOwn();
  await new Promise((done) => setTimeout(() => setTimeout(done)));
  assert.equal([field(page).hasAttribute('aria-describedby'), page.$('meter')], [false, null]);
});

test('stop, a detached form and a removed attribute leave the page as it was', async () => {
  const ends = [
    (page, stop) => stop(),
    (page) => page.$('form').removeAttribute('data-authrocket-state'),
    (page) => field(page).removeAttribute('data-authrocket-strength'),
  ];
  for (const end of ends) {
    const page = ownPage(signup('', FIELD.replace('<input', '<input aria-describedby=mine')));
    const stop = comfort(document);
    await waitUntil(() => place(page));
    type(page, 'abc');
    assert.match(field(page).validationMessage, /must include/);
    end(page, stop);
    await waitUntil(() => !place(page), String(end));
    assert.equal([field(page).getAttribute('aria-describedby'), field(page).validationMessage, page.document.querySelectorAll('meter').length], ['mine', '', 0]);
    stop();
  }
  const page = ownPage('');
  fixture(signup('<div data-authrocket-hints hidden></div>'));
  const before = written(page);
  const stop = comfort(document);
  await waitUntil(() => page.$('meter'));
  assert(written(page) !== before, 'something changed');
  stop();
  assert.equal(written(page), before);
});

test('after an error at the field, the field refers to the hints only', async () => {
  await fake.set({ answer: { body: { error: 'x', errors: { password: ['is too short'] } } } });
  const page = await openPage(signup('', FIELD.replace('<input', '<input value="Correct horse 1"'), 'data-authrocket-deliver=event'));
  await waitUntil(() => place(page), 'the meter');
  const described = field(page).getAttribute('aria-describedby');
  page.submit();
  await page.reaches('error');
  assert.equal(field(page).getAttribute('aria-describedby').split(' ').length, 2);
  type(page, 'Correct horse 2');
  assert.equal(field(page).getAttribute('aria-describedby'), described);
});

test('with the library: German hints, and a signup arrives as typed', async () => {
  const page = await openPage(signup('', FIELD, 'data-authrocket-deliver=event'), { lang: 'de' });
  const de = (await import('/pkg/lang/de.js')).default;
  await waitUntil(() => place(page), 'the meter');
  assert.equal(rules(page)[3][0], de.rule_digit);
  type(page, 'Correct horse 1');
  await waitUntil(() => status(page) === de.strength_is.replace('{level}', de.strength_4));
  page.submit();
  const [fields] = await waitSent(1);
  assert.equal(fields.password, 'Correct horse 1');
});

test('in a shadow root, when the form is attached', async () => {
  const { createClient } = await import('/pkg/module.js');
  const page = ownPage('<div id=host></div>');
  const root = page.$('#host').attachShadow({ mode: 'open' });
  root.innerHTML = signup('', FIELD, '');
  const attachment = createClient({ url: INSTANCE }).attach(root.querySelector('form'), { deliver: 'event' });
  await waitUntil(() => root.querySelector('meter'), 'the meter');
  const password = root.querySelector('[name=password]');
  password.value = 'abc';
  password.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  assert.equal(root.querySelectorAll('li[data-authrocket-met=true]').length, 1);
  attachment.detach();
  await waitUntil(() => !root.querySelector('meter'), 'the meter to go');
});

test('under a strict policy with Trusted Types nothing is violated', async () => {
  const page = await openPage(signup('', FIELD, 'data-authrocket-deliver=event'), {
    headers: { 'content-security-policy': `default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; connect-src 'self' ${INSTANCE}; require-trusted-types-for 'script'` },
  });
  await waitUntil(() => place(page), 'the meter');
  type(page, 'password');
  assert.equal([level(page), page.window.violations], ['0', []]);
});
