// The harness itself: the fake instance follows its rules, its log records what was sent, and keys are real.

const form = (fields) => ({ method: 'POST', body: new URLSearchParams(fields), headers: { Accept: 'application/json' } });
const login = (username, more = {}) => fetch(`${INSTANCE}/v1/login`, { ...form({ username, password: 'p w+d' }), ...more });

test('a login is answered and kept in the log without a preflight', async () => {
  const answer = await (await login('ada')).json();
  assert.match(answer.token, /^eyJ/);
  assert.equal(answer.url, `${location.origin}/app/login?token=${answer.token}`);
  const [entry, ...more] = await fake.log();
  assert.equal(more.length, 0);
  assert.equal(entry.method, 'POST');
  assert.equal(entry.origin, location.origin);
  assert.match(entry.content_type, /^application\/x-www-form-urlencoded/);
  assert.equal(entry.accept, 'application/json');
  assert.equal(entry.cookie, null);
  assert.equal(entry.preflight, false);
  assert.equal(entry.fields, { username: 'ada', password: 'p w+d' });
});

test('the log shows which request had a preflight', async () => {
  const headers = { 'Content-Type': 'application/json' };
  await fetch(`${INSTANCE}/v1/logout`, { method: 'POST', headers, body: '{"token":"t"}' });
  const log = await fake.log();
  assert.equal(log.map((entry) => entry.method), ['OPTIONS', 'POST']);
  assert.equal(log[1].preflight, true);
});

test('a user name chooses the answer, and a rule takes precedence', async () => {
  assert.equal((await login('fake-not-found')).status, 404);
  await fake.set({ path: '/v1/login', answer: 'refused', times: 1 });
  assert.equal(await (await login('fake-not-found')).json(), { error: 'Login failed' });
  assert.equal((await login('fake-not-found')).status, 404);
});

test('an answer can be built from parts', async () => {
  await fake.set({ answer: { like: 'limited', status: 503, headers: { 'retry-after': '9' } } });
  const answer = await login('ada');
  assert.equal([answer.status, answer.headers.get('retry-after')], [503, '9']);
});

for (const name of ['drop', 'no-cors']) {
  test(`${name} is a network error for the page`, async () => {
    await assert.rejects(login(`fake-${name}`), (error) => error instanceof TypeError);
  });
}

test('truncated ends in the middle of the body', async () => {
  await assert.rejects(login('fake-truncated').then((answer) => answer.text()));
});

test('nobody listens at the closed origin', async () => {
  await assert.rejects(fetch(CLOSED), (error) => error instanceof TypeError);
});

test('a redirect leads to the other origin with the body', async () => {
  await (await login('fake-redirect')).json();
  const log = (await fake.log()).filter((entry) => entry.method === 'POST');
  assert.equal(log.map((entry) => entry.server), ['instance', 'other']);
  assert.equal(log[1].fields.username, 'fake-redirect');
});

test('a held answer waits until it is released', async () => {
  let answered = false;
  const waiting = login('fake-hang').then(() => { answered = true; });
  await waitUntil(async () => (await fake.log()).length === 1);
  assert.equal(answered, false);
  await fake.release();
  await waiting;
});

test('a made page is served with its own headers, and what it posts to the app is kept', async () => {
  const html = '<form method=post action="/app/login?a=1"><input name=user value=ada></form><script>stolen = 1</script>';
  const frame = await openFrame({ html, headers: { 'content-security-policy': "script-src 'none'" } });
  assert.equal(frame.contentWindow.stolen, undefined);
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.contentDocument.forms[0].submit();
  await loaded;
  const [post] = await app.log();
  assert.equal([post.method, post.path, post.query, post.body], ['POST', '/app/login', 'a=1', 'user=ada']);
});

test('keys and clicks are real', async () => {
  const box = fixture('<form><input id=first><input id=second type=password><button id=go>Go</button></form>');
  const seen = [];
  for (const type of ['keydown', 'click', 'submit']) box.addEventListener(type, (event) => seen.push(event.isTrusted));
  const submitted = new Promise((resolve) => box.addEventListener('submit', (event) => { event.preventDefault(); resolve(); }));
  await user.fill('#first', 'ada');
  await user.keys(KEY.tab);
  assert.equal(document.activeElement.id, 'second');
  await user.keys('secret' + KEY.enter);
  await submitted;
  await user.click('#go');
  assert.equal([box[0].value, box[1].value], ['ada', 'secret']);
  assert(seen.length > 8 && seen.every((trusted) => trusted), 'every event is trusted');
});
