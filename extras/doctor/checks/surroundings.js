/** Checks what is around the forms: the page's base URL, its frame, and marks that nothing reads. Tests: tests/browser/doctor-markup.test.js. */
import { attribute, call } from '../../../src/js/page/dom.js';
import { finding } from '../findings.js';
import { isOurScript } from '../instance.js';
import { all, resolve } from '../page.js';

/** @param {import('../page.js').Page} page */
export function* surroundings(page) {
  yield* checkBase(page);
  yield* checkFrame(page);
  yield* checkLoose(page);
}

/** Whether an address is resolved against the base URL. */
const isRelative = (address) => Boolean(address) && !/^([a-z][a-z\d+.-]*:|\/\/)/i.test(address.trim());

function* checkBase({ document, forms, origin, instance }) {
  const base = document.querySelector('base[href]');
  const url = base && resolve('', document);
  const uses = forms.some(({ element, to }) => [to, attribute(element, 'action')].some(isRelative));
  if (url && uses && url.origin !== origin && !(instance && url.origin === instance.origin)) {
    yield finding(
      'base-elsewhere',
      base,
      `<base href> makes ${url.origin} of the forms' relative addresses.`,
      'Write whole addresses into action and data-authrocket-to, or remove <base href>.',
    );
  }
}

/** Checks for a frame of another site. Browsers keep its cookies apart, and a page around it can cover its buttons. */
function* checkFrame({ document, window, forms }) {
  const isForeign = document.defaultView && window.parent !== window && !isReadable(window);
  if (isForeign && forms.some(({ marked }) => marked)) {
    yield finding(
      'frame-foreign',
      document.documentElement,
      'The page is in a frame of another site: the app\'s cookies may be blocked there, and the login stays inside of the frame.',
      'Open the login in the top window, and send Content-Security-Policy: frame-ancestors \'self\'.',
    );
  }
}

function isReadable(window) {
  try {
    return Boolean(window.parent.document);
  } catch {
    return false;
  }
}

const MARKS = '[data-authrocket-error], [data-authrocket-done], [data-authrocket-field]';
const SETTINGS = 'form[data-authrocket-deliver], form[data-authrocket-to], form[data-authrocket-include], form[data-authrocket-bridge]';

/** Checks for a form with marks of the library that nothing attaches. A module may attach a form later. */
function* checkLoose({ root, document, forms }) {
  const hasTag = [...document.querySelectorAll('script[src]')].some(isOurScript);
  const mayAttach = !hasTag || document.querySelector('script[type=module]');
  for (const form of mayAttach ? [] : all(root, 'form:not([data-authrocket]):not([data-authrocket-state])')) {
    const isGiven = forms.some(({ element, marked }) => marked && element === form);
    if (!isGiven && (call(form, 'matches', SETTINGS) || call(form, 'querySelector', MARKS))) {
      yield finding(
        'kind-missing',
        form,
        'The form has marks of the library, but no data-authrocket: nothing attaches it, and the browser sends it.',
        'Write data-authrocket="login" on it. If it is written on a form inside of this one, browsers have dropped that form: end this one first.',
      );
    }
  }
}
