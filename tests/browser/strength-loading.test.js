// The strength meter: when its file loads, the page's own estimator, and that the password goes nowhere.

import { comfortPage } from './comforts-support.js';
import { openPage, says, view } from './support.js';
import { FIELD, field, level, place, signup, status, type } from './strength-support.js';

const form = (more) => signup(more, FIELD, 'data-authrocket-deliver=event');
const advice = (page) => place(page).querySelector('p').textContent;

test('the file loads only for a form with the attribute, once', async () => {
  const plain = await openPage(form().replace(/ data-authrocket-strength/, ''));
  await plain.reaches('idle');
  await waitUntil(async () => (await fetched()).includes('comforts.js'));
  assert(!(await fetched()).includes('strength.js'), 'not yet');
  const page = await openPage(form() + form().replace('id=signup', 'id=other'));
  await waitUntil(() => page.document.querySelectorAll('meter').length === 2);
  const files = (await fetched()).filter((name) => name === 'strength.js');
  assert.equal(files.length, 1);
});

test('a field that is added later, and one whose attribute is added later, get a meter', async () => {
  const page = await openPage('<div id=later></div>');
  page.$('#later').innerHTML = form();
  await waitUntil(() => place(page), 'the meter');
  page.$('#later').innerHTML = form().replace(/ data-authrocket-strength/, '');
  await page.reaches('idle');
  assert.equal(place(page), null);
  field(page).setAttribute('data-authrocket-strength', '');
  await waitUntil(() => place(page), 'the meter');
});

test('without the file, the form works as before, and the console says so', async () => {
  await fake.set({ path: '/pkg/strength.js', answer: { status: 404 }, times: 1 });
  const page = await comfortPage(signup());
  await says(page, /strength\.js cannot be loaded/);
  type(page, 'abc');
  assert.equal([place(page), field(page).validationMessage], [null, '']);
});

test('AuthRocket.strength: a number, an object as zxcvbn gives, or a promise of either', async () => {
  const page = await openPage(form());
  await waitUntil(() => place(page), 'the meter');
  const given = [];
  const use = (result) => (page.window.AuthRocket.strength = (...all) => {
    given.push(all);
    return result;
  });
  use(1);
  type(page, 'correct horse battery staple');
  await waitUntil(() => level(page) === '1');
  assert.equal(given[0], ['correct horse battery staple', ['ada', 'ada.byron@example.test', 'byron', 'example', 'test']]);
  use({ score: 3, feedback: { warning: 'Names are easy', suggestions: [] } });
  type(page, 'abc');
  await waitUntil(() => level(page) === '3' && advice(page) === 'Names are easy');
  use(Promise.resolve({ score: 2, feedback: { warning: null, suggestions: ['Add a word'] } }));
  type(page, 'abcd');
  await waitUntil(() => level(page) === '2' && advice(page) === 'Add a word');
  page.window.AuthRocket.strength = undefined;
  type(page, 'password');
  await waitUntil(() => level(page) === '0');
});

test('settings that the page made before the script, and the options of the client, are used', async () => {
  const early = await openPage(form(), { before: 'window.AuthRocket = { strength: () => 3 };' });
  await waitUntil(() => place(early), 'the meter');
  type(early, 'abc');
  await waitUntil(() => level(early) === '3');

  const { createClient } = await import('/pkg/module.js');
  const page = view({ contentWindow: window, contentDocument: document });
  for (const [option, own, wanted] of [[() => 1, undefined, '1'], [() => 1, () => 2, '2']]) {
    fixture(form());
    const attachment = createClient({ url: INSTANCE, strength: option }).attach(page.$('form'), own && { strength: own });
    await waitUntil(() => place(page), 'the meter');
    type(page, 'abc');
    await waitUntil(() => level(page) === wanted);
    attachment.detach();
    await waitUntil(() => !place(page));
  }
  const client = createClient({ url: INSTANCE });
  await assert.rejects((async () => client.attach(fixture(form()), { strength: 'zxcvbn' }))(), (error) => /strength must be a function/.test(error.message));
  await assert.rejects(createClient({ url: INSTANCE, strength: 1 }).login({}), (error) => /strength must be a function/.test(error.message));
});

test('an estimator that throws, rejects or gives no score is replaced by the library\'s, without showing what it said', async () => {
  const page = await openPage(form());
  await waitUntil(() => place(page), 'the meter');
  for (const broken of [() => { throw new Error('secret'); }, () => Promise.reject(new Error('secret')), () => 'strong', () => ({ score: 9 }), () => null, () => NaN]) {
    page.window.AuthRocket.strength = broken;
    type(page, '');
    type(page, 'password');
    await waitUntil(() => level(page) === '0', String(broken));
  }
  await says(page, /strength function failed/);
  assert.equal(page.window.said.filter((text) => /strength function/.test(text)).length, 1, 'once');
  assert(!/secret/.test(page.window.said.join()), 'nothing of the error');
});

test('a late answer of an estimator does not replace a newer one', async () => {
  const page = await openPage(form());
  await waitUntil(() => place(page), 'the meter');
  const answers = [];
  page.window.AuthRocket.strength = () => new Promise((resolve) => answers.push(resolve));
  type(page, 'first');
  type(page, 'second');
  answers[1](4);
  await waitUntil(() => level(page) === '4');
  answers[0](1);
  await page.window.eval('new Promise((done) => setTimeout(done))');
  assert.equal(level(page), '4');
});

test('the password is in no request, event, attribute, text, log or storage', async () => {
  const SECRET = 'Qx7!vellum-quartz';
  const page = await openPage(form('<button id=eye type=button data-authrocket-reveal></button>'), {
    before: `const real = window.dispatchEvent; window.events = [];
      for (const type of ['submit', 'error', 'done', 'token']) addEventListener('authrocket:' + type, ({ detail }) => events.push(JSON.stringify(detail)));`,
  });
  await waitUntil(() => place(page), 'the meter');
  page.window.AuthRocket.strength = () => 4;
  type(page, SECRET);
  page.$('#eye').click();
  await waitUntil(() => /strong/.test(status(page)));
  const shown = [page.document.documentElement.outerHTML, page.window.events, page.window.said, JSON.stringify(page.window.localStorage),
    JSON.stringify(page.window.sessionStorage), page.document.cookie, JSON.stringify([await fake.log(), await app.log()])];
  assert(!String(shown).includes('vellum'), 'nowhere');
});
