/**
 * The form doctor as a script tag, `pkg/doctor.js`: examines the page once it is parsed, prints the findings, and defines
 * `window.AuthRocketDoctor`. `data-url` and `data-headers` on the tag set the options. Tests: tests/browser/doctor.test.js.
 */
import { CODES, examine, report } from './index.js';

window.AuthRocketDoctor = { CODES, examine, report };

/** @type {Record<string, string | undefined>} */
const { url, headers } = document.currentScript ? document.currentScript.dataset : {};
const run = () =>
  examine(document, { ...(url === undefined ? {} : { url }), headers: headers !== undefined }).then((findings) => report(findings));

if (document.readyState === 'loading') {
  document.addEventListener('DOMContentLoaded', run, { once: true });
} else {
  run();
}
