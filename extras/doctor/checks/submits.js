/** Checks how a form is sent: by whom, in which encoding, and into which window. Tests: tests/browser/doctor-markup.test.js. */
import { attribute, call } from '../../../src/js/page/dom.js';
import { called, finding } from '../findings.js';
import { watch } from '../sightings.js';

/** `form.submit()` and jQuery's `.submit()`, but not `requestSubmit()`. */
const SUBMITS = /[\w$\])]\s*\.\s*submit\s*\(\s*\)/;
const HANDLERS = ['onsubmit', 'onclick', 'onchange', 'onkeydown', 'onkeypress', 'onkeyup'];

/** @param {import('../page.js').Page} page */
export function* submits(page) {
  const { scripted } = watch(page.document);
  for (const form of page.forms) {
    yield* checkScripted(form, scripted);
    yield* checkWindow(form, page.document);
    yield* form.marked ? checkEncoding(form) : [];
    yield* checkLinks(form);
  }
}

function* checkScripted({ element, controls, marked }, scripted) {
  const inside = [element, ...controls, ...call(element, 'querySelectorAll', 'a, [onclick]')];
  const handler = inside.find((each) => HANDLERS.some((name) => SUBMITS.test(attribute(each, name) || '')));
  if (marked && (handler || scripted.has(element))) {
    yield finding(
      'submit-scripted',
      handler || element,
      'A script calls form.submit(), which skips required, type="email" and the page\'s own submit listeners.',
      'Use a submit button, or form.requestSubmit().',
    );
  }
}

/** Checks for a new window. Browsers block one that opens after an answer, because no click opens it. */
function* checkWindow({ element, controls }, document) {
  const base = document.querySelector('base[target]');
  const own = attribute(element, 'target');
  const target = own === null && base ? base.getAttribute('target') : own;
  const isBlank = (name) => /^_blank$/i.test(name || '');
  const button = controls.find((control) => isBlank(control.getAttribute('formtarget')));
  if (button || isBlank(target)) {
    yield finding(
      'target-blank',
      button || element,
      `The login goes on in a new window${button || own !== null ? '' : ' (<base target>)'}, which browsers block as a popup.`,
      button ? 'Remove formtarget.' : own === null ? 'Write target="_self" on the form.' : 'Remove target.',
    );
  }
}

/** Checks a form that the library sends. A form with a script of its own may need its encoding. */
function* checkEncoding({ element, controls }) {
  const odd = [[element, 'enctype'], ...controls.map((control) => [control, 'formenctype'])];
  const [at, name] = odd.find(([each, its]) => /^(multipart\/form-data|text\/plain)$/i.test(attribute(each, its) || '')) || [];
  if (at) {
    yield finding(
      'enctype-unused',
      at,
      `${name}="${attribute(at, name)}" has no effect with the library; without script, the hosted page may not read it.`,
      `Remove ${name}.`,
    );
  }
}

/** Checks for links that are scripts, in a form and among the links to the instance. */
function* checkLinks({ element }) {
  for (const link of call(element, 'querySelectorAll', 'a[href^="javascript:" i], area[href^="javascript:" i]')) {
    yield finding(
      'link-script',
      link,
      `${called(link)} leads to javascript:, which a Content-Security-Policy blocks, and which cannot be opened in a new tab.`,
      'Write the address that it leads to, or a <button type="button"> if it leads nowhere.',
    );
  }
}
