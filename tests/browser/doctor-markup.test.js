// The form doctor on what developers mistype or paste: attributes, handlers, encodings, windows, links, and what is around a form.

import { LOGIN, SIGNUP, CODE, RESET, BY_SCRIPT, BAD, change, findings, open, show } from './doctor-pages.js';
import { examine } from '/pkg/doctor.module.js';

const bad = (html, attributes = '', ...pairs) => change(html, ['<form', `<form ${BAD} ${attributes}`], ...pairs);
const having = (html, attributes) => change(html, ['<form', `<form ${attributes}`]);
const onButton = (html, attributes) => change(html, ['<button', `<button ${BAD} ${attributes}`]);
const onPassword = (html, attributes) => change(html, ['<input name="password"', `<input ${BAD} ${attributes} name="password"`]);
const add = (html, more) => change(html, ['<button', `${more}<button`]);
const fixes = async (code, ...page) => (await findings(...page)).filter((each) => each.code === code).map(({ fix }) => fix);

// --- Spelling -----------------------------------------------------------------------------------------------------

for (const [name, meant] of [
  ['data-authrockt', 'data-authrocket'], ['data-authroket', 'data-authrocket'], ['data-auth-rocket', 'data-authrocket'], ['authrocket', 'data-authrocket'],
  ['data-authrocket-delivr', 'data-authrocket-deliver'], ['data-authrocket-delivery', 'data-authrocket-deliver'], ['data-authroket-to', 'data-authrocket-to'],
  ['data-auth-rocket-bridge', 'data-authrocket-bridge'], ['data-authrocket_include', 'data-authrocket-include'], ['data-deliver', 'data-authrocket-deliver'],
]) {
  test(`attribute-unknown: ${name} is reported with ${meant}`, async () => {
    assert.equal(await fixes('attribute-unknown', having(LOGIN, `${name}="x"`)), [`Write ${meant}.`]);
  });
}
show('attribute-unknown', 'a name that is near to nothing', bad(LOGIN, 'data-authrocket-colour=red'), having(LOGIN, 'data-author=me data-auth=1 data-rocket=2 data-field=3'));
test('attribute-unknown: what frameworks write is no misspelt attribute', async () => {
  const names = ['@authrocket:error', '@authrocket:done.once', 'v-on:authrocket:done', ':data-authrocket-to', 'v-bind:data-authrocket', 'on:authrocket:done', '[attr.data-authrocket]',
    '[data-authrocket]', '(authrocket:done)', 'ng-attr-data-authrocket', 'x-on:authrocket:error', 'x-bind:data-authrocket-to', 'hx-on:authrocket:done'];
  for (const name of names) assert.equal(await fixes('attribute-unknown', having(LOGIN, `${name}="x"`)), [], name);
});
test('attribute-unknown: every attribute of the documents is known', async () => {
  const names = ['strength', 'require', 'resend', 'autosubmit', 'countdown', 'capslock', 'webview', 'done', 'error', 'reveal'];
  const marked = names.map((name) => `<span data-authrocket-${name}></span>`).join('');
  const links = ['social=google', 'hosted=login', 'redir=/x', 'redirect-uri=/x', 'session=x', 'account=x', 'prompt=x', 'invitation=x', 'force'];
  const page = `${add(LOGIN, marked)}${links.map((link) => `<a data-authrocket-hosted=login data-authrocket-${link}>x</a>`).join('')}`;
  assert.equal(await fixes('attribute-unknown', page), []);
});

test('misspelt values are reported with the value that is meant', async () => {
  const one = async (code, html) => assert.equal((await fixes(code, html)).length, 1, html);
  const first = async (code, html, text) => assert.match((await fixes(code, html))[0] || 'nothing', text, html);
  await first('kind-unknown', change(LOGIN, ['"login"', '"banana"']), /login, signup/);
  await first('kind-unknown', change(LOGIN, ['"login"', '"signin"']), /"login"/);
  await first('kind-unknown', change(LOGIN, ['"login"', '"forgot_pasword"']), /"forgot-password"/);
  await first('deliver-unknown', having(LOGIN, 'data-authrocket-deliver=fecth data-authrocket-to=/x'), /"fetch"/);
  await first('bridge-unknown', having(LOGIN, 'data-authrocket-deliver=bridge data-authrocket-bridge=flutterr'), /"flutter"/);
  await first('hosted-unknown', '<a data-authrocket-hosted=signupp>x</a>', /"signup"/);
  await first('social-unknown', '<a data-authrocket-social=gogle>x</a>', /"google"/);
  await first('text-unknown', having(LOGIN, 'data-authrocket-text-offlin=x'), /text-offline\./);
  await first('error-place-unknown', add(LOGIN, '<p data-authrocket-error="usernmae"></p>'), /"username"/);
  await first('field-unknown', change(LOGIN, ['name="password"', 'data-authrocket-field="pasword"']), /"password"/);
  await one('attribute-misplaced', add(LOGIN, '<label data-authrocket-field=code>x</label>'));
});

