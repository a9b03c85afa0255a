/**
 * The form doctor, a development tool: `pkg/doctor.module.js`, in npm `authrocket-wasm/doctor`. Examines a page's login forms and
 * reports what to change. Changes nothing, and sends nothing unless an option asks for it. Knows the library only by its markup.
 * docs/doctor.md explains each code. Tests: tests/browser/doctor*.test.js.
 */
import { action } from './checks/action.js';
import { autocomplete } from './checks/autocomplete.js';
import { csp } from './checks/csp.js';
import { delivery } from './checks/delivery.js';
import { early } from './checks/early.js';
import { errors } from './checks/errors.js';
import { fields } from './checks/fields.js';
import { forms } from './checks/forms.js';
import { labels } from './checks/labels.js';
import { marks } from './checks/marks.js';
import { paste } from './checks/paste.js';
import { script, url } from './checks/script.js';
import { shadow } from './checks/shadow.js';
import { typing } from './checks/typing.js';
import { lookAt } from './page.js';
import { watch } from './sightings.js';

export { CODES } from './findings.js';
export { report } from './report.js';

const CHECKS = [
  script, early, url, csp, forms, marks, action, delivery, fields, shadow, autocomplete, paste, typing, labels, errors,
];
const OPTIONS = ['url', 'api', 'csp', 'headers', 'paste', 'forms'];

/** @type {import('../../types/doctor.module.d.ts').examine} */
export async function examine(root = document, options = {}) {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown) {
    throw new TypeError(`authrocket doctor: unknown option: ${unknown}`);
  }
  const page = lookAt(root, options);
  const found = await Promise.all(CHECKS.map(async (check) => [...(await check(page))]));
  return found.flat();
}

// Listen from the start, because some findings are events. Node has no document.
if (typeof document !== 'undefined') {
  watch(document);
}
