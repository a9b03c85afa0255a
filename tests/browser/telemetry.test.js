// docs/telemetry.md: the samples pass on what they say, and no secret: nothing that a user typed, and nothing that logs somebody in.

import { codeForm, loginForm, openPage } from './support.js';

const samples = (await (await fetch('/samples')).json()).filter(([name]) => /telemetry\.md/.test(name)).map(([, sample]) => sample);
const PASSWORD = 'Qx7 vellum quartz';
const CODE = '975310';
const USER = 'lovelace-1815';
const TOKENS = { token: 'eyJsecret', session: 'kss_secret', account: 'org_secret', message: 'secret words' };

/** A page with all samples, and stand-ins for both tools; `calls` collects what they get. */
const open = (body) =>
  openPage(body + samples.join(''), {
    before: `window.calls = []; window.dataLayer = { push: (given) => calls.push([...given]) };
      window.Sentry = { addBreadcrumb: (crumb) => calls.push(crumb), captureMessage: (...given) => calls.push(given) };`,
  });
const form = loginForm().replace('value=ada', `value=${USER}`).replace('correct horse', PASSWORD) + codeForm.replace('123456', CODE);
const calls = (page) => JSON.parse(JSON.stringify(page.window.calls));
const crumbs = (page) => calls(page).filter(({ category }) => category).map(({ message, level, data }) => [message, level, data]);
const analytics = (page) => calls(page).filter((call) => call[0] === 'event');
function isClean(page) {
  const all = JSON.stringify(page.window.calls);
  for (const secret of [PASSWORD, 'vellum', CODE, USER, 'eyJ', 'kli_', 'kss_', 'utk_', 'tmf:', 'org_', 'secret', 'token=', 'http']) {
    assert(!all.includes(secret), `${secret} is in ${all}`);
  }
}

test('there is a sample for each tool', () => assert.equal(samples.length, 2));

test('a refused login, a code, and a login: what happened, and no secret', async () => {
  const page = await open(form);
  await page.reaches('idle', '#login');
  await fake.set({ answer: { body: { error: `${USER} is locked`, errors: { username: [`${USER} is locked`] } } }, times: 1 });
  page.submit('#login');
  await page.reaches('error', '#login');
  await fake.set({ answer: 'code', times: 1 });
  page.submit('#login');
  await page.reaches('code', '#login');
  page.submit('#code');
  await waitUntil(() => analytics(page).length === 2, 'the login');
  assert.equal(crumbs(page).map(([message, level]) => [message, level]), [
    ['login submit', 'info'], ['login error', 'warning'], ['login submit', 'info'], ['login code-required', 'info'],
    ['code submit', 'info'], ['code token', 'info'], ['code done', 'info'],
  ]);
  assert.equal(crumbs(page)[1][2].code, 'refused');
  assert.equal(analytics(page), [['event', 'auth_error', { form: 'login', code: 'refused', fields: 'username' }], ['event', 'login', { method: 'AuthRocket' }]]);
  isClean(page);
});

test('a signup counts as one', async () => {
  const page = await open(form.replace('data-authrocket=login', 'data-authrocket=signup'));
  await page.reaches('idle', '#login');
  page.submit('#login');
  await page.reaches('done', '#login');
  assert.equal(analytics(page), [['event', 'sign_up', { method: 'AuthRocket' }]]);
  isClean(page);
});

test('every event, with everything that an answer may hold, passes on no secret', async () => {
  const page = await open(form);
  const details = {
    submit: { fields: ['username', 'password'] },
    'code-required': { result: 'code_required', ...TOKENS },
    conditions: { result: 'conditional_login', conditions: ['must_verify_email'], ...TOKENS },
    token: { result: 'login', url: 'https://app.example.test/?token=eyJsecret', ...TOKENS },
    done: { result: 'login', url: 'https://app.example.test/?token=eyJsecret', ...TOKENS },
    error: { result: 'error', code: 'internal', error: 'secret', errors: ['secret'], fields: { password: ['secret'] }, hint: 'not_the_api' },
  };
  for (const [name, detail] of Object.entries(details)) {
    page.$('#login').dispatchEvent(new page.window.CustomEvent(`authrocket:${name}`, { bubbles: true, detail }));
  }
  assert.equal([crumbs(page).length, analytics(page).length], [6, 2]);
  assert.equal(calls(page).at(-1), ['AuthRocket: internal', { tags: { hint: 'not_the_api' } }]);
  isClean(page);
});