show('attribute-misplaced', 'a delivery on a button', onButton(LOGIN, 'data-authrocket-deliver=event'), having(LOGIN, 'data-authrocket-deliver=event'));
show('attribute-misplaced', 'a field on its label', change(LOGIN, ['<label>', `<label ${BAD} data-authrocket-field=username>`]),
  change(add(LOGIN, '<x-field data-authrocket-field=code></x-field>'), ['name="username"', 'data-authrocket-field=username']));
show('social-unknown', 'no such type', `<a ${BAD} data-authrocket-social=myspace>x</a>`, '<a data-authrocket-social=github>x</a><a data-authrocket-social=ap_0v1x>x</a>');

// --- How a form is sent -------------------------------------------------------------------------------------------

show('submit-cancelled', 'onsubmit that returns false', bad(LOGIN, 'onsubmit="return false"'), having(LOGIN, 'onsubmit="return check(this)"'));
show('submit-cancelled', 'onsubmit that always cancels', bad(LOGIN, 'onsubmit="event.preventDefault(); login()"'), having(LOGIN, 'onsubmit="if (!ready) event.preventDefault()"'));
show('submit-cancelled', 'a button that does', onButton(LOGIN, 'onclick="send(); return false;"'), change(LOGIN, ['<button', '<button onclick="return confirm(1)"']));
show('submit-cancelled', 'a handler set by script', [bad(LOGIN), { after: "document.querySelector('form').onsubmit = (event) => { event.preventDefault(); };" }],
  [LOGIN, { after: "document.querySelector('form').onsubmit = (event) => { if (window.no) event.preventDefault(); };" }]);
show('submit-cancelled', 'a form that the page sends itself may', bad(LOGIN, 'onsubmit="return false"'), having(BY_SCRIPT, 'onsubmit="authenticate(this); return false"'));

show('submit-scripted', 'in onclick', onButton(LOGIN, 'type=button onclick="this.form.submit()"'), change(LOGIN, ['<button', '<button onclick="this.form.requestSubmit()"']));
show('submit-scripted', 'in a link', add(LOGIN, `<a ${BAD} href="#" onclick="document.forms[0].submit(); return false">Go</a>`), add(LOGIN, '<a href="#" onclick="track(\'submit\')">Go</a>'));
show('submit-scripted', 'in onsubmit', bad(LOGIN, 'onsubmit="document.getElementById(\'x\').submit()"'), LOGIN);
test('submit-scripted: a call is seen while the doctor is on the page, in front of the library and the inline guard', async () => {
  const guard = await (await fetch('/pkg/guard.js')).text();
  const late = `<script>${guard}</script><script src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>`;
  for (const head of [`<script src="/pkg/doctor.js"></script>${late}`, `${late}<script src="/pkg/doctor.js"></script>`]) {
    const frame = await open(having(LOGIN, 'data-authrocket-deliver=event'), { head });
    const found = async () => (await frame.defaultView.AuthRocketDoctor.examine(frame, { url: INSTANCE })).filter(({ code }) => code === 'submit-scripted');
    assert.equal(await found(), []);
    frame.querySelector('[name=username]').value = 'ada';
    frame.querySelector('[name=password]').value = 'correct horse';
    frame.querySelector('form').submit();
    assert.equal((await found()).map(({ element }) => element === frame.querySelector('form')), [true]);
    await waitUntil(() => frame.querySelector('form').getAttribute('data-authrocket-state') === 'done', 'the library still sends it');
    document.querySelector('iframe').remove();
  }
});

test('a form\'s own submit is that form\'s alone while the doctor is on the page', async () => {
  const frame = await open(LOGIN + SIGNUP, { head: '<script src="/pkg/doctor.js"></script>' });
  const [one, other] = frame.querySelectorAll('form');
  const { submit } = other;
  const own = () => 'own';
  one.submit = own;
  assert.equal([one.submit === own, one.submit(), other.submit === submit, Object.keys(one).includes('submit')], [true, 'own', true, true]);
  one.submit = null;
  assert.equal([one.submit, delete one.submit, one.submit === submit], [null, true, true]);
});

