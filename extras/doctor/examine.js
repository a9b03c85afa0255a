/** Runs all checks on a page. Tests: tests/browser/doctor*.test.js. */
import { action } from './checks/action.js';
import { autocomplete } from './checks/autocomplete.js';
import { csp } from './checks/csp.js';
import { delivery } from './checks/delivery.js';
import { early } from './checks/early.js';
import { errors } from './checks/errors.js';
import { fields } from './checks/fields.js';
import { files } from './checks/files.js';
import { forms } from './checks/forms.js';
import { labels } from './checks/labels.js';
import { marks } from './checks/marks.js';
import { paste } from './checks/paste.js';
import { script, url } from './checks/script.js';
import { shadow } from './checks/shadow.js';
import { speed } from './checks/speed.js';
import { submits } from './checks/submits.js';
import { surroundings } from './checks/surroundings.js';
import { typing } from './checks/typing.js';
import { CODES, docsOf } from './codes.js';
import { lookAt } from './page.js';

const CHECKS = [
  script, early, url, surroundings, csp, forms, submits, marks, action, delivery, fields, shadow, autocomplete, paste, typing, labels,
  errors, files, speed,
];
const OPTIONS = ['url', 'api', 'csp', 'headers', 'files', 'paste', 'forms'];

/** @type {import('../../types/doctor.module.d.ts').examine} */
export async function examine(root = document, options = {}) {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown) {
    throw new TypeError(`authrocket doctor: unknown option: ${unknown}`);
  }
  const page = lookAt(root, options);
  const found = await Promise.all(CHECKS.map(async (check) => [...(await check(page))]));
  return found.flat().map(({ severity, ...each }) => ({ ...each, severity: severity || CODES[each.code], docs: docsOf(each.code) }));
}
