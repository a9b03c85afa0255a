/**
 * The form doctor, for development only: `pkg/doctor.module.js`, in npm `authrocket-wasm/doctor`. Looks at a page's
 * login forms and says what should be different; changes nothing and, unless told to, sends nothing. Knows the library
 * by its markup alone. Tested by tests/browser/doctor*.test.js; every code is explained in docs/doctor.md.
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
const KNOWN = ['url', 'csp', 'headers', 'paste', 'forms'];

/** @type {import('./doctor.module.d.ts').examine} */
export async function examine(root = document, options = {}) {
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name));
  if (unknown) {
    throw new TypeError(`authrocket doctor: unknown option: ${unknown}`);
  }
  const page = lookAt(root, options);
  const found = await Promise.all(CHECKS.map(async (check) => [...(await check(page))]));
  return found.flat();
}

// Importing in Node does nothing.
if (typeof document !== 'undefined') {
  watch(document);
}
