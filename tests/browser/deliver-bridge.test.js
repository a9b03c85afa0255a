// Delivery to a native host: stand-ins for the hosts, installed before the page loads, and the message that each gets
// (contract §4). Pages from `file:` are in tests/package/pages.rs.

import { codeForm, events, loginForm, openOpaque, openPage, says, sent } from './support.js';

/** Each host as its webview defines it; `told` keeps each message, with the object that it was sent to. */
const HOSTS = {
  wkwebview: "put('webkit', { messageHandlers: { authrocket: { postMessage(message) { note('wkwebview', this, webkit.messageHandlers.authrocket, message); } } } });",
  'react-native': "put('ReactNativeWebView', { postMessage(message) { note('react-native', this, ReactNativeWebView, message); } });",
  flutter: "put('flutter_inappwebview', { callHandler(...given) { note('flutter', this, flutter_inappwebview, given); return Promise.resolve(null); } });",
  android: "put('AuthRocketBridge', { postMessage(message) { note('android', this, AuthRocketBridge, message); } });",
};
const PUT = `window.told = [];
  const put = (name, value) => Object.defineProperty(window, name, { value, configurable: true });
  const note = (host, self, wanted, message) => told.push([host, self === wanted, message]);`;
const hosts = (...names) => PUT + names.map((name) => HOSTS[name]).join('');
const ALL = Object.keys(HOSTS);

const bridge = (more = '', inside = '') => loginForm({ attributes: `data-authrocket-deliver=bridge ${more}`, more: inside });
async function submitted(state, html, before) {
  const page = await openPage(html, { before });
  page.seen = events(page);
  page.submit();
  await page.reaches(state);
  return page;
}
/** Copies a message as plain data of this realm, for comparison; throws if the message could not be cloned. */
const told = (page) => JSON.parse(JSON.stringify(page.window.structuredClone(page.window.told)));
const tokenOf = (page) => page.seen.find(({ type }) => type === 'token').detail.token;
const NO_HOST = 'Please open this page in the app.';

/** The message that each host gets for these fields. */
const forms = {
  wkwebview: (fields) => fields,
  'react-native': (fields) => JSON.stringify(fields),
  flutter: (fields) => ['authrocket', fields],
  android: (fields) => JSON.stringify(fields),
};

for (const name of ALL) {
  test(`${name} gets the token and the hidden inputs, and nothing that was typed; the page stays`, async () => {
    const inside = `<input type=hidden name=nonce value="a+b &amp; c"><input type=hidden name=token value=forged>
      <input type=hidden name=password value=copied><input name=note value=typed>`;
    const page = await submitted('done', bridge('', inside), hosts(name));
    assert.equal(told(page), [[name, true, forms[name]({ nonce: 'a+b & c', token: tokenOf(page) })]]);
    await waitUntil(() => !page.$('button').disabled);
    assert.equal([page.seen.map(({ type }) => type), await app.log(), page.path.startsWith('/made/')], [['submit', 'token', 'done'], [], true]);
  });

  test(`${name} gets signup as a text, and only for a signup`, async () => {
    const page = await submitted('done', bridge().replace('data-authrocket=login', 'data-authrocket=signup'), hosts(name));
    assert.equal(told(page)[0][2], forms[name]({ token: tokenOf(page), signup: 'true' }));
  });

  test(`${name} is chosen by data-authrocket-bridge before all others`, async () => {
    const page = await submitted('done', bridge(`data-authrocket-bridge=${name}`), hosts(...ALL));
    assert.equal(told(page).map(([host]) => host), [name]);
  });

  test(`${name} is chosen but missing: no other host gets the token`, async () => {
    // A Flutter channel has the same name as Android's, so Android is left out of Flutter's test.
    const others = ALL.filter((other) => other !== name && !(name === 'flutter' && other === 'android'));
    const page = await submitted('error', bridge(`data-authrocket-bridge=${name}`), hosts(...others));
    assert.equal([told(page), page.$('[role=alert]').textContent], [[], NO_HOST]);
  });
}

test('of several hosts one gets the token, and auto is the default', async () => {
  for (const more of ['', 'data-authrocket-bridge=auto']) {
    for (let from = 0; from < ALL.length; from++) {
      const page = await submitted('done', bridge(more), hosts(...ALL.slice(from)));
      assert.equal(told(page).map(([host]) => host), [ALL[from]], ALL.slice(from).join());
    }
  }
});

test('flutter may also be a channel called AuthRocketBridge', async () => {
  const page = await submitted('done', bridge('data-authrocket-bridge=flutter'), hosts('android'));
  assert.equal(told(page).map(([host, , message]) => [host, message]), [['android', JSON.stringify({ token: tokenOf(page) })]]);
});