show('target-blank', 'on the form', bad(LOGIN, 'target=_blank'), having(LOGIN, 'target=_top'));
show('target-blank', 'on a button', onButton(LOGIN, 'formtarget=_blank'), LOGIN);
show('target-blank', 'by <base>', [bad(LOGIN), { head: '<base target=_blank>' }], [having(LOGIN, 'target=_self'), { head: '<base target=_blank>' }]);
show('enctype-unused', 'on the form', bad(LOGIN, 'enctype=multipart/form-data'), having(LOGIN, 'enctype=application/x-www-form-urlencoded'));
show('enctype-unused', 'a form that the page sends itself may', bad(LOGIN, 'enctype=multipart/form-data'), having(BY_SCRIPT, 'enctype=multipart/form-data'));
show('enctype-unused', 'on a button', onButton(LOGIN, 'formenctype=text/plain'), LOGIN);
show('action-kind', 'a signup that leads to the login', bad(SIGNUP, '', [`${INSTANCE}/signup`, `${INSTANCE}/login`]), SIGNUP);
show('action-kind', 'a login that leads to the signup', bad(LOGIN, '', [`${INSTANCE}/login`, `${INSTANCE}/signup`]), LOGIN);
show('action-kind', 'a page of the customer', bad(RESET, '', [`${INSTANCE}/reset_password`, `${INSTANCE}/login`]), change(LOGIN, [`${INSTANCE}/login`, `${INSTANCE}/welcome`]));
show('action-script', 'javascript:', bad(LOGIN, '', [`${INSTANCE}/login`, 'javascript:void(0)']), LOGIN);
show('link-script', 'inside of a form', add(LOGIN, `<a ${BAD} href="javascript:void(0)">Forgot?</a>`), `${add(LOGIN, '<a href="/forgot">Forgot?</a>')}<a href="javascript:void(0)">elsewhere</a>`);
show('to-insecure', 'http to another machine', bad(LOGIN, 'data-authrocket-deliver=post data-authrocket-to="http://app.example.test/login"'),
  having(LOGIN, 'data-authrocket-deliver=post data-authrocket-to="https://app.example.test/login"'));

show('to-instance', 'the instance URL in the wrong place', bad(LOGIN, `data-authrocket-deliver=post data-authrocket-to="${INSTANCE}/"`), having(LOGIN, 'data-authrocket-deliver=post data-authrocket-to="/login"'));

test('submit-missing: the advice fits what is there', async () => {
  const button = '<button>Go on</button>';
  assert.match((await fixes('submit-missing', change(LOGIN, ['<button', '<button type=button'])))[0], /Leave type="button" out/);
  assert.match((await fixes('submit-missing', `${change(LOGIN, [button, ''])}${button}`))[0], /form="its-id"/);
  assert.match((await fixes('submit-missing', change(LOGIN, [button, ''])))[0], /Add <button>/);
});

// --- Fields -------------------------------------------------------------------------------------------------------

show('field-disabled', 'by itself', onPassword(LOGIN, 'disabled'), LOGIN);
show('field-disabled', 'by its fieldset', change(onPassword(LOGIN, ''), ['<label>Password', '<fieldset disabled><label>Password'], ['</label><button', '</label></fieldset><button']),
  change(LOGIN, ['<label>Password', '<fieldset><label>Password'], ['</label><button', '</label></fieldset><button']));
show('field-disabled', 'one of two is on purpose, and so is a code that is not due', onPassword(LOGIN, 'disabled'),
  `${add(LOGIN, '<input disabled name=username autocomplete=username aria-label=Other>')}${change(CODE, ['name="code"', 'name="code" disabled'])}`);
show('field-readonly', 'against autofill', onPassword(LOGIN, 'readonly onfocus="this.removeAttribute(\'readonly\')"'), LOGIN);
show('field-readonly', 'a name that the page fills in', onPassword(LOGIN, 'readonly'), change(LOGIN, ['name="username"', 'name="username" value="ada" readonly']));
show('password-pattern', 'at a login', onPassword(LOGIN, 'pattern=".{8,}"'), LOGIN);
show('password-pattern', 'at a signup', onPassword(SIGNUP, 'pattern="(?=.*[0-9]).{8,}"'), SIGNUP);
const onCode = (attributes) => change(CODE, ['<input name="code"', `<input ${BAD} ${attributes} name="code"`]);
show('code-maxlength', 'six characters', onCode('maxlength=6'), onCode('maxlength=20'));
show('code-maxlength', 'digits only', onCode('pattern="[0-9]{6}"'), CODE);
show('id-twice', 'two forms', `${bad(LOGIN)}<i></i>${LOGIN.replace('<form', '<form id="bad"')}`.replace(BAD, 'id="f"').replace('id="bad"', 'id="f"'), having(LOGIN, 'id=f') + having(SIGNUP, 'id=g'));
show('field-outside-form', 'a user name', `<input ${BAD} autocomplete=username aria-label=Name>${LOGIN}`, `<input name=q aria-label=Search>${LOGIN}`);

