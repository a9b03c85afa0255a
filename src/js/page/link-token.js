/**
 * The token of a mail's link: `?token=`, and `?invitation=` for a signup of AuthRocket 2. Moves it from the page's address into the form, so that users do not share it and
 * browsers do not send it as a referrer. Keeps it for a form that a single-page app renders again. Tests:
 * tests/browser/link-token.test.js.
 */
import { call, documentOf, elementsOf, windowOf } from './dom.js';
import { fieldOf } from './fields.js';
import { instanceOf } from './instance-url.js';
import { kindOf } from './markup.js';

/** By kind, the field that a link fills, which is also its name in the address. */
const FIELDS = { 'reset-password': 'token', 'verify-email': 'token', signup: 'invitation' };
/** By kind, the token that no form has used yet. @type {Record<string, string>} */
const unused = {};

/** Writes the token into the form's input for it, which is added if missing. Keeps a value that the input has. */
export function takeToken(form, { url, api }, options) {
  const kind = kindOf(form, options);
  const field = FIELDS[kind];
  // With version 1, an invitation is the page's own.
  if (!field || (field === 'invitation' && instanceOf(url, api).api !== 'v2')) {
    return;
  }
  const { location, history } = windowOf(form);
  const given = new URLSearchParams(location.search).get(field);
  const token = (unused[kind] = given || unused[kind]);
  if (!token) {
    return;
  }
  const input = inputOf(form, field) || addInput(form, field);
  input.value = input.value || token;
  call(form, 'addEventListener', 'authrocket:done', () => delete unused[kind]);
  if (!given) {
    return;
  }
  try {
    history.replaceState(history.state, '', without(location.href, field));
  } catch {
    // An opaque origin may not change its address.
  }
}

/** The control for a field, in each spelling that a page may use. */
const inputOf = (form, field) => elementsOf(form).find((each) => fieldOf(each) === field);

function addInput(form, name) {
  const input = call(form, 'appendChild', call(documentOf(form), 'createElement', 'input'));
  return Object.assign(input, { type: 'hidden', name });
}

/** An address without this parameter, otherwise unchanged. Absolute, because a `<base>` would change where a relative one leads. */
function without(href, name) {
  const [, path, query, hash] = /^([^?#]*)\??([^#]*)(.*)$/.exec(href);
  const rest = query.split('&').filter((pair) => !new URLSearchParams(pair).has(name)).join('&');
  return `${path}${rest && `?${rest}`}${hash}`;
}
