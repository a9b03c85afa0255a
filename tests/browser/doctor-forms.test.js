// The form doctor on forms: their kind, where they go without script, and how they deliver.

import { LOGIN, SIGNUP, CODE, LOGOUT, FORGOT, RESET, VERIFY, BY_SCRIPT, BAD, change, findings, show } from './doctor-pages.js';

const bad = (html, ...pairs) => change(html, ['<form', `<form ${BAD}`], ...pairs);
const withAttributes = (html, attributes) => change(html, ['<form', `<form ${attributes}`]);

test('clean forms of every kind have no findings', async () => {
  const TAG = `<script src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>`;
  for (const html of [LOGIN, SIGNUP, CODE, LOGOUT, FORGOT, RESET, VERIFY, BY_SCRIPT, LOGIN + SIGNUP + CODE]) {
    assert.equal((await findings(html, { head: TAG })).map(({ code, message }) => `${code} ${message}`), [], html);
  }
});

// --- What a form is -----------------------------------------------------------------------------------------------

show('kind-unknown', 'a typo', bad(LOGIN, ['"login"', '"log-in"']), LOGIN);
show('kind-unknown', 'an empty one', bad(LOGIN, ['"login"', '""']), LOGOUT);
show('kind-misplaced', 'on a container', `<div ${BAD} data-authrocket="login"></div>`, LOGIN);
show('attribute-unknown', 'a typo', bad(withAttributes(LOGIN, 'data-authrocket-delivery="post"')),
  withAttributes(LOGIN, 'data-authrocket-deliver="post" data-authrocket-to="/x" data-authrocket-text-offline="x" data-authrocket-state="idle"'));
show('text-unknown', 'a key that is none', bad(withAttributes(LOGIN, 'data-authrocket-text-offlline="x"')), withAttributes(LOGIN, 'data-authrocket-text-bad-response="x" data-authrocket-text-script-missing="x" data-authrocket-text-retry-in="x"'));
show('login-and-signup', 'a login that confirms its password',
  bad(LOGIN, ['<button', '<input type=password name=password_confirmation aria-label=Again autocomplete=new-password><button']), SIGNUP);
show('login-and-signup', 'names of both samples',
  bad(BY_SCRIPT, ['<button', '<input name="signup[username]" aria-label=Name><button']), BY_SCRIPT);
show('login-and-signup', 'a current and a new password',
  bad(LOGIN, ['<button', '<input type=password name="password" aria-label=New autocomplete=new-password><button']), LOGIN);
show('submit-missing', 'a button that is none', bad(LOGIN, ['<button', '<button type=button']), LOGIN);
show('submit-missing', 'one that only shows the password', bad(LOGIN, ['<button', '<button data-authrocket-reveal']), change(LOGIN, ['<button>Go on</button>', '<input type=image alt=Go>']));
show('submit-missing', 'one outside of the form', bad(LOGIN, ['<button>Go on</button>', '']),
  `${change(LOGIN, ['<button>Go on</button>', ''], ['<form', '<form id=f'])}<button form=f>Go on</button>`);
show('forms-alike', 'two logins without places', LOGIN.replace('<p data-authrocket-error role="alert"></p>', '') + bad(LOGIN, ['<p data-authrocket-error role="alert"></p>', '']), LOGIN + LOGIN);

const NEST = { after: "const inner = document.createElement('form'); inner.id = 'bad'; inner.setAttribute('data-authrocket', 'login'); document.querySelector('form').append(inner);" };
show('form-nested', 'made by a script', [LOGIN, NEST], LOGIN + LOGIN);

const shadowed = (mode, html) => `const root = document.querySelector('x-box').attachShadow({ mode: '${mode}' }); root.innerHTML = ${JSON.stringify(html)};`;
test('form-in-shadow: a form in an open shadow root, also in a nested one, is found', async () => {
  const [found] = (await findings('<x-box></x-box>', { after: shadowed('open', LOGIN) })).filter(({ code }) => code === 'form-in-shadow');
  assert.equal([found.severity, found.element.localName], ['error', 'form']);
  const inner = "const deep = root.querySelector('x-in').attachShadow({ mode: 'open' }); deep.innerHTML = '<form data-authrocket=login></form>';";
  assert.equal((await findings('<x-box></x-box>', { after: shadowed('open', '<x-in></x-in>') + inner })).map(({ code }) => code), ['form-in-shadow']);
});
show('form-in-shadow', 'the light DOM is fine', ['<x-box></x-box>', { after: shadowed('open', LOGIN) }], [`<x-box>${LOGIN}</x-box>`, { after: shadowed('open', '<slot></slot>') }]);

// --- Where it goes without script ---------------------------------------------------------------------------------

