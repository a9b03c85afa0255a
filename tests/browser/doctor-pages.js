// Shared by the tests of the doctor: clean forms, and `show`, which expects a finding on a bad page and none on its good twin.

import { CODES, examine } from '/pkg/doctor.module.js';

/** A path of the instance, in the clean forms' actions. */
const hosted = (page) => `${INSTANCE}/${page}`;
const field = (name, label, rest) => `<label>${label} <input name="${name}" ${rest}></label>`;
const username = field('username', 'User name', 'autocomplete="username" autocapitalize="none" spellcheck="false" required');
const form = (kind, page, inside, more = '') => `<form data-authrocket="${kind}" method="post" action="${hosted(page)}"${more}>
  <p data-authrocket-error role="alert"></p>${inside}<button>Go on</button></form>`;

export const LOGIN = form('login', 'login', username + field('password', 'Password', 'type="password" autocomplete="current-password" required'));
export const SIGNUP = form('signup', 'signup', username + field('email', 'Email', 'type="email" autocomplete="email"')
  + field('password', 'Password', 'type="password" autocomplete="new-password" minlength="8"')
  + field('password_confirmation', 'Again', 'type="password" autocomplete="new-password"')
  + field('first_name', 'First name', 'autocomplete="given-name"') + field('org_name', 'Team', 'autocomplete="organization"'));
export const CODE = form('code', 'login', field('code', 'Code', 'inputmode="numeric" autocomplete="one-time-code" required'));
export const LOGOUT = form('logout', 'logout', '<input type="hidden" name="token" value="t">', ' data-authrocket-to="/"');
export const FORGOT = form('forgot-password', 'forgot_password', field('email', 'Email', 'type="email" autocomplete="username"'));
export const RESET = form('reset-password', 'reset_password', '<input type="hidden" name="token" value="kpw_1">'
  + field('password', 'New password', 'type="password" autocomplete="new-password"'));
export const VERIFY = form('verify-email', 'verify_email', '<input type="hidden" name="token" value="x">');
/** A form that the page's own script submits, in the style of authrocket.js v1. */
export const BY_SCRIPT = `<div id="login-errors" role="alert"></div>
  <form id="login-form" method="post" action="${hosted('login')}">${
  field('login[username]', 'User name', 'autocomplete="username" autocapitalize="none" spellcheck="false"')}${
  field('login[password]', 'Password', 'type="password" autocomplete="current-password"')}<button>Log in</button></form>`;

/** A page with a text replaced; a replacement that matches nothing is a mistake in the test. */
export function change(html, ...pairs) {
  return pairs.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`nothing to change: ${from}`);
    return text.replace(from, to);
  }, html);
}

/** Marks the element that a finding should be about. */
export const BAD = 'id="bad"';

/** Opens a page; `head` goes before the body, `after` is a script after the body. */
export async function open(body, { head = '', after = '', headers, query = '' } = {}) {
  const html = `<!doctype html><html lang=en><head><meta charset=utf-8><title>page</title>${head}</head><body>${body}<script>${after}</script></body></html>`;
  return (await openFrame((await makePage({ html, headers })) + query)).contentDocument;
}

/** What the doctor finds on a page; the instance's URL is passed unless `options` say otherwise. */
export async function findings(body, { options = {}, ...page } = {}) {
  return examine(await open(body, page), { url: INSTANCE, ...options });
}

/** A test of one code: `bad` has the finding, at `#bad` if the page has that; `good` has none. Each is a body, or `[body, page]`. */
export function show(code, title, bad, good) {
  test(`${code}: ${title}`, async () => {
    const of = (found) => found.filter((each) => each.code === code);
    const [body, page] = [].concat(bad);
    const found = of(await findings(body, page));
    assert(found.length > 0, `${code} is found on the bad page`);
    assert.equal(found[0].severity, CODES[code]);
    assert(found[0].message && found[0].fix, 'it has a message and a fix');
    const marked = document.querySelector('iframe').contentDocument.querySelector('#bad');
    if (marked) assert.equal(found.map(({ element }) => element === marked), [true], 'it is about the right element');
    document.querySelector('iframe').remove();
    assert.equal(of(await findings(...[].concat(good))).map(({ message }) => message), [], 'found on the good page');
  });
}
