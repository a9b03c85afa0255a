// Shared helpers for the tests of the enhancements.

import { comfort } from '/pkg/comforts.js';

import { fixtureView, loginForm, view } from './support.js';

/** A page with the enhancements and, on request, with the library; `before` is a script in front of both. */
export async function comfortPage(body, { before = '', library = false, headers, lang = 'en' } = {}) {
  const script = library ? `<script src="/pkg/authrocket.js" data-url="${INSTANCE}"></script>` : '';
  const html = `<!doctype html><html lang=${lang}><meta charset=utf-8><title>page</title><script src="/browser/pages/notes.js"></script>
    ${before && `<script>${before}</script>`}${script}<body>${body}<script type=module src="/browser/pages/comforts.js"></script></body></html>`;
  const page = view(await openFrame({ html, headers }));
  await waitUntil(() => page.window.stopComforts, 'the comforts');
  return page;
}

let stop = () => {};
/** The test's own page with the enhancements, for real keys and clicks; those of the previous test are stopped. */
export function ownPage(html, textFor) {
  stop();
  const page = fixtureView(html);
  stop = comfort(document, textFor);
  return page;
}
export const stopOwn = () => stop();

/** A login form in a state that the engine would set. */
export const readyForm = (more = '') => loginForm({ attributes: 'data-authrocket-state=idle', more });

/** Reports a change as the engine does: state first, then the event. */
export function tell(page, state, type, detail = {}, css = 'form') {
  const form = page.$(css);
  form.setAttribute('data-authrocket-state', state);
  form.dispatchEvent(new page.window.CustomEvent(`authrocket:${type}`, { bubbles: true, detail }));
}

/** The whole page as HTML, for comparison. */
export const written = (page) => page.document.body.innerHTML;
