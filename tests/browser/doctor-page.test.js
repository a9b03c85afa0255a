// The form doctor on the page as a whole: the script tag, the instance URL, the Content-Security-Policy.

import { LOGIN, SIGNUP, BY_SCRIPT, BAD, change, findings, open, show } from './doctor-pages.js';
import { examine } from '/pkg/doctor.module.js';

const GUARD = `<script>${await (await fetch('/pkg/guard.js')).text()}</script>`;

const NO_URL = { url: undefined };
const tag = (attributes) => `<script src="/pkg/authrocket.js" ${attributes}></script>`;
const TAG = tag(`data-url="${INSTANCE}"`);
const page = (head, more) => [LOGIN, { head, ...more }];
const bare = (head) => page(head, { options: NO_URL });

// --- The script tag -----------------------------------------------------------------------------------------------

const ASKING = (how) => page(`${TAG}<script ${BAD} data-doctor="${how}"></script>`);
show('doctor-unknown', 'a typo', ASKING('overlays'), ASKING('overlay'));
show('doctor-unknown', 'another word', ASKING('yes'), ASKING(''));
show('doctor-unknown', 'no value, as JSX writes it', ASKING('no'), ASKING('true'));
show('script-missing', 'markup that nobody attaches', [change(LOGIN, ['<form', `<form ${BAD}`])], page(TAG));
show('script-missing', 'a module may attach it', [LOGIN], page('<script type="module"></script>'));
show('script-missing', 'somebody attached it already', [LOGIN], change(LOGIN, ['<form', '<form data-authrocket-state="idle"']));
show('script-as-module', 'data-url is not seen there', page(tag(`${BAD} type="module" data-url="${INSTANCE}"`)), page(TAG));
show('module-as-script', 'a syntax error', page(`<script ${BAD} src="/node_modules/authrocket-wasm/module.js"></script>`),
  page('<script type="module" src="/pkg/module.js"></script>'));
show('script-async', 'a submit may come first', page(tag(`${BAD} async data-url="${INSTANCE}"`)), page(tag(`defer data-url="${INSTANCE}"`)));
show('script-async', 'with the inline guard it may', page(tag(`${BAD} async data-url="${INSTANCE}"`)), page(GUARD + tag(`async data-url="${INSTANCE}"`)));
show('script-twice', 'one is enough', page(TAG + tag(BAD)), page(TAG));
show('script-v1', 'the old library', page(`<script ${BAD} type="text/plain" src="https://js.authrocket.com/v1/authrocket.js"></script>`), page(TAG));

test('the library\'s script has the name of its file, also with a fingerprint, or data-url', async () => {
  const isOurs = async (src, attributes = '') =>
    !(await findings(LOGIN, { head: `<script type="text/plain" src="${src}" ${attributes}></script>` })).some(({ code }) => code === 'script-missing');
  for (const src of ['/authrocket.js', '/authrocket.min.js', '/assets/authrocket-3f2a91c07d.js?v=1', '/authrocket.3f2a.js', '/authrocket-3f2a91.min.js']) assert(await isOurs(src), src);
  for (const src of ['/authrocket-theme-helper.js', '/authrocket-login.js', '/my-authrocket.js']) assert(!(await isOurs(src)), src);
  assert(await isOurs('/authrocket-BhX3k_2a.js', `data-url="${INSTANCE}"`), 'a name of a bundler');
});

// --- Before the script has loaded ---------------------------------------------------------------------------------

/** A form that the browser would send to the app; the finding must be about it. */
const TO_APP = change(LOGIN, ['<form', `<form ${BAD}`], [`action="${INSTANCE}/login"`, 'action="/login"']);
const slow = (how) => tag(`${how} data-url="${INSTANCE}"`);
for (const how of ['defer', 'async', 'type=module']) {
  show('early-submit', `the tag is ${how}`, [TO_APP, { head: slow(how) }], [TO_APP, { head: GUARD + slow(how) }]);
}
show('early-submit', 'the tag comes after the form', [TO_APP + TAG], [TO_APP, { head: TAG }]);
show('early-submit', 'there is only a module', [TO_APP, { head: '<script type=module></script>' }], [TO_APP, { head: `${GUARD}<script type=module></script>` }]);
show('early-submit', 'a bundle attached it', [change(TO_APP, ['<form', '<form data-authrocket-state=idle'])], [TO_APP]);
show('early-submit', 'it has no action', [change(TO_APP, ['action="/login"', '']), { head: slow('defer') }], [change(TO_APP, ['method="post"', 'method=dialog']), { head: slow('defer') }]);
show('early-submit', 'a button leads to the app', [change(LOGIN, ['<form', `<form ${BAD}`], ['<button', '<button formaction="/login"']), { head: slow('defer') }],
  [change(LOGIN, ['<button', '<button formaction="/login"']), { head: TAG }]);

