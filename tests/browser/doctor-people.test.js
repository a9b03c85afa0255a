// The form doctor on what users meet: labels, typing, pasting, and error messages.

import { LOGIN, SIGNUP, CODE, BY_SCRIPT, BAD, change, findings, open, show } from './doctor-pages.js';
import { examine } from '/pkg/doctor.module.js';

const onForm = (html, ...pairs) => change(html, ['<form', `<form ${BAD}`], ...pairs);
const onField = (html, name, ...pairs) => change(html, [`<input name="${name}"`, `<input ${BAD} name="${name}"`], ...pairs);
const add = (html, more) => change(html, ['<button', `${more}<button`]);

// --- Labels -------------------------------------------------------------------------------------------------------

const unlabelled = (rest) => onField(LOGIN, 'username', ['<label>User name', '<p>'], ['required></label>', `${rest}></p>`]);
show('label-missing', 'none at all', unlabelled(''), LOGIN);
show('label-missing', 'a placeholder is none', unlabelled('placeholder="User name"'), unlabelled('aria-label="User name"'));
show('label-missing', 'an empty label', onField(LOGIN, 'username', ['User name', ' ']), change(LOGIN, ['User name', '<img alt="User name">']));
show('label-missing', 'aria-labelledby that leads nowhere', unlabelled('aria-labelledby="nowhere"'), `<p id=there>User name</p>${unlabelled('aria-labelledby="there"')}`);
show('button-nameless', 'an icon alone', change(LOGIN, ['<button>Go on', `<button ${BAD}><svg></svg>`]), change(LOGIN, ['<button>Go on', '<button aria-label="Go on"><svg></svg>']));
show('label-target-missing', 'for names no field', add(LOGIN, `<label ${BAD} for=nowhere>x</label>`), LOGIN);

// --- Typing -------------------------------------------------------------------------------------------------------

show('password-as-text', 'type=text', onField(LOGIN, 'password', ['type="password"', 'type="text"']), LOGIN);
const REVEALED = '<button type=button data-authrocket-reveal aria-pressed="true">Hide</button>';
show('password-as-text', 'shown on request', onField(LOGIN, 'password', ['type="password"', 'type="text"']), add(change(LOGIN, ['type="password"', 'type="text"']), REVEALED));
const meter = (attributes) => change(SIGNUP, ['name="password"', `name="password" ${attributes}`]);
const REQUIRED = 'data-authrocket-strength data-authrocket-require="lower, upper digit special symbol"';
show('require-unknown', 'a plural', meter(`${BAD} data-authrocket-strength data-authrocket-require="lower digits"`), meter(REQUIRED));
show('require-unknown', 'another language', meter(`${BAD} data-authrocket-strength data-authrocket-require="ziffer"`), meter('data-authrocket-strength data-authrocket-require'));
test('require-unknown: each unknown word is reported, with the word that is meant', async () => {
  const found = await findings(meter('data-authrocket-strength data-authrocket-require="lower Digits,uper number"'));
  const fixes = found.filter(({ code }) => code === 'require-unknown').map(({ fix }) => fix);
  assert.equal(fixes, ['Write "digit".', 'Write "upper".', 'Use one of lower, upper, digit, special, symbol.']);
});
show('require-unused', 'no meter', meter(`${BAD} data-authrocket-require="lower"`), meter(REQUIRED));
const hints = (attribute) => add(meter('data-authrocket-strength'), `<div ${attribute}></div>`);
show('hints-unknown', 'a typo', hints(`${BAD} data-authrocket-hints=pasword`), hints('data-authrocket-hints=password'));
show('hints-unknown', 'no field is named', hints(`${BAD} data-authrocket-hints=new`), hints('data-authrocket-hints'));
show('hints-unknown', 'as frameworks write it', hints(`${BAD} data-authrocket-hints=false`), hints('data-authrocket-hints=true'));
show('password-maxlength', 'cut silently', onField(SIGNUP, 'password', ['minlength="8"', 'maxlength="20"']), SIGNUP);
show('code-number', 'leading zeros', onField(CODE, 'code', ['name="code"', 'name="code" type="number"']), CODE);
show('code-inputmode', 'letters on phones', onField(CODE, 'code', ['inputmode="numeric"', '']), change(CODE, ['inputmode="numeric"', 'type="tel"']));
show('email-type', 'no @ on phones', onField(SIGNUP, 'email', ['type="email"', '']), SIGNUP);
show('username-autocapitalize', 'a capital first', onField(LOGIN, 'username', ['autocapitalize="none"', '']), change(LOGIN, ['autocapitalize="none"', ''], ['<form', '<form autocapitalize="off"']));
show('username-spellcheck', 'checked for spelling', onField(LOGIN, 'username', ['spellcheck="false"', '']), change(LOGIN, ['spellcheck="false"', ''], ['<form', '<form spellcheck="false"']));
show('reveal-submits', 'a button is a submit button unless it says otherwise', add(LOGIN, `<button ${BAD} data-authrocket-reveal>Show</button>`), add(LOGIN, '<button type=button data-authrocket-reveal>Show</button>'));
show('reveal-target-missing', 'a field that is not there', add(LOGIN, `<button ${BAD} type=button data-authrocket-reveal="password passwort">Show</button>`), add(SIGNUP, '<button type=button data-authrocket-reveal="password password_confirmation">Show</button>'));

