/**
 * Addresses on the instance that users navigate to: social login (protocol-v1 §2.8) and the hosted pages (protocol-v1 §4,
 * protocol-v2 §6.1).
 * Tests: tests/browser/links.test.js.
 */
import { advise } from '../engine/run.js';
import { attribute, call, setAttribute } from './dom.js';
import { instanceOf } from './instance-url.js';
import { prepareMessages } from './messages.js';

/** What each API has: hosted pages, the folder of social logins (none: they begin on the login page), and parameters. */
const SITES = {
  v1: { pages: ['login', 'signup', 'logout'], auth: 'auth/', params: ['redir', 'redirectUri'] },
  v2: {
    pages: ['login', 'signup', 'logout', 'profile', 'accounts', 'account'],
    params: ['redirectUri', 'session', 'account', 'prompt', 'invitation', 'force'],
  },
};
let isSaid;

/**
 * The address of a social login or of a hosted page.
 * @param {(mistake: string) => void} refuse called with what is wrong if there is no address
 * @param {EngineClient} client
 * @param {boolean} isSocial
 * @param {string} name the provider, or the page
 * @param {Record<string, any>} [given] the parameters
 * @returns {string | void}
 */
export function addressOf(refuse, client, isSocial, name, given = {}) {
  const { base, api, fault } = instanceOf(client.url, client.api);
  if (fault) {
    return refuse(`no address: the instance URL is ${fault}`);
  }
  const { pages, auth, params } = SITES[api];
  if (!name || !(isSocial ? /^[\w-]+$/.test(name) : pages.includes(name))) {
    return refuse(`no address: "${name}" is ${isSocial ? 'no provider' : `not ${pages.join(', ').replace(/, (\w+)$/, ' or $1')}`}`);
  }
  if (given.redir && !params.includes('redir')) {
    return refuse('no address: AuthRocket 2 has no redir; use redirectUri');
  }
  let page = isSocial ? auth + name : name;
  if (isSocial && !auth) {
    page = 'login';
    isSaid = isSaid || advise('social_hosted', client) || true;
  }
  const query = new URLSearchParams();
  params.forEach((param) => {
    let value = given[param];
    if (param === 'force') {
      value = value || value === '' ? '1' : '';
    }
    if (page === 'account' && param === 'account') {
      page += `/${encodeURIComponent(value || '')}`;
    } else if (value || (param === 'account' && value === '')) {
      // An empty account makes the login page ask for one.
      query.set(param === 'redirectUri' ? 'redirect_uri' : param, value);
    }
  });
  if (page === 'account/') {
    return refuse('no address: the account is missing');
  }
  const text = query.toString();
  return `${base}/${page}${text && `?${text}`}`;
}

const SOCIAL = 'data-authrocket-social';
const HOSTED = 'data-authrocket-hosted';
const MARKED = `[${SOCIAL}],[${HOSTED}]`;

function addressFor(element, client, refuse) {
  const social = attribute(element, SOCIAL);
  const params = ['redir', ...SITES.v2.params].map((param) => [
    param,
    attribute(element, `data-authrocket-${param.replace('U', '-u')}`),
  ]);
  return addressOf(refuse, client, social !== null, social === null ? attribute(element, HOSTED) : social, Object.fromEntries(params));
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