const severities = async (body, more) => (await findings(body, more)).filter(({ code }) => code === 'early-submit').map(({ severity }) => severity);
test('early-submit: an action on the hosted page loses only the delivery, which is a warning', async () => {
  assert.equal(await severities(LOGIN + SIGNUP, { head: slow('defer') }), ['warning', 'warning']);
  assert.equal(await severities(LOGIN + BY_SCRIPT, { head: TAG }), []);
});

test('early-submit: a form passed to attach is guarded only if it has the attribute', async () => {
  const PLAIN = change(LOGIN, [' data-authrocket="login"', ' id=plain']);
  const options = { forms: [{ form: '#plain', kind: 'login' }] };
  const module = `${GUARD}<script type=module></script>`;
  assert.equal(await severities(PLAIN, { head: module, options }), ['warning']);
  assert.equal(await severities(change(PLAIN, ['<form', '<form data-authrocket=login']), { head: module, options }), []);
});

// --- The instance URL ---------------------------------------------------------------------------------------------

show('url-missing', 'an empty data-url', bare(tag(`${BAD} data-url=" "`)), bare(TAG));
show('url-unclear', 'data-api contradicts the path', bare(tag(`${BAD} data-url="${INSTANCE}/v1" data-api=v2`)), bare(tag(`data-url="${INSTANCE}/v2" data-api=v2`)));
show('url-unclear', 'there is no such API', bare(tag(`${BAD} data-url="${INSTANCE}" data-api=v3`)), bare(tag(`data-url="${INSTANCE}" data-api=v1`)));
const CUSTOM = 'data-url="https://login.example.test/"';
show('url-api', 'a custom domain says nothing', bare(tag(`${BAD} ${CUSTOM}`)), bare(tag(`${CUSTOM} data-api=v2`)));
show('url-api', 'set by script', [LOGIN + `<script ${BAD}>window.x = () => AuthRocket.setInstanceUrl('https://login.example.test/')</script>`, { options: NO_URL }],
  [LOGIN + `<script>window.x = () => AuthRocket.setInstanceUrl('https://login.example.test/', { api: 'v2' })</script>`, { options: NO_URL }]);
show('url-api', 'the path, the cluster and this machine say enough', bare(tag(`${BAD} ${CUSTOM}`)),
  [LOGIN, { options: { url: 'https://login.example.test/v2' } }]);
show('url-unknown', 'nobody names it', [change(LOGIN, ['<form', `<form ${BAD}`]), { options: NO_URL }], bare(TAG));
show('url-unknown', 'the page sets it by script', [LOGIN, { options: NO_URL }],
  [LOGIN, { options: NO_URL, head: `${tag('')}<script>AuthRocket.setInstanceUrl('${INSTANCE}')</script>` }]);
show('url-malformed', 'with a query', bare(`<script type="text/plain" ${BAD} src="/authrocket.js" data-url="https://demo.example.test/?x=1"></script>`), bare(TAG));
show('url-insecure', 'http to another machine', bare(`<script type="text/plain" ${BAD} src="/authrocket.js" data-url="http://demo.example.test/"></script>`), bare(TAG));
show('url-core-api', 'the wrong host', [LOGIN, { options: { url: 'https://api-e1.authrocket.com/v1/' } }], [LOGIN, { options: { url: 'https://demo.e1.loginrocket.com/v1/' } }]);
show('url-path', 'a call\'s address', [LOGIN, { options: { url: `${INSTANCE}/v1/login` } }], [LOGIN, { options: { url: `${INSTANCE}/v1` } }]);
show('url-path', 'another version', [LOGIN, { options: { url: `${INSTANCE}/v3/` } }], [LOGIN, { options: { url: `${INSTANCE}/v2/` } }]);
show('url-own-origin', 'the app would see the password', [LOGIN, { options: { url: location.origin } }], [LOGIN]);
show('url-differs', 'two instances on one page', [LOGIN, { head: tag(`${BAD} data-url="https://other.example.test"`) }], [LOGIN, { head: tag(`data-url="${INSTANCE}/v1/"`) }]);