// --- Pasting ------------------------------------------------------------------------------------------------------

show('paste-blocked', 'onpaste that returns false', onField(LOGIN, 'password', ['type="password"', 'type="password" onpaste="return false"']), change(LOGIN, ['type="password"', 'type="password" onpaste="notice()"']));
show('paste-blocked', 'around the field', `<div onpaste="event.preventDefault()">${onField(LOGIN, 'password')}${'</div>'}`.replace(LOGIN.match(/<label>User[\s\S]*?<\/label>/)[0], ''), LOGIN);
show('paste-blocked', 'a handler set by script', [onField(LOGIN, 'password'), { after: "document.querySelector('[type=password]').onpaste = (event) => { event.preventDefault(); };" }], LOGIN);

const REFUSE = "document.querySelector('[type=password]').addEventListener('paste', (event) => { window.asked = true; event.preventDefault(); });";
show('paste-blocked', 'a listener, when asked to try', [onField(LOGIN, 'password'), { after: REFUSE, options: { paste: true } }], [LOGIN, { options: { paste: true } }]);
show('paste-blocked', 'a code that is spread over boxes is not tried', [onField(LOGIN, 'password'), { after: REFUSE, options: { paste: true } }],
  [CODE, { after: REFUSE.replace('[type=password]', '[name=code]'), options: { paste: true } }]);

const pasteInto = (frame, css) => {
  const { ClipboardEvent, DataTransfer } = frame.defaultView;
  frame.querySelector(css).dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: new DataTransfer() }));
};
const blocked = async (frame) => (await examine(frame, { url: INSTANCE })).filter(({ code }) => code === 'paste-blocked').map(({ element }) => element.name);

test('paste-blocked: a listener is probed only on request, but a cancelled paste is found', async () => {
  const frame = await open(LOGIN, { after: REFUSE });
  assert.equal([await blocked(frame), frame.defaultView.asked], [[], undefined]);
  pasteInto(frame, '[type=password]');
  await waitUntil(async () => (await blocked(frame)).join() === 'password');
});

test('paste-blocked: a page that inserts the pasted text itself blocks nothing', async () => {
  const frame = await open(LOGIN, { after: REFUSE.replace('window.asked = true', "event.target.value = 'pasted'") });
  await blocked(frame);
  pasteInto(frame, '[type=password]');
  pasteInto(frame, '[name=username]');
  await new Promise((resolve) => frame.defaultView.setTimeout(resolve));
  assert.equal(await blocked(frame), []);
});

// --- Error messages -----------------------------------------------------------------------------------------------

