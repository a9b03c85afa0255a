/**
 * Checks that the files which the library loads from its folder are there: asks for each by HEAD, on the page's own origin only, and
 * only with `options.files`. Bundlers have their own names for these files. Tests: tests/browser/doctor-files.test.js.
 */
import { LANGUAGES, codeOf } from '../../../src/js/texts/languages.js';
import { call } from '../../../src/js/page/dom.js';
import { finding } from '../findings.js';
import { beside, isOurScript } from '../instance.js';
import { moduleFolder } from './speed.js';

/** What is lost without a file. */
const LOST = {
  'fallback.js': 'browsers without WebAssembly, and pages whose policy forbids it, cannot log in',
  'comforts.js': 'buttons that show the password, the countdown and other enhancements do not work',
  'strength.js': 'the strength meter and the rules of new passwords do not appear',
  'hints.js': 'the console shows keys instead of explanations',
  'authrocket.wasm': 'nobody can log in',
};

/** By document, what was found for each address: the doctor may examine a page again. @type {WeakMap<Document, Map<string, Promise<any>>>} */
const known = new WeakMap();

/** @param {import('../page.js').Page} page */
export async function files(page) {
  const { document, options, origin } = page;
  const isAsked = options.files && document.defaultView;
  const folder = moduleFolder(page);
  const names = [
    'fallback.js', 'comforts.js', 'hints.js',
    ...(call(page.root, 'querySelector', '[data-authrocket-strength]') ? ['strength.js'] : []),
    ...languagesOf(page).map((language) => `lang/${language}.js`),
  ];
  const urls = [
    ...names.map((name) => beside(document, name)),
    ...(folder ? [...names, 'authrocket.wasm'].map((name) => new URL(name, folder)) : []),
  ].filter((url) => isAsked && url && url.origin === origin);
  const tag = [...document.querySelectorAll('script[src]')].find(isOurScript) || document.documentElement;
  const found = await Promise.all([...new Set(urls.map(({ href }) => href))].map((href) => once(page, href, tag)));
  return found.filter(Boolean);
}

/** The languages with a file that the page's forms are in. */
function languagesOf({ forms }) {
  const codes = forms.filter(({ marked }) => marked).map(({ element }) => {
    const said = call(element, 'closest', '[lang]');
    return said ? codeOf(said.getAttribute('lang')) : '';
  });
  return LANGUAGES.filter((language) => codes.includes(language));
}

function once(page, href, tag) {
  const found = known.get(page.document) || new Map();
  known.set(page.document, found);
  if (!found.has(href)) {
    found.set(href, check(page, href, tag));
  }
  return found.get(href);
}

async function check({ window }, href, tag) {
  const path = new URL(href).pathname;
  const name = /(lang\/)?[^/]*$/.exec(path)[0];
  const answer = await ask(window, href);
  const type = (answer && answer.ok && answer.headers.get('content-type')) || '';
  // Servers of single-page apps answer with the page for every address that they do not know.
  if (!answer || !answer.ok || /^text\/html/i.test(type)) {
    return finding(
      'file-missing',
      tag,
      `${path} ${answer ? (answer.ok ? 'is a page, not the file' : `answers ${answer.status}`) : 'cannot be loaded'}: ${LOST[name] || 'the form is in English'}.`,
      `Copy ${name} of the package into the folder of the script.`,
      ['fallback.js', 'authrocket.wasm'].includes(name) ? 'error' : 'warning',
    );
  }
  const isRight = /\.wasm$/.test(name) ? /^application\/wasm/i.test(type) : /javascript/i.test(type);
  return isRight
    ? undefined
    : finding(
        'file-type',
        tag,
        /\.wasm$/.test(name)
          ? `${path} is served as ${type || 'nothing'}: the browser compiles it only once it has loaded.`
          : `${path} is served as ${type || 'nothing'}: browsers refuse to run it.`,
        `Serve it as ${/\.wasm$/.test(name) ? 'application/wasm' : 'text/javascript'}.`,
      );
}

/** @returns {Promise<Response | undefined>} */
async function ask(window, href) {
  try {
    const answer = await window.fetch(href, { method: 'HEAD' });
    // Not every server knows HEAD.
    return [405, 501].includes(answer.status) ? await window.fetch(href) : answer;
  } catch {
    return undefined;
  }
}
