/**
 * Checks the Content-Security-Policy: of `<meta>`, of the headers if known, and the violations that have happened.
 * Tests: tests/browser/doctor-page.test.js.
 */
import { attribute } from '../../../src/js/page/dom.js';
import { finding } from '../findings.js';
import { beside } from '../instance.js';
import { resolveWeb } from '../page.js';
import { allowsImport, allowsRequest, allowsWasm, parse } from '../policy.js';
import { watch } from '../sightings.js';
import { preloadOfFallback } from './speed.js';

/** @typedef {{ policy: import('../policy.js').Policy, element: Element | null }} Governing */

/** @param {import('../page.js').Page} page */
export async function csp(page) {
  const findings = [];
  const header = page.options.headers ? await headerOf(page) : '';
  if (header === UNREAD) {
    findings.push(unread(page.document.documentElement));
  }
  const given = [].concat(page.options.csp || [], header === UNREAD ? [] : header || []);
  for (const policy of given.flatMap((text) => parse(text))) {
    findings.push(...judge(page, { policy, element: null }));
  }
  findings.push(...ofMetas(page), ...seen(page));
  return findings.some(({ code }) => code === 'csp-wasm') ? [...findings, ...preloadOfFallback(page)] : findings;
}

/** Checks the policies in the page's `<meta>` elements. @param {import('../page.js').Page} page */
export function* ofMetas(page) {
  for (const element of page.document.querySelectorAll('meta[http-equiv="content-security-policy" i]')) {
    for (const policy of parse(element.getAttribute('content') || '')) {
      yield* judge(page, { policy, element });
    }
  }
}

const UNREAD = Symbol('unread');
/** By document, its header: the doctor may examine a page again. @type {WeakMap<Document, Promise<string | symbol | null>>} */
const headers = new WeakMap();

function headerOf(page) {
  headers.set(page.document, headers.get(page.document) || ownHeader(page));
  return headers.get(page.document);
}

/** Requests the page's own headers. Leaves out the query, which may contain a token. */
async function ownHeader({ window }) {
  const { origin, pathname } = window.location;
  try {
    const answer = await window.fetch(origin + pathname, { method: 'HEAD', cache: 'no-store', redirect: 'error' });
    if (answer.ok) {
      return answer.headers.get('content-security-policy');
    }
  } catch {
    // A policy without connect-src 'self' forbids this request.
  }
  return UNREAD;
}

const unread = (element) =>
  finding('csp-unread', element, "The page's own headers could not be read.", 'Pass the policy: examine(document, { csp }).');

const noWasm = (element) =>
  finding(
    'csp-wasm',
    element,
    'The policy forbids WebAssembly: the engine runs as JavaScript, which is one more file and slower.',
    "Add 'wasm-unsafe-eval' to script-src.",
  );

function* judge(page, { policy, element }) {
  const { instance, origin } = page;
  if (!allowsWasm(policy)) {
    yield noWasm(element);
  }
  if (instance && !allowsRequest(policy, 'connect-src', instanceCall(page), origin)) {
    yield finding(
      'csp-connect',
      element,
      'The policy forbids requests to the instance.',
      `Add ${instance.origin} to connect-src.`,
    );
  }
  const file = beside(page.document, 'comforts.js');
  if (file && !allowsImport(policy, file, origin)) {
    yield finding(
      'csp-files',
      element,
      'The policy forbids the files that authrocket.js loads from its folder: enhancements, languages, hints.',
      `Add ${source(file, page)} to script-src.`,
    );
  }
  for (const form of page.forms) {
    yield* judgeForm(page, policy, form);
  }
}

const instanceCall = ({ instance, api }) => new URL(`${instance.href.replace(/\/$/, '')}/${api}/login`);

function* judgeForm(page, policy, { element, deliver, to }) {
  const target = resolveTo(to, page);
  if (deliver === 'fetch' && target && !allowsRequest(policy, 'connect-src', target, page.origin)) {
    yield finding(
      'csp-connect',
      element,
      'The policy forbids the fetch to data-authrocket-to.',
      `Add ${source(target, page)} to connect-src.`,
    );
  }
  /** @type {[URL | undefined, string][]} */
  const posts = [
    [deliver === 'post' ? target : undefined, 'the post to data-authrocket-to'],
    [resolveTo(attribute(element, 'action'), page), "the form's action, which a browser without script uses"],
  ];
  for (const [url, what] of posts) {
    if (url && !allowsRequest(policy, 'form-action', url, page.origin)) {
      yield finding(
        'csp-form-action',
        element,
        `The policy forbids ${what}.`,
        `Add ${source(url, page)} to form-action.`,
      );
    }
  }
}

const resolveTo = (address, page) => (address ? resolveWeb(address, page.document) : undefined);

const source = (url, page) => (url.origin === page.origin ? "'self'" : url.origin);

/** Findings for violations that concern the library. Other violations are the page's own. */
function* seen(page) {
  const sightings = watch(page.document);
  sightings.catchUp();
  const hosts = [page.instance, ...page.forms.map(({ to }) => resolveTo(to, page))].map((url) => url && url.origin);
  for (const { directive, blocked } of sightings.violations) {
    const isRequest = directive === 'connect-src' && hosts.includes(blocked);
    if (directive.startsWith('script-src') && /^(wasm-)?eval$/.test(blocked)) {
      yield noWasm(page.document.documentElement);
    } else if (isRequest || (directive === 'form-action' && page.forms.length > 0)) {
      yield finding(
        'csp-violation',
        page.document.documentElement,
        `The page's policy blocked ${blocked} by ${directive}.`,
        `Add ${blocked} to ${directive}.`,
      );
    }
  }
}