const PLACE = '<p data-authrocket-error role="alert"></p>';
show('error-place-missing', 'the library adds one', onForm(LOGIN, [PLACE, '']), `<p id="login-errors"></p>${change(LOGIN, [PLACE, ''])}`);
show('error-place-missing', 'a signup has another', `<p id="login-errors"></p>${onForm(SIGNUP, [PLACE, ''])}`, `<p id="signup-errors"></p>${change(SIGNUP, [PLACE, ''])}`);
show('live-region-missing', 'in a form with a script of its own', change(BY_SCRIPT, ['<div id="login-errors" role="alert"></div>', ''], ['<form', `<form ${BAD}`], ['id="login-form"', '']), BY_SCRIPT);
show('live-region-missing', 'a place that says nothing', change(BY_SCRIPT, [' role="alert"', '']), change(BY_SCRIPT, [' role="alert"', ' aria-live="polite"']));
show('error-place-unknown', 'a field with a typo', add(LOGIN, `<p ${BAD} data-authrocket-error="passwrod"></p>`), add(LOGIN, '<p data-authrocket-error="password"></p>'));
show('error-place-unknown', 'a field that is not there', add(LOGIN, `<p ${BAD} data-authrocket-error="email"></p>`), add(LOGIN, '<p data-authrocket-error="code"></p>'));
show('error-place-unknown', 'a value that is merely there', add(LOGIN, `<p ${BAD} data-authrocket-error="ture"></p>`), change(LOGIN, [PLACE, PLACE.replace('error ', 'error="true" ')]));
show('error-place-missing', 'neither empty nor true', onForm(LOGIN, [PLACE, PLACE.replace('error ', 'error="password" ')]), change(LOGIN, [PLACE, PLACE.replace('error ', 'error="true" ')]));
show('error-place-hidden', 'nobody shows it', add(LOGIN, `<div hidden><p ${BAD} data-authrocket-error="password"></p></div>`), change(CODE, ['<form', '<form hidden']));
const OWN = PLACE.replace('<p', `<p ${BAD} class=place`);
/** A page with this style, whose own place has the class `place` and is in a `<div class=box>`. */
const styled = (css) => [change(LOGIN, [PLACE, `<div class=box>${OWN}</div>`]), { head: `<style>${css}</style>` }];
show('error-place-hidden', 'display: none', styled('.place { display: none }'), styled('.place:empty { display: none }'));
show('error-place-hidden', 'a rule shows it once it has a text', styled('.place { visibility: hidden }'), styled('.place { display: none } .place:not(:empty) { display: block }'));
show('error-place-hidden', 'a rule shows it in a form with an error', styled('form .place { opacity: 0 }'), styled('.place { opacity: 0 } [data-authrocket-state="error"] .place { opacity: 1 }'));
show('error-place-hidden', 'the element around it', styled('@media all { .box { display: none } }'), styled('.box:has(:empty) { display: none } @media print { .box { display: none } }'));
show('error-place-hidden', 'for screen readers only', styled('.place { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0) }'), styled('.place { position: absolute; width: 1px; overflow: hidden }'));
show('error-place-hidden', 'inline', change(LOGIN, [PLACE, OWN.replace('class=place', 'style="display:none"')]), [change(LOGIN, [PLACE, OWN]), { head: '<style>form { display: none }</style>' }]);
show('error-place-outside', 'of every form', `${LOGIN}<p ${BAD} data-authrocket-error></p>`, LOGIN);
const TABLE = `<table>${change(LOGIN, [PLACE, `<tr><td>${PLACE}`], ['</form>', '</td></tr></form>'])}</table>`;
show('error-place-outside', 'behind a form that begins in a table', `<p ${BAD} data-authrocket-error></p>${TABLE}`, TABLE);
show('error-place-missing', 'at a form that begins in a table', onForm(TABLE, [PLACE, '']), TABLE);

test('each field has its own finding', async () => {
  const found = (await findings(SIGNUP.replaceAll('<label>', '<p>').replaceAll('</label>', '</p>'))).filter(({ code }) => code === 'label-missing');
  assert.equal(found.map(({ element }) => element.name), ['username', 'email', 'password', 'password_confirmation', 'first_name', 'org_name']);
});