test('url: the doctor accepts and refuses the same URLs as the library', async () => {
  const codes = async (url) => (await findings(LOGIN, { options: { url } })).filter(({ severity }) => severity !== 'hint').map(({ code }) => code).filter((code) => code.startsWith('url-'));
  for (const good of ['https://a.example.test', ' HTTPS://a.example.test/v1/ ', 'http://localhost:4101', 'http://demo.localhost/', 'http://127.0.0.1:1/v1', 'http://[::1]:9/']) {
    assert.equal(await codes(good), [], good);
  }
  for (const bad of ['http://localhost.example.test', 'http://127.0.0.1.example.test', 'http://127.evil', 'http://notlocalhost']) {
    assert.equal(await codes(bad), ['url-insecure'], bad);
  }
  for (const bad of ['a.example.test', 'javascript:alert(1)', 'https:///v1', 'https://me:secret@example.test/', 'https://good.test\\@evil.test/', 'https://a.test/#x', 'https://a.test:port/', 'https://a b.test']) {
    assert.equal(await codes(bad), ['url-malformed'], bad);
  }
  assert.equal(await codes(''), ['url-missing']);
});

// --- The policy ---------------------------------------------------------------------------------------------------

const csp = (text) => [LOGIN, { options: { csp: text } }];
const meta = (text) => page(`<meta ${BAD} http-equiv="Content-Security-Policy" content="${text}">`);
const WHOLE = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src ${INSTANCE}; form-action 'self' ${INSTANCE}`;

show('csp-wasm', 'in a meta element', meta(`script-src 'self' 'unsafe-inline'; connect-src ${INSTANCE}`), meta(WHOLE));
show('csp-wasm', 'by default-src, in a header', csp("default-src 'self' *; connect-src *"), csp(WHOLE));
show('csp-wasm', 'each policy counts', csp([WHOLE, "script-src 'self'"]), csp([WHOLE, "script-src 'unsafe-eval'", 'img-src *']));
show('csp-wasm', 'a header with two policies', csp(`${WHOLE}, script-src 'self'`), csp(`${WHOLE}, img-src *`));
show('csp-connect', 'the instance is not named', csp("connect-src 'self' https://other.example.test"), csp(WHOLE));
show('csp-connect', 'by default-src', csp("default-src 'none'; script-src 'wasm-unsafe-eval'"), csp("default-src * 'wasm-unsafe-eval'"));
show('csp-connect', 'a path that is not the API\'s', csp(`connect-src ${INSTANCE}/v2/`), csp(`connect-src ${INSTANCE}/v1/`));
const FETCH = change(LOGIN, ['<form', '<form data-authrocket-deliver="fetch" data-authrocket-to="/app/session"']);
show('csp-connect', 'the fetch to the app', [FETCH, { options: { csp: WHOLE } }], [FETCH, { options: { csp: WHOLE.replace('connect-src', "connect-src 'self'") } }]);
show('csp-form-action', 'the hosted page without script', csp("form-action 'self'"), csp("default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src *"));
const POST = change(LOGIN, ['<form', '<form data-authrocket-deliver="post" data-authrocket-to="/app/session"']);
show('csp-form-action', 'the post to the app', [POST, { options: { csp: `form-action ${INSTANCE}` } }], [POST, { options: { csp: WHOLE } }]);

test('csp: sources are matched as in browsers', async () => {
  const allows = async (source, url) => (await findings(LOGIN, { options: { url, csp: `connect-src ${source}` } })).every(({ code }) => code !== 'csp-connect');
  const URL = 'https://demo.e1.loginrocket.com/';
  for (const source of ['*', 'https:', 'http:', 'https://demo.e1.loginrocket.com', 'demo.e1.loginrocket.com', '*.e1.loginrocket.com', 'https://*.loginrocket.com:443',
    'http://demo.e1.loginrocket.com', 'https://DEMO.e1.loginrocket.com/v1/', 'https://demo.e1.loginrocket.com:*', 'https://demo.e1.loginrocket.com/v1/login']) {
    assert(await allows(source, URL), `${source} allows`);
  }
  for (const source of ["'none'", "'self'", 'wss:', '*.demo.e1.loginrocket.com', 'https://e1.loginrocket.com', 'https://demo.e1.loginrocket.com:8443', 'https://demo.e1.loginrocket.com/v1', "'unsafe-inline'", '']) {
    assert(!(await allows(source, URL)), `${source} forbids`);
  }
  assert(await allows("'self'", location.origin), 'self is the page');
});

const headed = (script) => page(TAG, { headers: { 'content-security-policy': `script-src 'self' 'unsafe-inline'${script}` }, options: { headers: true } });
show('csp-wasm', 'in the page\'s own headers, when asked to look', headed(''), headed(" 'wasm-unsafe-eval'"));
show('csp-unread', 'the headers cannot be had', page('', { headers: { 'content-security-policy': "connect-src 'none'" }, options: { headers: true } }),
  page('', { headers: { 'content-security-policy': WHOLE }, options: { headers: false } }));

const BLOCKED = { headers: { 'content-security-policy': "connect-src 'self'" } };
test('csp-violation: what the policy blocks while the doctor runs is reported once, by its origin alone', async () => {
  const frame = await open(LOGIN, BLOCKED);
  await examine(frame, { url: INSTANCE });
  for (const attempt of [1, 2]) await frame.defaultView.fetch(`${INSTANCE}/v1/login?secret=${attempt}`).catch(() => {});
  const seen = await waitUntil(async () => {
    const found = (await examine(frame, { url: INSTANCE })).filter(({ code }) => code === 'csp-violation');
    return found.length && found;
  });
  assert.equal(seen.map(({ severity, message }) => [severity, message]), [['error', `The page's policy blocked ${INSTANCE} by connect-src.`]]);
});

