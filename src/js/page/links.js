/**
 * Addresses on the instance that users navigate to: social login (protocol-v1 §2.8) and the hosted pages (protocol-v1 §4).
 * Tests: tests/browser/links.test.js.
 */
import { attribute, call, setAttribute } from './dom.js';
import { instanceOf } from './instance-url.js';
import { prepareMessages } from './messages.js';

/**
 * The address of a social login or of a hosted page.
 * @param {(mistake: string) => void} refuse called with what is wrong if there is no address
 * @returns {string | void}
 */
export function addressOf(refuse, url, isSocial, name, { redir = '', redirectUri = '' } = {}) {
  const { base, fault } = instanceOf(url);
  if (fault) {
    return refuse(`no address: the instance URL is ${fault}`);
  }
  if (!name || !(isSocial ? /^[\w-]+$/ : /^(login|signup|logout)$/).test(name)) {
    return refuse(`no address: "${name}" is ${isSocial ? 'no provider' : 'not login, signup or logout'}`);
  }
  const query = new URLSearchParams();
  if (redir) {
    query.set('redir', redir);
  }
  if (redirectUri) {
    query.set('redirect_uri', redirectUri);
  }
  const text = query.toString();
  return `${base}/${isSocial ? 'auth/' : ''}${name}${text && `?${text}`}`;
}

const SOCIAL = 'data-authrocket-social';
const HOSTED = 'data-authrocket-hosted';
const MARKED = `[${SOCIAL}],[${HOSTED}]`;

function addressFor(element, { url }, refuse) {
  const social = attribute(element, SOCIAL);
  return addressOf(refuse, url, social !== null, social === null ? attribute(element, HOSTED) : social, {
    redir: attribute(element, 'data-authrocket-redir'),
    redirectUri: attribute(element, 'data-authrocket-redirect-uri'),
  });
}

function link(element, settings, refuse = (_) => {}) {
  const address = addressFor(element, settings, refuse);
  if (element.localName === 'a' && address && attribute(element, 'href') !== address) {
    setAttribute(element, 'href', address);
  }
  return address;
}

/** Writes the addresses into the page's links, so that users can open them in a new tab or copy them. */
export function linkDocument(settings) {
  const marked = call(document, 'querySelectorAll', MARKED);
  marked.forEach((element) => {
    link(element, settings);
    prepareMessages(element, settings);
  });
  if (marked.length && settings.enhance) {
    // The enhancements keep users from following such a link in an in-app browser, where it fails.
    settings.enhance(document);
  }
}

/**
 * Navigates when a marked button is clicked. Updates a marked link before the browser follows it, because the instance URL may
 * have changed.
 * @returns {() => void} listens again after the document was rewritten
 */
export function watchClicks(settings) {
  const listener = (event) => {
    const element = call(event.target, 'closest', MARKED);
    if (!element || event.defaultPrevented) {
      return;
    }
    const address = link(element, settings, (mistake) => console.error(`authrocket: ${mistake}`, element));
    if (!address) {
      event.preventDefault();
    } else if (element.localName !== 'a') {
      event.preventDefault();
      location.assign(address);
    }
  };
  const watch = () => call(document, 'addEventListener', 'click', listener);
  watch();
  return watch;
}