test('a webkit object without the library\'s handler is no host', async () => {
  for (const value of ['{}', '{ messageHandlers: {} }', '{ messageHandlers: { other: { postMessage() {} } } }']) {
    const page = await submitted('done', bridge(), `${hosts('android')} put('webkit', ${value});`);
    assert.equal(told(page).map(([host]) => host), ['android'], value);
  }
});

test('after a host throws, the token goes to the next host, if there is one', async () => {
  const throws = "put('webkit', { messageHandlers: { authrocket: { postMessage() { throw new Error('closed'); } } } });";
  let page = await submitted('done', bridge(), `${hosts('react-native')} ${throws}`);
  assert.equal(told(page).map(([host]) => host), ['react-native']);
  page = await submitted('error', bridge(), `${hosts()} ${throws}`);
  assert.equal([told(page), page.$('[role=alert]').textContent], [[], NO_HOST]);
});

test('without a host the form shows a text for users, the console a hint for developers, and nothing is lost', async () => {
  const page = await submitted('error', bridge(), PUT);
  assert.equal([page.$('[role=alert]').textContent, page.seen.at(-1).detail.code, page.$('button').disabled, page.$('[name=password]').value],
    [NO_HOST, 'config', false, 'correct horse']);
  await says(page, /no native host/);
  page.window.eval(HOSTS.wkwebview.replace('put(', '((name, value) => { window[name] = value; })(').replaceAll('note(', '((...all) => told.push(all))('));
  page.submit();
  await page.reaches('done');
  assert.equal([page.window.told.map(([host, , , { token }]) => [host, token]), (await sent()).length], [[['wkwebview', tokenOf(page)]], 1]);
  assert.equal(page.$('[role=alert]').textContent, '');
});

test('an unknown host is reported, and an edit starts a new login', async () => {
  const page = await submitted('error', bridge('data-authrocket-bridge=pigeon'), hosts(...ALL));
  assert.equal(page.$('[role=alert]').textContent, NO_HOST);
  page.$('form').removeAttribute('data-authrocket-bridge');
  page.fill({ password: 'another' });
  page.submit();
  await page.reaches('done');
  assert.equal([(await sent()).length, told(page).length], [2, 1]);
});

test('after authrocket:token is cancelled no host gets the token', async () => {
  const page = await openPage(bridge(), { before: hosts(...ALL) });
  page.document.addEventListener('authrocket:token', (event) => event.preventDefault());
  page.submit();
  await page.reaches('done');
  assert.equal(told(page), []);
});

test('a code form delivers to the same host as its login form', async () => {
  await fake.set({ answer: 'code', times: 1 });
  const page = await submitted('code', bridge('data-authrocket-bridge=android', '<input type=hidden name=nonce value=n>') + codeForm, hosts(...ALL));
  page.submit('#code');
  await waitUntil(() => page.seen.at(-1).type === 'done');
  assert.equal(told(page).map(([host, , message]) => [host, message]), [['android', JSON.stringify({ nonce: 'n', token: tokenOf(page) })]]);
});

test('the options of attach choose the host', async () => {
  const page = await openPage(`<form>${loginForm().match(/<label>[^]*<button>/)[0]}Go</button></form><script type=module src="/browser/pages/client.js"></script>`,
    { before: hosts(...ALL), url: null });
  await waitUntil(() => page.window.createClient);
  page.window.createClient({ url: INSTANCE }).attach(page.$('form'), { kind: 'login', deliver: 'bridge', bridge: 'react-native' });
  page.submit();
  await page.reaches('done');
  assert.equal(told(page).map(([host]) => host), ['react-native']);
});

for (const name of ALL) {
  test(`from an opaque origin ${name} gets the token, too`, async () => {
    const heard = await openOpaque(bridge('', '<input type=hidden name=nonce value=n>'), {
      before: `${hosts(name)} const keep = told.push; told.push = (all) => { tell(all); return keep.call(told, all); };`,
      after: "document.addEventListener('authrocket:token', ({ detail }) => tell({ token: detail.token, origin: String(self.origin) }));"
        + 'document.forms[0].requestSubmit();',
    });
    await waitUntil(() => heard.length >= 2, 'the host to be told');
    const [{ token, origin }, message] = heard;
    assert.equal([origin, message, heard.length], ['null', [name, true, forms[name]({ nonce: 'n', token })], 2]);
  });
}

test('from an opaque origin without a host the form shows an error', async () => {
  const heard = await openOpaque(bridge(), {
    after: "document.addEventListener('authrocket:error', ({ detail }) => tell(detail.error)); document.forms[0].requestSubmit();",
  });
  await waitUntil(() => heard.length > 0);
  assert.equal(heard, [NO_HOST]);
});
