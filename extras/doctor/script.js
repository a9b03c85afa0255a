/**
 * The form doctor as a script tag, `pkg/doctor.js`: examines the page when it is there, prints what it found, and
 * defines `window.AuthRocketDoctor` for more. `data-url` and `data-headers` on the tag stand for the options.
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
