// What real pages of authrocket.js v1 do (protocol-v1 §2.9), with page code in their style left as it is: tests/browser/pages/.
// P15 and P16 are calls that pages make without the library; the emulator's tests cover them.

import { posts, sent, view } from './support.js';

const TOKEN = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/;
const open = async (name, more = '') => {
  const page = view(await openFrame(`/browser/pages/${name}.html?instance=${encodeURIComponent(`${INSTANCE}/`)}${more}`));
  page.type = (values) => {
    for (const [id, value] of Object.entries(values)) page.$(`#${id}`).value = value;
  };
  return page;
};
const wired = async (form) => {
  const page = await open('jquery', `&form=${form}`);
  await waitUntil(() => page.window.wired);
  return page;
};
const typed = { login_username: 'ada', login_password: 'correct horse' };

test('P1: an error is a text for jQuery\'s text(), and the form stays', async () => {
  await fake.set({ answer: 'refused', times: 1 });
  const page = await wired('login');
  page.type(typed);
  page.submit('#login-form');
  await waitUntil(() => page.$('#login-errors').textContent === 'Login failed');
  assert.equal([page.$('#login_password').value, await app.log()], ['correct horse', []]);
  page.submit('#login-form');
  await waitUntil(() => page.path.startsWith('/app/login'));
});

test('P2: the url is complete, and leads to the app with the token', async () => {
  const page = await wired('login');
  page.type(typed);
  page.submit('#login-form');
  await waitUntil(() => page.path.startsWith('/app/login'));
  const [get, ...more] = await app.log();
  assert.equal([get.method, get.path, more], ['GET', '/app/login', []]);
  assert.match(new URLSearchParams(get.query).get('token'), TOKEN);
  assert.equal(await sent(), [{ username: 'ada', password: 'correct horse' }]);
});

for (const [keep, read] of [
  ['cookie', (page) => page.document.cookie.match(/(?:^|; )token=([^;]*)/)[1]],
  ['localStorage', (page) => page.window.localStorage.token],
  ['sessionStorage', (page) => page.window.sessionStorage.token],
  ['url', (page) => page.window.location.search.slice('?token='.length)],
  ['more', (page) => page.window.location.search.split('&token=')[1]],
]) {
  test(`P3, P4: a page stores the token itself, without escaping: ${keep}`, async () => {
    const page = await open('plain', `&keep=${keep}`);
    page.type(typed);
    page.submit('#login-form');
    await waitUntil(() => page.window.kept || page.path.startsWith('/app/welcome'));
    if (keep === 'url' || keep === 'more') await waitUntil(() => page.path.startsWith('/app/welcome'));
    const token = read(page);
    page.document.cookie = 'token=; max-age=0';
    page.window.localStorage.clear();
    page.window.sessionStorage.clear();
    assert.match(token, TOKEN);
  });
}

test('P5: setInstanceUrl works in the head, before the body exists', async () => {
  const page = view(await openFrame({ html: `<!doctype html><head><script src="/pkg/authrocket.js"></script><script>
    window.body = document.body; AuthRocket.setInstanceUrl('${INSTANCE}'); AuthRocket.authenticate({ username: 'ada', password: 'x' }, function (r) { window.answer = r; });
    </script></head><body>` }));
  assert.equal(page.window.body, null);
  await waitUntil(() => page.window.answer);
  assert.match(page.window.answer.token, TOKEN);
});

test('P6, P9, P18: an AngularJS controller that runs many times settles one $q promise for each submit', async () => {
  const page = await open('angular');
  const scope = () => page.window.angular.element(page.document.body).injector().get('$rootScope');
  await waitUntil(() => page.window.instances === 1 && page.$('#login-form'));
  for (let time = 2; time < 12; time++) {
    scope().$apply('shown = false');
    scope().$apply('shown = true');
    assert.equal(page.window.instances, time);
  }
  await fake.set({ answer: 'refused', times: 1 });
  page.type(typed);
  page.submit('#login-form');
  await waitUntil(() => page.$('#login-errors').textContent === 'Login failed');
  scope().$apply('shown = false');
  scope().$apply('shown = true');
  page.type({ ...typed, login_username: 'grace' });
  page.submit('#login-form');
  await waitUntil(() => TOKEN.test(page.$('#token').textContent));
  assert.equal([page.window.settled.length, (await sent()).map(({ username }) => username)], [2, ['ada', 'grace']]);
  assert.equal(await app.log(), []);
});

for (const [form, path] of [['login', '/v1/login'], ['signup', '/v1/signup']]) {
  test(`P7: one script for both forms works on a page that has only the ${form} form`, async () => {
    const page = await wired(form);
    for (const field of page.document.querySelectorAll(`#${form}-form [name]`)) field.value = 'one and the same';
    page.submit(`#${form}-form`);
    await waitUntil(() => page.path.startsWith('/app/login'));
    assert.equal((await posts()).map((entry) => entry.path), [path]);
  });
}

test('P7: one script for both forms works on a page that has neither', async () => {
  const page = await wired('neither');
  assert.equal([page.document.forms.length, typeof page.window.AuthRocket.signup, await sent()], [0, 'function', []]);
});

test('P10: the value of a field that is missing is left out', async () => {
  const page = await wired('signup');
  assert.equal(page.window.$('#signup_email').val(), undefined);
  page.type({ signup_username: 'ada', signup_password: 'x', signup_password_confirmation: 'x' });
  page.submit('#signup-form');
  await waitUntil(() => page.path.startsWith('/app/login'));
  assert.equal(await sent(), [{ username: 'ada', password: 'x', password_confirmation: 'x' }]);
});

test('P11: a user name that is an address is sent as it is', async () => {
  const page = await wired('login');
  page.type({ ...typed, login_username: 'Ada+x@Example.test' });
  page.submit('#login-form');
  await waitUntil(() => page.path.startsWith('/app/login'));
  assert.equal((await sent())[0].username, 'Ada+x@Example.test');
});

test('P12, P14: a signup\'s url keeps the token first and signup=true last', async () => {
  const page = await wired('signup');
  page.type({ signup_username: 'ada', signup_password: 'x', signup_password_confirmation: 'x' });
  page.submit('#signup-form');
  await waitUntil(() => page.path.startsWith('/app/login'));
  assert.match(page.window.location.search, /^\?token=eyJ[\w.-]+&signup=true$/);
});

test('P17: members that the API does not know are sent', async () => {
  const page = await wired('neither');
  await new Promise((resolve) => page.window.AuthRocket.signup({ username: 'ada', password: 'x', name: 'Ada L', plan: 'big' }, resolve));
  assert.equal(await sent(), [{ username: 'ada', password: 'x', name: 'Ada L', plan: 'big' }]);
});

for (const [name, more] of [['jquery', '&form=neither'], ['angular', '']]) {
  test(`P18: $ stays jQuery 1.11.2 on the page ${name}`, async () => {
    const page = await open(name, more);
    await waitUntil(() => page.window.wired || page.window.instances);
    assert.equal(page.window.$.fn.jquery, '1.11.2');
    assert(page.window.$ === page.window.jQueryBefore && page.window.jQuery === page.window.$, 'the same $ as before');
  });
}
