/**
 * The form doctor, a development tool: `pkg/doctor.module.js`, in npm `authrocket-wasm/doctor`. Examines a page's login forms and
 * reports what to change. `examine` changes nothing, and sends nothing unless an option asks for it. Knows the library only by its
 * markup. docs/doctor.md explains each code. Tests: tests/browser/doctor*.test.js.
 */
import { watch } from './sightings.js';

export { CODES } from './codes.js';
export { examine } from './examine.js';
export { overlay } from './overlay.js';
export { report } from './report.js';
export { start } from './start.js';

// Listen from the start, because some findings are events. Node has no document.
if (typeof document !== 'undefined') {
  watch(document);
}