const action = `action="${INSTANCE}/login"`;
show('action-missing', 'the password comes back here', bad(LOGIN, [action, '']), LOGIN);
show('action-missing', 'in a form with a script of its own', bad(BY_SCRIPT, ['id="login-form"', ''], [action, 'action=""']), BY_SCRIPT);
show('action-missing', 'a form without a password may', bad(LOGIN, [action, '']), change(FORGOT, [`action="${INSTANCE}/forgot_password"`, '']));
show('action-to-app', 'a path of the app', bad(LOGIN, [action, 'action="/session"']), LOGIN);
show('action-to-app', 'this very page', bad(SIGNUP, [`action="${INSTANCE}/signup"`, 'action="#"']), SIGNUP);
show('action-to-app', 'by a button', change(LOGIN, ['<button', `<button ${BAD} formaction="/session"`]), change(LOGIN, ['<button', `<button form${action}`]));
show('action-to-app', 'also when the instance is not known', [bad(LOGIN, [action, 'action="/session"']), { options: { url: undefined } }], [LOGIN, { options: { url: undefined } }]);
show('action-to-api', 'shows JSON', bad(LOGIN, [action, `action="${INSTANCE}/v1/login"`]), LOGIN);
show('action-insecure', 'http to elsewhere', bad(LOGIN, [action, 'action="http://login.example.test/login"']), LOGIN);
show('action-elsewhere', 'another host', bad(LOGIN, [action, 'action="https://login.example.test/login"']), LOGIN);
show('method-get', 'none is said', bad(LOGIN, ['method="post"', '']), LOGIN);
show('method-get', 'by a button', change(LOGIN, ['<button', `<button ${BAD} formmethod=get`]), change(LOGIN, ['<button', '<button formmethod=post']));
show('method-get', 'a dialog sends nothing', bad(LOGIN, ['method="post"', 'method=get']), change(LOGIN, ['method="post"', 'method=dialog']));

test('an action is reported without its query', async () => {
  const [found] = (await findings(change(LOGIN, [action, 'action="/session?key=hush"']))).filter(({ code }) => code === 'action-to-app');
  assert.equal([found.message.includes('/session'), found.message.includes('hush')], [true, false]);
});

// --- How it delivers ----------------------------------------------------------------------------------------------

const deliver = (way, to = '/x') => `data-authrocket-deliver="${way}"${to === null ? '' : ` data-authrocket-to="${to}"`}`;
show('deliver-unknown', 'a typo', bad(withAttributes(LOGIN, deliver('posts'))), withAttributes(LOGIN, deliver('bridge')));
show('include-unknown', 'a typo', bad(withAttributes(LOGIN, 'data-authrocket-include="sesion"')), withAttributes(LOGIN, 'data-authrocket-include="session"'));
show('bridge-unknown', 'a host that is not known', bad(withAttributes(LOGIN, `${deliver('bridge')} data-authrocket-bridge="ios"`)),
  withAttributes(LOGIN, `${deliver('bridge')} data-authrocket-bridge="wkwebview"`));
show('to-missing', 'post', bad(withAttributes(LOGIN, deliver('post', null))), withAttributes(LOGIN, deliver('post')));
const V2 = { options: { api: 'v2' } };
show('to-missing', 'AuthRocket 2 names no address', [bad(withAttributes(LOGIN, deliver('navigate', null))), V2], [withAttributes(LOGIN, deliver('navigate')), V2]);
show('to-missing', 'AuthRocket 1 names one', [bad(withAttributes(LOGIN, deliver('navigate', null))), V2], withAttributes(LOGIN, deliver('navigate', null)));
show('kind-unknown', 'a form of AuthRocket 2', bad(LOGIN, ['"login"', '"update-profile"']), [change(LOGIN, ['"login"', '"update-profile"']), V2]);
show('hosted-unknown', 'a page of AuthRocket 2', `<a ${BAD} data-authrocket-hosted="profile" href="/">x</a>`, ['<a data-authrocket-hosted="profile" href="/">x</a>', V2]);
show('to-missing', 'fetch', bad(withAttributes(LOGIN, deliver('fetch', null))), withAttributes(LOGIN, deliver('event', null)));
show('to-unsafe', 'javascript', bad(withAttributes(LOGIN, deliver('post', 'javascript:alert(1)'))), withAttributes(LOGIN, deliver('post')));
show('to-foreign', 'fetch to another origin', bad(withAttributes(LOGIN, deliver('fetch', 'https://app.example.test/x'))), withAttributes(LOGIN, deliver('post', 'https://app.example.test/x')));
show('hosted-unknown', 'a page that is none', `<a ${BAD} data-authrocket-hosted="profile" href="/">x</a>`, '<a data-authrocket-hosted="signup" href="/">x</a>');
show('social-empty', 'no provider', `<a ${BAD} data-authrocket-social href="/">x</a>`, '<a data-authrocket-social="facebook" href="/">x</a>');

const PLAIN = change(LOGIN, [' data-authrocket="login"', ' id=plain']);
show('to-missing', 'a form that a script attaches is described by options',
  [PLAIN, { options: { forms: [{ form: '#plain', kind: 'login', deliver: 'post' }] } }],
  [PLAIN, { options: { forms: [{ form: '#plain', kind: 'login', deliver: 'post', to: '/app' }] } }]);
