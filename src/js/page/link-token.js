/**
 * The token of a mail's link, `?token=`. Moves it from the page's address into the form, so that users do not share it and
 * browsers do not send it as a referrer. Keeps it for a form that a single-page app renders again. Tests:
 * tests/browser/link-token.test.js.
 */
import { call, documentOf, elementsOf, windowOf } from './dom.js';
import { kindOf } from './markup.js';

const KINDS = ['reset-password', 'verify-email'];
/** By kind, the token that no form has used yet. @type {Record<string, string>} */
const unused = {};

/** Writes the token into the form's `token` input, which is added if missing. Keeps a value that the input has. */
export function takeToken(form, options) {
  const kind = kindOf(form, options);
  if (!KINDS.includes(kind)) {
    return;
  }
  const { location, history } = windowOf(form);
  const given = new URLSearchParams(location.search).get('token');
  const token = (unused[kind] = given || unused[kind]);
  if (!token) {
    return;
  }
  const input = inputOf(form) || addInput(form);
  input.value = input.value || token;
  call(form, 'addEventListener', 'authrocket:done', () => delete unused[kind]);
  if (!given) {
    return;
  }
  try {
    history.replaceState(history.state, '', without(location.href));
  } catch {
    // An opaque origin may not change its address.
  }
}

/** The control for `token`, in each spelling that a page may use. */
function inputOf(form) {
  const isToken = (each) => /(^|\[)token\]?$/.test(each.getAttribute('data-authrocket-field') || each.name);
  return elementsOf(form).find(isToken);
}

function addInput(form) {
  const input = call(form, 'appendChild', call(documentOf(form), 'createElement', 'input'));
  return Object.assign(input, { type: 'hidden', name: 'token' });
}

/** An address without its `token`, otherwise unchanged. Absolute, because a `<base>` would change where a relative one leads. */
function without(href) {
  const [, path, query, hash] = /^([^?#]*)\??([^#]*)(.*)$/.exec(href);
  const rest = query.split('&').filter((pair) => !new URLSearchParams(pair).has('token')).join('&');
  return `${path}${rest && `?${rest}`}${hash}`;
}
