/** Checks where a form goes if a user submits it before the library has loaded. Tests: tests/browser/doctor-page.test.js. */
import { attribute, call } from '../../../src/js/page/dom.js';
import { finding } from '../findings.js';
import { isOurScript } from '../instance.js';
import { resolve } from '../page.js';

/** Whether the page has the inline guard, `guard.js`. */
export const hasGuard = ({ window }) => typeof window[Symbol.for('authrocket.guard')] === 'function';

/** @param {import('../page.js').Page} page */
export function* early(page) {
  const tags = [...page.document.querySelectorAll('script[src]')].filter(isOurScript);
  const isLoaded = tags.length > 0 || page.window.AuthRocket || page.document.querySelector('script[type=module]');
  for (const form of page.forms.filter(({ marked, isRendered }) => marked && !isRendered)) {
    const { element } = form;
    // The inline guard knows forms by their attribute. `attach` comes too late for it.
    const isGuarded = hasGuard(page) && call(element, 'hasAttribute', 'data-authrocket');
    const isAttached = isLoaded || call(element, 'hasAttribute', 'data-authrocket-state') || !call(element, 'hasAttribute', 'data-authrocket');
    // `script-missing` reports a form that nothing attaches. A form with method="dialog" sends nothing.
    const isSent = isAttached && (attribute(element, 'method') || '').toLowerCase() !== 'dialog';
    if (isSent && !isGuarded && !tags.some((tag) => blocks(tag) && isBefore(tag, element))) {
      yield earlySubmit(page, form, tags.find((tag) => isBefore(tag, element)));
    }
  }
}

/** Whether the browser runs a script before it parses what follows. */
const blocks = (tag) => !tag.hasAttribute('async') && !tag.hasAttribute('defer') && tag.getAttribute('type') !== 'module';

/** Whether a tag comes before a form; 4 is Node.DOCUMENT_POSITION_FOLLOWING. */
const isBefore = (tag, form) => Boolean(tag.compareDocumentPosition(form) & 4);

function earlySubmit(page, form, tag) {
  const { element } = form;
  const buttons = form.controls.map((control) => control.getAttribute('formaction')).filter((said) => said !== null);
  const isLeak = [attribute(element, 'action'), ...buttons].some((said) => leadsHere(page, said));
  const where = isLeak
    ? 'with what was typed to this page\'s own server'
    : 'to the page of its action, and the token is not delivered as the form says';
  const fix = tag
    ? 'Leave out async, defer and type="module" on the tag, or paste guard.js into a <script> in front of it.'
    : 'Put the tag of authrocket.js into the <head>, or paste guard.js into a <script> there.';
  const mark = call(element, 'hasAttribute', 'data-authrocket') ? '' : ' The form needs data-authrocket then.';
  return finding(
    'early-submit',
    element,
    `Until the library has loaded, the browser sends the form itself: ${where}.`,
    `${fix}${mark}`,
    isLeak ? 'error' : 'warning',
  );
}

/** Whether an address is missing or invalid, or leads to the page's own origin and that is not the instance. */
function leadsHere({ document, origin, instance }, said) {
  const url = said && said.trim() && resolve(said.trim(), document);
  return !url || (url.origin === origin && !(instance && instance.origin === origin));
}
