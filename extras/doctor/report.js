/**
 * Prints findings on the console: errors first, each with its element and its fix. Imports nothing.
 * Tests: tests/browser/doctor.test.js.
 */

const PRINTED = /** @type {const} */ ([['error', 'error'], ['warning', 'warn'], ['hint', 'info']]);

/** @type {import('../../types/doctor.module.d.ts').report} */
export function report(findings, output = console) {
  const counts = PRINTED.map(([severity]) => count(findings, severity)).filter(Boolean);
  output.group(`authrocket doctor: ${counts.join(', ') || 'nothing to fix'}`);
  for (const [severity, print] of PRINTED) {
    for (const each of findings.filter((finding) => finding.severity === severity)) {
      const parts = [`${each.code}: ${each.message}\n→ ${each.fix}`];
      output[print](...(each.element ? [...parts, each.element] : parts));
    }
  }
  output.groupEnd();
}

function count(findings, severity) {
  const number = findings.filter((finding) => finding.severity === severity).length;
  return number && `${number} ${severity}${number > 1 ? 's' : ''}`;
}
