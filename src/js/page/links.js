/**
 * Addresses on the instance that are gone to rather than called: social login (spec 2.8) and the hosted pages
 * (spec, section 4).
 */
import { attribute, call, setAttribute } from './dom.js';
import { prepareWords } from './messages.js';

const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;

/** No letter in it could hide another host, as `@` or a backslash would, or is mended by the browser. */
const PLAIN = /^https?:\/\/[\w.[][\w./~%[\]:-]*$/i;

/** The instance, without `/v1`, as `src/domain/config.rs` takes it; `undefined` where that would refuse it. */
function instance(url) {
  const text = String(url).trim();
  try {
    const { protocol, hostname, host, pathname } = new URL(text);
    if (PLAIN.test(text) && (protocol === 'https:' || LOOPBACK.test(hostname))) {
      return `${protocol}//${host}${pathname.replace(/\/?$/, '').replace(/\/v1$/, '')}`;
    }
  } catch {
    // Not a URL at all.
  }
  return undefined;
}

/** @returns {string | undefined} the address of a page on the instance; `undefined` for a bad instance URL or path */
export function addressOf(url, path, { redir = '', redirectUri = '' } = {}) {
  const base = instance(url);
  if (!base || !/^(auth\/)?[\w-]+$/.test(path)) {
    return undefined;
  }
  const query = new URLSearchParams();
  if (redir) {
    query.set('redir', redir);
  }
  if (redirectUri) {
    query.set('redirect_uri', redirectUri);
  }
  const text = query.toString();
  return `${base}/${path}${text && `?${text}`}`;
}

const SOCIAL = 'data-authrocket-social';
const HOSTED = 'data-authrocket-hosted';
const MARKED = `[${SOCIAL}],[${HOSTED}]`;

function addressFor(element, { url }) {
  const social = attribute(element, SOCIAL);
  return addressOf(url, social === null ? attribute(element, HOSTED) : `auth/${social}`, {
    redir: attribute(element, 'data-authrocket-redir'),
    redirectUri: attribute(element, 'data-authrocket-redirect-uri'),
  });
}

function link(element, settings) {
  const address = addressFor(element, settings);
  if (element.localName === 'a' && address && attribute(element, 'href') !== address) {
    setAttribute(element, 'href', address);
  }
  return address;
}

/** Gives the page's links their address, so that they can be opened in a new tab and copied too. */
export function linkDocument(settings) {
  const marked = call(document, 'querySelectorAll', MARKED);
  marked.forEach((element) => {
    link(element, settings);
    prepareWords(element, settings);
  });
  if (marked.length && settings.comforts) {
    // An in-app browser is not where such a link should be followed.
    settings.comforts(document);
  }
}

/**
 * Lets the page's buttons go to theirs, and its links to where the instance is by now.
 * @returns {() => void} listens anew where the document was rewritten
 */
export function watchClicks(settings) {
  const listener = (event) => {
    const element = call(event.target, 'closest', MARKED);
    if (!element || event.defaultPrevented) {
      return;
    }
    const address = link(element, settings);
    if (!address) {
      event.preventDefault();
      console.error('authrocket: no address for', element);
    } else if (element.localName !== 'a') {
      event.preventDefault();
      location.assign(address);
    }
  };
  const watch = () => call(document, 'addEventListener', 'click', listener);
  watch();
  return watch;
}
