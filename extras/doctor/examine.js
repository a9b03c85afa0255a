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

const CHECKS = {
  script, early, url, surroundings, csp, forms, submits, marks, action, delivery, fields, shadow, autocomplete, paste, typing, labels,
  errors, files, speed,
};
const OPTIONS = ['url', 'api', 'csp', 'headers', 'files', 'paste', 'forms'];

/** @type {import('../../types/doctor.module.d.ts').examine} */
export async function examine(root = document, options = {}) {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown) {
    throw new TypeError(`authrocket doctor: unknown option: ${unknown}`);
  }
  const page = lookAt(root, options);
  const found = await Promise.all(Object.keys(CHECKS).map((name) => run(name, page)));
  return found.flat().map(({ severity, ...each }) => ({ ...each, severity: severity || CODES[each.code], docs: docsOf(each.code) }));
}

/** By document, the checks that have failed: the doctor may examine a page again. @type {WeakMap<Document, Set<string>>} */
const failed = new WeakMap();

/** Runs one check. If it fails, the others still run. The text of the error is not printed: it may hold what was typed. */
async function run(name, page) {
  const found = [];
  try {
    for (const each of await CHECKS[name](page)) {
      found.push(each);
    }
  } catch (error) {
    const names = failed.get(page.document) || new Set();
    failed.set(page.document, names);
    if (!names.has(name)) {
      names.add(name);
      console.warn(`authrocket doctor: the check "${name}" failed: ${Object(error).name}`);
    }
  }
  return found;
}