test('csp-violation: the good twin has none, and unrelated violations of the page are ignored', async () => {
  const frame = await open(LOGIN, { headers: { 'content-security-policy': `connect-src ${INSTANCE}` } });
  await examine(frame, { url: INSTANCE });
  const violated = new Promise((resolve) => frame.addEventListener('securitypolicyviolation', resolve, { once: true }));
  await frame.defaultView.fetch(`${OTHER}/v1/login`).catch(() => {});
  await violated;
  await frame.defaultView.fetch(`${INSTANCE}/v1/login`);
  assert.equal((await examine(frame, { url: INSTANCE })).filter(({ code }) => code === 'csp-violation'), []);
});

test('a page without marked forms needs no script and no URL', async () => {
  const codes = (await findings(BY_SCRIPT, { options: NO_URL })).map(({ code }) => code);
  assert.equal(codes, []);
  assert.equal(await findings('<p>Nothing here</p>', { options: NO_URL }), []);
  assert.equal((await findings(LOGIN + SIGNUP, { head: TAG })).map(({ code }) => code), []);
});

// --- Pages that stop a check --------------------------------------------------------------------------------------

/** What `console.warn` prints meanwhile; a check that fails prints one line. */
async function warnings(act) {
  const { warn } = console;
  const said = [];
  console.warn = (...words) => said.push(words.join(' '));
  try {
    await act();
  } finally {
    console.warn = warn;
  }
  return said;
}
const codesOf = async (...given) => (await examine(...given)).map(({ code }) => code);
const BLANK = change(LOGIN, ['<form', '<form target=_blank']);

test('a check that fails stops no other, and is told once, by the name of its error alone', async () => {
  const after = "Object.defineProperty(document.querySelector('input'), 'labels', { get() { throw new RangeError('hush'); } });";
  const frame = await open(BLANK, { after });
  const said = await warnings(async () => {
    for (const time of ['first', 'second']) assert((await codesOf(frame, { url: INSTANCE })).includes('target-blank'), time);
  });
  assert.equal(said, ['authrocket doctor: the check "labels" failed: RangeError']);
});

test('controls that hide the methods of their form stop no check', async () => {
  const names = ['getAttribute', 'hasAttribute', 'matches', 'querySelector', 'querySelectorAll', 'closest', 'contains', 'compareDocumentPosition', 'getAttributeNames'];
  const hide = (html) => change(html, ['<button', `${names.map((name) => `<input type=hidden name=${name}>`).join('')}<button`]);
  const LOOSE = change(LOGIN, [' data-authrocket="login"', '']);
  const said = await warnings(async () => {
    const frame = await open(hide(BLANK) + hide(BY_SCRIPT) + hide(LOOSE), { head: TAG });
    const found = await codesOf(frame, { url: INSTANCE, forms: [{ form: frame.querySelectorAll('form')[1] }] });
    for (const code of ['target-blank', 'name-shadows-form', 'kind-missing']) assert(found.includes(code), `${code} is among ${found}`);
    assert((await codesOf(frame.querySelector('form'), { url: INSTANCE })).includes('target-blank'), 'the form alone');
  });
  assert.equal(said, []);
});

test('an invalid selector in the option forms is no form', async () => {
  const frame = await open(BLANK);
  assert((await codesOf(frame, { url: INSTANCE, forms: [{ form: '#1a', kind: 'login' }] })).includes('target-blank'));
});