// --- Around the forms ---------------------------------------------------------------------------------------------

const TAG = `<script src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>`;
const LOOSE = change(LOGIN, [' data-authrocket="login"', '']);
show('kind-missing', 'marks without a kind', [bad(LOOSE), { head: TAG }], [LOGIN, { head: TAG }]);
show('kind-missing', 'a form inside a form, as the parser leaves it', [`<form ${BAD} method=post action="${INSTANCE}/login">${LOGIN}</form>`, { head: TAG }], [BY_SCRIPT, { head: TAG }]);
show('kind-missing', 'a module may attach it', [bad(LOOSE), { head: TAG }], [LOOSE, { head: `${TAG}<script type=module></script>` }]);
const RELATIVE = having(LOGIN, 'data-authrocket-deliver=post data-authrocket-to="login"');
show('base-elsewhere', 'relative addresses lead there', [RELATIVE, { head: `<base ${BAD} href="https://cdn.example.test/">` }], [LOGIN, { head: '<base href="https://cdn.example.test/">' }]);

test('frame-foreign: a page in a frame of another site is reported, one of its own site is not', async () => {
  const html = `<!doctype html><html lang=en><title>framed</title><body>${LOGIN}<script src="/pkg/doctor.js"></script>
    <script>AuthRocketDoctor.examine().then((found) => parent.postMessage(found.map(({ code }) => code), '*'))</script>`;
  const address = new URL(await makePage({ html }), location.href);
  const heard = async (url) => {
    const message = new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data), { once: true }));
    (await openFrame(url)).remove();
    return (await message).includes('frame-foreign');
  };
  assert.equal(await heard(address.href), false);
  assert.equal(await heard(`${ELSEWHERE}${address.pathname}`), true);
});

// --- The script tag and its URL -----------------------------------------------------------------------------------

const bare = (head, more = '') => [LOGIN + more, { head, options: { url: undefined } }];
const noUrl = (attributes) => `<script src="/pkg/authrocket.js" ${attributes}></script>`;
show('url-missing', 'nothing names it', bare(noUrl(BAD)), bare(`${noUrl('')}<script>AuthRocket.setInstanceUrl(${JSON.stringify(INSTANCE)})</script>`));
show('url-missing', 'a script may', bare(noUrl(BAD)), bare(`${noUrl('')}<script>window.x = () => AuthRocket.setInstanceUrl(window.config)</script>`));
show('url-missing', 'a file may', bare(noUrl(BAD)), bare(`${noUrl('')}<script src="/browser/pages/notes.js"></script>`));
test('url-missing: the advice names the attribute that has the URL', async () => {
  assert.equal(await fixes('url-missing', ...bare(noUrl('data-instance="https://x.e1.loginrocket.com/"'))), ['Write data-url instead of data-instance.']);
});
show('url-cluster', 'the host has the other API', bare(`<script ${BAD} type="text/plain" src="/authrocket.js" data-url="https://x.e2.loginrocket.com/" data-api=v1></script>`),
  bare('<script type="text/plain" src="/authrocket.js" data-url="https://x.e2.loginrocket.com/" data-api=v2></script>'));
show('script-failed', 'it is missing', [LOGIN, { head: `<script ${BAD} src="/app/authrocket.js" data-url="${INSTANCE}"></script>` }], [LOGIN, { head: TAG }]);
show('script-failed', 'its integrity is wrong', [LOGIN, { head: `<script ${BAD} integrity="sha384-${'A'.repeat(64)}" src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>` }], [LOGIN, { head: TAG }]);

show('script-failed', 'a type that no browser runs', [LOGIN, { head: `<script ${BAD} type="javascript" src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>` }],
  [LOGIN, { head: `<script type="text/javascript" src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>` }]);

test('script-failed: an AuthRocket of the page that the script cannot replace does not mean that it failed', async () => {
  const own = '<script>Object.defineProperty(window, "AuthRocket", { value: {} });</script>';
  const frame = await open(LOGIN, { head: own + TAG });
  await waitUntil(() => frame.querySelector('[data-authrocket-state]'));
  assert.equal((await examine(frame)).map(({ code }) => code), []);
});

test('forms that were attached in a shadow root are not reported there', async () => {
  const frame = await open('<x-box></x-box>', { after: `document.querySelector('x-box').attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(having(LOGIN, 'data-authrocket-state=idle'))};` });
  assert.equal((await examine(frame, { url: INSTANCE })).map(({ code }) => code), []);
});
