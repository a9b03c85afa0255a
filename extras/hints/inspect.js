/**
 * Looks at a page, or at one form, on a developer's machine (`src/js/page/inspect.js`), by the checks of the form doctor that are about
 * setting the library up, and says what it finds: each once. Reads, never writes. Tests: tests/browser/developers.test.js.
 */
import { call, documentOf, find, get } from '../../src/js/page/dom.js';
import { instanceOf } from '../../src/js/page/instance-url.js';
import { ofMetas } from '../doctor/checks/csp.js';
import { delivery } from '../doctor/checks/delivery.js';
import { fields } from '../doctor/checks/fields.js';
import { forms } from '../doctor/checks/forms.js';
import { marks } from '../doctor/checks/marks.js';
import { lookAt } from '../doctor/page.js';
import { explain } from './explain.js';

/** What keeps a form from working; the rest is for the doctor. An unknown kind is told by the engine, wherever the page is. */
const CODES = [
  'kind-misplaced', 'form-nested', 'submit-missing', 'attribute-unknown', 'text-unknown',
  'deliver-unknown', 'bridge-unknown', 'to-missing', 'to-unsafe', 'to-foreign',
  'field-missing', 'field-unknown', 'field-typo', 'hosted-unknown', 'social-empty', 'csp-connect',
];
const CHECKS = [forms, marks, delivery, fields, ofMetas];
const MARKED = 'form[data-authrocket],[data-authrocket-social],[data-authrocket-hosted]';

/** What was said, by document: the same file may serve several. @type {WeakMap<any, { page: boolean, said: Map<any, Set<string>> }>} */
const known = new WeakMap();

/**
 * @param {EngineClient} client
 * @param {any} [form] the whole page without it
 * @param {object} [options] of `attach`
 */
export async function inspect(client, form, options) {
  const page = form ? documentOf(form) : document;
  if (!known.has(page)) {
    known.set(page, { page: false, said: new Map() });
    watchPolicy(page, client);
  }
  await whole(page);
  if (!form && !client.url && find(page, MARKED)) {
    say(page, null, explain('url_missing'));
  }
  const { base } = instanceOf(client.url);
  const seen = lookAt(form || page, { url: base, forms: options ? [{ form, ...options }] : [] });
  seen.forms = seen.forms.filter(({ marked }) => marked);
  for (const check of CHECKS) {
    for (const { code, element, message, fix } of check(seen)) {
      if (CODES.includes(code)) {
        say(page, element, `${message} ${fix}`);
      }
    }
  }
}

/** Once the page has loaded: a form that is still coming lacks its button. */
const whole = (page) =>
  new Promise((resolve) => {
    const later = () => setTimeout(resolve);
    if (get(page, 'readyState') === 'complete') {
      later();
    } else {
      call(get(page, 'defaultView'), 'addEventListener', 'load', later, { once: true });
    }
  });

function say(page, element, text) {
  const { said } = known.get(page);
  const earlier = said.get(element) || new Set();
  said.set(element, earlier);
  if (!earlier.has(text)) {
    earlier.add(text);
    console.error(`authrocket: ${text}`, ...(element ? [element] : []));
  }
}

/** What the page's policy does not let through to the instance. */
function watchPolicy(page, client) {
  call(page, 'addEventListener', 'securitypolicyviolation', ({ blockedURI, effectiveDirective, disposition }) => {
    const { base } = instanceOf(client.url);
    const origin = base && new URL(base).origin;
    if (origin && disposition !== 'report' && /^connect-src/.test(effectiveDirective) && `${blockedURI}/`.startsWith(`${origin}/`)) {
      say(page, null, `the page's Content-Security-Policy forbids requests to the instance. Add ${origin} to connect-src.`);
    }
  });
}
