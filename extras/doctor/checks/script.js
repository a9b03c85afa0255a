/** Checks the tag that loads the library, and the instance URL. Tests: tests/browser/doctor-page.test.js. */
import { call } from '../../../src/js/page/dom.js';
import { finding, plain } from '../findings.js';
import { instanceOf } from '../../../src/js/page/instance-url.js';
import { fileOf, isOurScript, judge } from '../instance.js';
import { isWithoutValue } from '../page.js';
import { closest } from '../spelling.js';
import { hasGuard } from './early.js';

const TAG = '<script src="/authrocket.js" data-url="https://myapp.e1.loginrocket.com/"></script>';

/** @param {import('../page.js').Page} page */
export function* script(page) {
  const scripts = [...page.document.querySelectorAll('script[src]')];
  const ours = scripts.filter(isOurScript);
  for (const tag of ours) {
    yield* checkTag(page, tag);
  }
  if (ours.length > 1) {
    yield finding(
      'script-twice',
      ours[1],
      'authrocket.js is loaded more than once; the second tag only sets the instance URL again.',
      'Keep one tag.',
    );
  }
  for (const tag of scripts.filter((each) => isModuleFile(each) && each.getAttribute('type') !== 'module')) {
    yield finding(
      'module-as-script',
      tag,
      'The ES module is loaded as a classic script, which is a syntax error.',
      'Write type="module" and import createClient from it, or load authrocket.js.',
    );
  }
  yield* checkDoctor(page);
  yield* checkPresence(page, ours);
  yield* checkRun(page, ours);
}

const isModuleFile = (tag) => fileOf(tag) === 'module.js' && /(^|\/)(pkg|authrocket-wasm)\//.test(tag.getAttribute('src'));

const SHOWN = ['console', 'overlay'];

function* checkDoctor({ document }) {
  for (const tag of document.querySelectorAll('script[data-doctor]')) {
    const shown = tag.getAttribute('data-doctor');
    if (!isWithoutValue(shown) && !SHOWN.includes(shown)) {
      const meant = closest(shown, SHOWN);
      yield finding(
        'doctor-unknown',
        tag,
        `data-doctor="${shown}" is not known, and means "console".`,
        meant ? `Write "${meant}".` : `Use one of ${SHOWN.join(', ')}.`,
      );
    }
  }
}

const isOld = (tag) => /^(https?:)?\/\/js\.authrocket\.com\//i.test(tag.getAttribute('src'));

function* checkTag(page, tag) {
  if (isOld(tag)) {
    yield finding(
      'script-v1',
      tag,
      'This is the old authrocket.js v1: it needs jQuery, and does not know data-authrocket.',
      'Load authrocket.js of this package from your own server.',
    );
  }
  if (tag.getAttribute('type') === 'module') {
    yield finding(
      'script-as-module',
      tag,
      'authrocket.js is a classic script: as a module it does not see its data-url.',
      'Leave out type="module", or import createClient from authrocket-wasm.',
    );
  } else if (tag.hasAttribute('async') && !hasGuard(page)) {
    yield finding(
      'script-async',
      tag,
      'With async the script may come after a user has submitted, and then the browser sends the form itself.',
      'Leave out async, or paste guard.js into a <script> in front of the tag.',
    );
  }
}

function* checkPresence(page, ours) {
  const first = page.forms.find(({ element }) => call(element, 'hasAttribute', 'data-authrocket'));
  const isAttached = page.forms.some(({ element }) => call(element, 'hasAttribute', 'data-authrocket-state'));
  const mayBeModule = page.document.querySelector('script[type=module]');
  if (first && !ours.length && !isAttached && !page.window.AuthRocket && !mayBeModule) {
    yield finding(
      'script-missing',
      first.element,
      'The form has data-authrocket, but nothing on the page attaches it.',
      `Add ${TAG}`,
    );
  }
}

/** Types of a script that browsers run as a classic one. */
const RUNS = /^(text\/javascript|application\/javascript|)$/i;

/** Checks that the library's script has run: it defines `AuthRocket`, and marks it with this symbol. */
function* checkRun({ document, window, forms }, ours) {
  const tag = ours.find((each) => each.getAttribute('type') !== 'module' && !isOld(each));
  const type = tag && !RUNS.test(tag.getAttribute('type') || '') ? tag.getAttribute('type') : '';
  const isOver = document.readyState === 'complete' || (document.readyState === 'interactive' && tag && !tag.hasAttribute('async'));
  // A page may have another `AuthRocket`, which the script cannot replace; then the forms show that it runs.
  const runs = (window.AuthRocket || {})[Symbol.for('authrocket')] || forms.some(({ element }) => call(element, 'hasAttribute', 'data-authrocket-state'));
  if (tag && document.defaultView && isOver && !runs) {
    yield finding(
      'script-failed',
      tag,
      `${fileOf(tag)} has not run: ${type ? `type="${type}" is no script` : "it is missing, its integrity is another file's, or a policy blocks it"}.`,
      type
        ? 'Leave type out.'
        : tag.hasAttribute('integrity')
          ? 'Open its address, and compare integrity with integrity.json of the installed version.'
          : 'Open its address: it must show the script, not a page; then look for blocked scripts on the console.',
    );
  }
}

