/**
 * The token that a mail's link brings in the page's address: taken out of the address at once, so that it is neither
 * shared nor sent on as a referrer, and kept in the form; and here, for a form that a single-page app renders anew.
 */
import { call, documentOf, elementsOf, windowOf } from './dom.js';
import { kindOf } from './markup.js';

const KINDS = ['reset-password', 'verify-email'];
/** By kind, the token of the link that nobody has used yet. @type {Record<string, string>} */
const unused = {};

/** Puts `?token=` into the form's hidden `token` input, which is added if the page has none; a filled one wins. */
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

/** By its API name, in each of the ways that a page may write it. */
function inputOf(form) {
  const isToken = (each) => /(^|\[)token\]?$/.test(each.getAttribute('data-authrocket-field') || each.name);
  return elementsOf(form).find(isToken);
}

function addInput(form) {
  const input = call(form, 'appendChild', call(documentOf(form), 'createElement', 'input'));
  return Object.assign(input, { type: 'hidden', name: 'token' });
}

/** The whole address, as a `base` of the page would lead a part of it elsewhere; what else it holds is kept as it is. */
function without(href) {
  const [, path, query, hash] = /^([^?#]*)\??([^#]*)(.*)$/.exec(href);
  const rest = query.split('&').filter((pair) => !new URLSearchParams(pair).has('token')).join('&');
  return `${path}${rest && `?${rest}`}${hash}`;
}
