// The form doctor on fields: names, autofill attributes, and position in the page.

import { LOGIN, SIGNUP, CODE, LOGOUT, FORGOT, RESET, VERIFY, BY_SCRIPT, BAD, change, findings, open, show } from './doctor-pages.js';
import { examine } from '/pkg/doctor.module.js';

const onForm = (html, ...pairs) => change(html, ['<form', `<form ${BAD}`], ...pairs);
/** A clean form whose field of this name is marked and changed. */
const onField = (html, name, ...pairs) => change(html, [`<input name="${name}"`, `<input ${BAD} name="${name}"`], ...pairs);
const add = (html, more) => change(html, ['<button', `${more}<button`]);

// --- Names --------------------------------------------------------------------------------------------------------

show('field-missing', 'a login without a name', onForm(LOGIN, ['name="username"', 'name="nick"']), change(LOGIN, ['name="username"', 'name="email"']));
show('field-missing', 'a code form without a code', onForm(CODE, ['name="code"', 'name="x"']), change(CODE, ['name="code"', 'data-authrocket-field="code"']));
show('field-missing', 'a logout without a token', onForm(LOGOUT, ['name="token"', 'name="t"']), LOGOUT);
show('field-missing', 'a forgotten password without an address', onForm(FORGOT, ['name="email"', 'name="x"']), FORGOT);
show('field-unknown', 'data-authrocket-field with a typo', onField(LOGIN, 'username', ['name="username"', 'data-authrocket-field="user"']), LOGIN);
show('field-typo', 'user_name', onField(LOGIN, 'username', ['name="username"', 'name="user_name"']), change(LOGIN, ['name="username"', 'name="login[username]"']));
show('field-nameless', 'neither name nor data-authrocket-field', onField(LOGIN, 'username', ['name="username"', '']), LOGIN);
show('field-not-sent', 'a field of the app', add(SIGNUP, `<input ${BAD} name="shoe_size" aria-label="Shoe size">`), add(SIGNUP, '<input type=hidden name=plan><input type=checkbox name=terms aria-label=Terms>'));
show('field-twice', 'only the last is sent', add(LOGIN, `<input ${BAD} name="login[username]" aria-label=Name autocomplete=username>`), LOGIN);
show('two-names', 'both may be refused', add(LOGIN, `<input ${BAD} name=email type=email aria-label=Email autocomplete=email>`), SIGNUP);
show('id-twice', 'a label reaches only the first', `<p id=bad></p>${onField(LOGIN, 'username')}`.replace('<p id=bad></p>', '') + '<i class=x></i><p id="bad"></p>', LOGIN);
show('name-shadows-form', 'a button called submit', change(LOGIN, ['<button', `<button ${BAD} name=submit`]), change(LOGIN, ['<button', '<button name=go']));
show('name-shadows-form', 'a field called elements', add(BY_SCRIPT, `<input ${BAD} type=hidden name=elements>`), BY_SCRIPT);
show('field-outside-form', 'a password on its own', `<input ${BAD} type=password name=password>`, `<input type=password name=password form=f>${change(LOGIN, ['<form', '<form id=f'])}`);
show('token-missing', 'nobody came by a mail', onForm(RESET, ['value="kpw_1"', 'value=""']), RESET);
show('token-missing', 'the address has it', onForm(VERIFY, ['name="token"', 'name="x"']), [change(VERIFY, ['name="token"', 'name="x"']), { query: '?token=x' }]);

test('field-typo: a misspelt name is reported with the name that is meant', async () => {
  const meant = { userName: 'username', usrname: 'username', user: 'username', passwd: 'password', pasword: 'password', 'login[pass]': 'password', passwordConfirmation: 'password_confirmation',
    confirm_password: 'password_confirmation', 'e-mail': 'email', emial: 'email', firstName: 'first_name', surname: 'last_name', company: 'org_name', otp: 'code' };
  for (const [name, field] of Object.entries(meant)) {
    const [found] = (await findings(add(SIGNUP, `<input name="${name}" aria-label=x>`))).filter(({ code }) => code === 'field-typo');
    assert(found && found.fix.startsWith(`Write name="${field}"`), `${name} is meant for ${field}: ${found && found.fix}`);
  }
  for (const name of ['phone', 'plan', 'q', 'coupon_code', 'address']) {
    assert.equal((await findings(add(SIGNUP, `<input name="${name}" aria-label=x>`))).map(({ code }) => code).filter((code) => code.startsWith('field')), ['field-not-sent'], name);
  }
});

// --- Autofill -----------------------------------------------------------------------------------------------------