/** @param {import('../page.js').Page} page */
export function* url(page) {
  for (const named of page.urls) {
    yield* checkUrl(page, named);
  }
  const { instance } = page;
  const other = instance && page.urls.find(({ text, api }) => isOther(judge(text, api), instance));
  if (other) {
    yield finding(
      'url-differs',
      other.element,
      `The page names another instance beside ${instance.origin}.`,
      'A page has one instance; the last one named counts.',
    );
  }
  const form = page.forms.find(({ marked }) => marked);
  const tag = form && !page.urls.length ? tagWithoutUrl(page) : undefined;
  if (tag) {
    const misplaced = tag.getAttributeNames().find((name) => name !== 'src' && /^https?:/.test(tag.getAttribute(name)));
    yield finding(
      'url-missing',
      tag,
      'Nothing on the page names the instance URL, so no form sends anything.',
      misplaced ? `Write data-url instead of ${misplaced}.` : `Write the realm's "authrocket.js URL": ${TAG}`,
    );
  } else if (!page.urls.length && form) {
    yield finding(
      'url-unknown',
      form.element,
      'The doctor does not see the instance URL; what depends on it was not checked.',
      'Write it as data-url on the script tag, or call examine(document, { url }).',
    );
  }
}

/** The library's tag, if it has no URL and no script of the page can set one. */
function tagWithoutUrl({ document }) {
  const scripts = [...document.querySelectorAll('script')];
  const tag = scripts.find((each) => isOurScript(each) && !isOld(each));
  const maySet = (each) => each !== tag && (each.hasAttribute('src') ? !isTool(each) : /setInstanceUrl|import/.test(each.textContent));
  return tag && !scripts.some(maySet) && tag;
}

const isTool = (tag) => isOurScript(tag) || /^doctor\.js$/.test(fileOf(tag));

const isOther = (url, instance) => url instanceof URL && url.origin !== instance.origin;

/** @param {import('../page.js').Page} page  @param {import('../instance.js').Named} named */
function* checkUrl(page, { text, api, element }) {
  const url = judge(text, api);
  if (url === 'missing') {
    yield finding(
      'url-missing',
      element,
      'The instance URL is empty.',
      `Write the realm's "authrocket.js URL": ${TAG}`,
    );
  } else if (url === 'malformed') {
    yield finding(
      'url-malformed',
      element,
      'The instance URL is not an absolute http(s) URL without user, query and fragment.',
      'Write it like https://myapp.e1.loginrocket.com/',
    );
  } else if (url === 'insecure') {
    yield finding(
      'url-insecure',
      element,
      'The instance URL is http: to another machine; nothing will be sent.',
      'Begin it with https:',
    );
  } else if (url === 'unclear') {
    yield finding(
      'url-unclear',
      element,
      'The API that the page names is unknown, or contradicts the /v1 or /v2 of the instance URL; nothing will be sent.',
      'Write data-api="v1" or data-api="v2", and leave the path out.',
    );
  } else {
    const { api: spoken, isNamed } = instanceOf(text, api);
    yield* checkPlace(page, url, element, spoken);
    const { api: ofCluster, isNamed: hasCluster } = instanceOf(url.origin);
    if (hasCluster && ofCluster !== spoken) {
      yield finding(
        'url-cluster',
        element,
        `The page names the API ${spoken}, but ${url.host} is a host of AuthRocket ${ofCluster.slice(1)}.`,
        'Remove data-api, or the option api: the host says which API it has.',
      );
    }
    if (!isLocal(url) && !isNamed) {
      yield finding(
        'url-api',
        element,
        `Nothing says which API ${url.host} has; it is taken for AuthRocket 1.`,
        'Write data-api="v1" or data-api="v2" beside the instance URL, or the option api.',
      );
    }
  }
}

/** Whether an address is one of this machine, where an emulator listens. */
const isLocal = ({ hostname }) => /(^|\.)localhost$|^127\.|^\[/.test(hostname);

function* checkPlace(page, url, element, api) {
  if (/^api[\w-]*\.authrocket\.com$/.test(url.hostname)) {
    yield finding(
      'url-core-api',
      element,
      `${url.origin} is the Core API, which is for servers.`,
      'Use the LoginRocket address of the Connected App, like https://myapp.e1.loginrocket.com/',
    );
  }
  if (url.pathname !== '/') {
    yield finding(
      'url-path',
      element,
      `The instance URL has the path ${url.pathname}; calls would go to ${plain(url).replace(/\/$/, '')}/${api}/login.`,
      'Leave the path out, unless a proxy of yours really has the instance there.',
    );
  }
  if (url.origin === page.origin) {
    yield finding(
      'url-own-origin',
      element,
      "The instance is on the page's own origin: the app's server would see the passwords.",
      'Use the address of the Connected App at loginrocket.com, or a host of its own.',
    );
  }
}
