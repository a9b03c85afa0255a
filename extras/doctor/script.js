/**
 * The form doctor as a script tag, `pkg/doctor.js`: defines `window.AuthRocketDoctor`, and examines the page once it has loaded.
 * `data-url`, `data-api`, `data-headers` and `data-doctor` on the tag set the options. With `data-doctor` on the library's own tag,
 * `pkg/hints.js` imports this file. Tests: tests/browser/doctor.test.js, doctor-start.test.js.
 */
import { CODES, examine, overlay, report, start } from './index.js';

/** Set while the doctor runs, so that `pkg/hints.js` does not report the same findings. */
const DOCTOR_RUNS = Symbol.for('authrocket.doctor');

if (!window.AuthRocketDoctor) {
  window.AuthRocketDoctor = { CODES, examine, overlay, report, start };
  window[DOCTOR_RUNS] = window[DOCTOR_RUNS] || Promise.resolve(true);
  const tag = /** @type {HTMLElement | null} */ (document.currentScript || document.querySelector('script[data-doctor]'));
  /** @type {Record<string, string | undefined>} */
  const { url, api, headers, doctor } = tag ? tag.dataset : {};
  start({
    ...(url && document.currentScript ? { url, ...(api ? { api: /** @type {'v1' | 'v2'} */ (api) } : {}) } : {}),
    headers: headers !== undefined,
    files: true,
    overlay: doctor === 'overlay',
  });
}
