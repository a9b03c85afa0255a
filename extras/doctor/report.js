/**
 * The text of a finding, for the console and the overlay, and the report on the console: errors first, each with its element and its
 * fix. Imports nothing. Tests: tests/browser/doctor.test.js.
 */

/** By severity, how the console prints it. */
const PRINTED = /** @type {const} */ ([['error', 'error'], ['warning', 'warn'], ['hint', 'info']]);

/** The findings, errors first. @param {readonly import('../../types/doctor.module.d.ts').Finding[]} findings */
export const sorted = (findings) => PRINTED.flatMap(([severity]) => findings.filter((each) => each.severity === severity));

/** The lines of a finding: what is wrong, what to write, where to read more. */
export const linesOf = ({ code, message, fix, docs }) => [`${code}: ${message}`, `→ ${fix}`, docs];

/** How many findings there are, by severity. */
export function countOf(findings) {
  const counts = PRINTED.map(([severity]) => count(findings, severity)).filter(Boolean);
  return `authrocket doctor: ${counts.join(', ') || 'nothing to fix'}`;
}

/** @type {import('../../types/doctor.module.d.ts').report} */
export function report(findings, output = console) {
  output.group(countOf(findings));
  for (const [severity, print] of PRINTED) {
    const some = findings.filter((finding) => finding.severity === severity);
    // Many hints would hide the errors.
    const isFolded = severity === 'hint' && some.length > 0 && Boolean(output.groupCollapsed);
    if (isFolded) {
      output.groupCollapsed(count(some, severity));
    }
    for (const each of some) {
      const text = linesOf(each).filter(Boolean).join('\n');
      output[print](...(each.element ? [text, each.element] : [text]));
    }
    if (isFolded) {
      output.groupEnd();
    }
  }
  output.groupEnd();
}

function count(findings, severity) {
  const number = findings.filter((finding) => finding.severity === severity).length;
  return number && `${number} ${severity}${number > 1 ? 's' : ''}`;
}
