// The JavaScript engine, for browsers without WebAssembly; the other test files run on it in a second pass.
import { NO_FALLBACK, loginForm, openPage, sent } from './support.js';

const NO_WASM = 'delete self.WebAssembly;';

test('a login works without WebAssembly', async () => {
  const page = await openPage(loginForm(), { before: NO_WASM });
  page.submit();
  await page.reaches('done');
  assert.equal(page.window.AuthRocket.engine, 'javascript');
});

test('a login works when the memory of the fallback grows', async () => {
  // The texts of an answer are copied into the engine's memory, which starts at 128 KiB.
  const long = 'x'.repeat(300_000);
  await fake.set({ path: '/v1/login', answer: { like: 'refused', body: JSON.stringify({ error: `A ${long}` }) } });
  const page = await openPage(loginForm(), { before: NO_WASM });
  for (const _ of [1, 2, 3]) {
    page.submit();
    await page.reaches('error');
    assert.equal(page.$('[role=alert]').textContent, `A ${long}`);
  }
});

test('without WebAssembly and without the fallback a form shows an error, posts nothing to the app, and works once the fallback loads', async () => {
  const submitEarly = `addEventListener('DOMContentLoaded', () => document.forms[0].requestSubmit());`;
  const page = await openPage(loginForm(), { before: NO_WASM + NO_FALLBACK, after: submitEarly });
  await page.reaches('error');
  assert(page.$('form [role=alert]').textContent.length > 10);
  assert.equal([page.$('button').disabled, await sent(), await app.log()], [false, [], []]);
  page.window.allowFallback();
  page.submit();
  await page.reaches('done');
  assert.equal([page.window.AuthRocket.engine, (await sent()).length], ['javascript', 1]);
});
