// contract §5, promise 3: the library runs under the strictest policy that the contract names, with trusted types.

import { NAVIGATES, codeForm, events, loginForm, posts, says, sent, view, waitSent } from './support.js';

const policy = (more = '') => ({
  'content-security-policy': `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src ${INSTANCE} 'self'; base-uri 'none'; `
    + `form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'${more}`,
});

/** A page under the policy, with all scripts in files; `openPage` records errors with pages/notes.js. */
async function open(body, headers = policy()) {
  const html = `<!doctype html><html lang=en><meta charset=utf-8><title>page</title><script src="/browser/pages/notes.js"></script>
    <script src="/pkg/authrocket.js" data-url="${INSTANCE}" defer></script><body>${body}</body></html>`;
  return view(await openFrame({ html, headers }));
}
const clean = (page) => assert.equal([page.window.violations, page.window.errors], [[], []]);

test('3: the policy is in force: what it forbids is reported', async () => {
  const page = await open('<p style="color: red">x</p><script>window.stolen = 1</script>');
  await waitUntil(() => page.window.violations.length >= 2);
  assert.equal(page.window.stolen, undefined);
});

test('3: a login by form, refused and then accepted, violates no strict policy', async () => {
  await fake.set({ answer: 'refused-fields', times: 1 });
  const page = await open(loginForm());
  await page.reaches('idle');
  const seen = events(page);
  page.submit();
  await page.reaches('error');
  page.submit();
  await page.reaches('done');
  assert.equal(seen.map(({ type }) => type), ['submit', 'error', 'submit', 'token', 'done']);
  clean(page);
});

test('3: a login that navigates violates nothing', async () => {
  const page = await open(loginForm({ attributes: NAVIGATES }));
  const { violations } = page.window;
  page.submit();
  await waitUntil(() => page.path.startsWith('/app/login?token='));
  assert.equal(violations, []);
});

test('3: a login that posts violates nothing', async () => {
  const page = await open(loginForm({ attributes: 'data-authrocket-deliver=post data-authrocket-to="/app/session"', more: '<input type=hidden name=csrf value=c>' }));
  const { violations } = page.window;
  page.submit();
  const [post] = await waitUntil(async () => { const all = await app.log(); return all.length && all; });
  assert.match(post.body, /^csrf=c&token=eyJ/);
  assert.equal(violations, []);
});

test('3: both ways to ask for a code violate nothing', async () => {
  for (const more of [codeForm, '']) {
    await fake.reset();
    await fake.set({ answer: 'code', times: 1 });
    const page = await open(loginForm() + more);
    page.submit('#login');
    await page.reaches('code', '#login');
    const form = more ? '#code' : '#login';
    page.fill({ code: '123456' }, form);
    page.submit(form);
    await waitSent(2);
    await waitUntil(() => ['done', 'idle'].includes(page.state('#login')));
    clean(page);
  }
});

test('3: calls of the script API and the npm client violate nothing', async () => {
  const page = await open('<p id=login-errors></p><script type=module src="/browser/pages/client.js"></script>');
  await waitUntil(() => page.window.createClient);
  const answer = await new Promise((resolve) => page.window.AuthRocket.authenticate({ username: 'ada', password: 'x' }, resolve));
  assert.match(answer.token, /^eyJ/);
  await fake.set({ answer: 'refused' });
  page.window.AuthRocket.authenticate({ username: 'ada', password: 'x' });
  await waitUntil(() => page.$('#login-errors').textContent === 'Login failed');
  const client = page.window.createClient({ url: INSTANCE });
  assert.equal((await client.signup({ username: 'ada', password: 'x' })).error, 'Login failed');
  assert.equal((await posts()).length, 3);
  clean(page);
});

test('3: a policy that forbids the instance is reported as unreachable, and by its name on the console', async () => {
  const page = await open(loginForm(), { 'content-security-policy': "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'" });
  page.submit();
  await page.reaches('error');
  assert.match(page.$('[role=alert]').textContent, /cannot be reached/);
  await says(page, /connect-src/);
  assert.equal(await sent(), []);
});
