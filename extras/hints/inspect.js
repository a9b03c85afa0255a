/**
 * Checks a page or a form on a developer's machine (called by `src/js/page/inspect.js`), with the form doctor's checks of the
 * library's setup. Prints each finding once; does not change the page. Tests: tests/browser/developers.test.js.
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

/** Findings that keep a form from working; the doctor reports the others. The engine reports an unknown kind on every machine. */
const CODES = [
  'kind-misplaced', 'form-nested', 'submit-missing', 'submit-cancelled', 'attribute-unknown', 'attribute-misplaced', 'text-unknown',
  'deliver-unknown', 'bridge-unknown', 'include-unknown', 'to-missing', 'to-unsafe', 'to-insecure', 'to-foreign',
  'field-missing', 'field-unknown', 'field-disabled', 'field-typo', 'hosted-unknown', 'social-empty', 'csp-connect',
];
const CHECKS = [forms, marks, delivery, fields, ofMetas];
const MARKED = 'form[data-authrocket],[data-authrocket-social],[data-authrocket-hosted]';

/**
 * By document, what was reported, because one copy of this file may serve several documents.
 * @type {WeakMap<any, { page: boolean, said: Map<any, Set<string>> }>}
 */
const known = new WeakMap();

/**
 * @param {EngineClient} client
 * @param {any} [form] the form to check; without it, the whole page
 * @param {object} [options] those of `attach`
 */
export async function inspect(client, form, options) {
  const page = form ? documentOf(form) : document;
  if (!known.has(page)) {
    known.set(page, { page: false, said: new Map() });
    watchPolicy(page, client);
  }
  await whole(page);
  if (await doctorOf(page, client)) {
    return;
  }
  if (!form && !client.url && find(page, MARKED)) {
    report(page, null, explain('url_missing'));
  }
  const { base, api } = instanceOf(client.url, client.api);
  const seen = lookAt(form || page, { url: base, api: /** @type {any} */ (api), forms: options ? [{ form, ...options }] : [] });
  seen.forms = seen.forms.filter(({ marked }) => marked);
  for (const check of CHECKS) {
    for (const { code, element, message, fix } of check(seen)) {
      if (CODES.includes(code)) {
        report(page, element, `${message} ${fix}`);
      }
    }
  }
}

/** Set while the form doctor runs by itself: a promise of whether it has loaded. */
const DOCTOR_RUNS = Symbol.for('authrocket.doctor');

/** Loads the form doctor, if the script tag asks for it by `data-doctor`. The doctor reports all that this file does, and more. */
function doctorOf(page, client) {
  if (!window[DOCTOR_RUNS] && find(page, 'script[data-doctor]')) {
    window[DOCTOR_RUNS] = Promise.resolve()
      .then(() => client.file('doctor.js'))
      .then(
        () => true,
        // The npm client knows no such file; the script tag's client may come later.
        () => delete window[DOCTOR_RUNS] && false,
      );
  }
  return window[DOCTOR_RUNS];
}

/** Resolves when the page has loaded, because an unfinished form may lack its button. */
const whole = (page) =>
  new Promise((resolve) => {
    const later = () => setTimeout(resolve);
    if (get(page, 'readyState') === 'complete') {
      later();
    } else {
      call(get(page, 'defaultView'), 'addEventListener', 'load', later, { once: true });
    }
  });

function report(page, element, text) {
  const { said } = known.get(page);
  const earlier = said.get(element) || new Set();
  said.set(element, earlier);
  if (!earlier.has(text)) {
    earlier.add(text);
    console.error(`authrocket: ${text}`, ...(element ? [element] : []));
  }
}

/** Reports requests to the instance that the page's policy blocks. */
function watchPolicy(page, client) {
  call(page, 'addEventListener', 'securitypolicyviolation', ({ blockedURI, effectiveDirective, disposition }) => {
    const { base } = instanceOf(client.url, client.api);
    const origin = base && new URL(base).origin;
    if (origin && disposition !== 'report' && /^connect-src/.test(effectiveDirective) && `${blockedURI}/`.startsWith(`${origin}/`)) {
      report(page, null, `the page's Content-Security-Policy forbids requests to the instance. Add ${origin} to connect-src.`);
    }
  });
}