show('autocomplete-missing', 'a login\'s password', onField(LOGIN, 'password', ['autocomplete="current-password"', '']), LOGIN);
show('autocomplete-missing', 'a code', onField(CODE, 'code', ['autocomplete="one-time-code"', 'autocomplete="on"']), CODE);
show('autocomplete-missing', 'in a form with a script of its own', onField(BY_SCRIPT, 'login[password]', ['autocomplete="current-password"', '']), BY_SCRIPT);
show('autocomplete-missing', 'a name of a person may do without', onField(SIGNUP, 'email', ['autocomplete="email"', '']), change(SIGNUP, ['autocomplete="given-name"', '']));
show('autocomplete-off', 'on the field', onField(LOGIN, 'username', ['autocomplete="username"', 'autocomplete="off"']), LOGIN);
show('autocomplete-off', 'on the form', onField(LOGIN, 'username', ['autocomplete="username"', ''], ['<form', '<form autocomplete=off']), change(LOGIN, ['<form', '<form autocomplete=off']));
show('autocomplete-wrong', 'a new password at login', onField(LOGIN, 'password', ['"current-password"', '"new-password"']), LOGIN);
show('autocomplete-wrong', 'a current password at signup', onField(SIGNUP, 'password', ['"new-password"', '"current-password"']), SIGNUP);
show('autocomplete-wrong', 'a current password at a reset', onField(RESET, 'password', ['"new-password"', '"current-password"']), RESET);
show('autocomplete-wrong', 'a code that is something else', onField(CODE, 'code', ['"one-time-code"', '"postal-code"']), CODE);
show('autocomplete-wrong', 'a nickname', onField(LOGIN, 'username', ['"username"', '"nickname"'].map((each) => `autocomplete=${each}`)), change(LOGIN, ['autocomplete="username"', 'autocomplete="section-login username webauthn"']));
show('autocomplete-wrong', 'a signup guessed from its fields', onField(BY_SCRIPT.replaceAll('login', 'signup'), 'signup[password]'), change(BY_SCRIPT.replaceAll('login', 'signup'), ['current-password', 'new-password']));

// --- Shadow roots -------------------------------------------------------------------------------------------------

const BOXED = change(LOGIN, ['<label>Password <input name="password" type="password" autocomplete="current-password" required></label>', '<x-field id="bad" name="password"></x-field>']);
const define = (mode, more = '') => `customElements.define('x-field', class extends HTMLElement {
  static formAssociated = ${Boolean(more)};
  constructor() { super(); const root = this.attachShadow({ mode: '${mode}' }); root.innerHTML = '<input aria-label=Password type=password>'; ${more} }
  get value() { return 'x'; } });`;
test('field-in-shadow: a field in the shadow root of an element in the form', async () => {
  const found = (await findings(BOXED, { after: define('open') })).filter(({ code }) => code === 'field-in-shadow');
  assert.equal(found.map(({ severity, element }) => [severity, element.localName]), [['error', 'input']]);
});
show('field-in-shadow', 'an element that takes part in its form is a field', [BOXED.replace('id="bad"', ''), { after: define('open') }], [BOXED, { after: define('open', 'this.attachInternals();') }]);
show('shadow-closed', 'a field may be behind it', [BOXED, { after: define('closed') }], [LOGIN.replace('<button', '<x-field></x-field><button'), { after: define('closed') }]);

/** A component whose value can be written, as those are that take part in their form by `formdata`. */
const SETTABLE = define('open').replace('get value()', 'set value(text) {} get value()');
test('a component with a name and a value is a field, and no listener of formdata is called', async () => {
  const listener = "document.forms[0].addEventListener('formdata', () => { window.wasAsked = true; });";
  const frame = await open(BOXED, { after: SETTABLE + listener });
  const codes = (await examine(frame, { url: INSTANCE })).map(({ code }) => code).filter((code) => /^(field|shadow|label)-/.test(code));
  assert.equal([codes, Boolean(frame.defaultView.wasAsked)], [[], false]);
});
test('a component with the native control of its name among its children is one field', async () => {
  const password = '<label>Password <input name="password" type="password" autocomplete="current-password" required></label>';
  const page = change(LOGIN, [password, `<x-field name="password">${password}</x-field>`]);
  const after = SETTABLE.replace('<input aria-label=Password type=password>', '<slot></slot>').replace('set value', "get type() { return 'password'; } set value");
  assert.equal((await findings(page, { after })).map(({ code }) => code).filter((code) => /^(field|shadow|label|autocomplete)-/.test(code)), []);
});
