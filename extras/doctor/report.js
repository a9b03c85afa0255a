/** Prints findings on the console: the worst first, each with its element and its fix. */

const PRINTED = /** @type {const} */ ([['error', 'error'], ['warning', 'warn'], ['hint', 'info']]);

/** @type {import('../../types/doctor.module.d.ts').report} */
export function report(findings, output = console) {
  const counts = PRINTED.map(([severity]) => count(findings, severity)).filter(Boolean);
  output.group(`authrocket doctor: ${counts.join(', ') || 'nothing to mend'}`);
  for (const [severity, print] of PRINTED) {
    for (const each of findings.filter((finding) => finding.severity === severity)) {
      const words = [`${each.code}: ${each.message}\n→ ${each.fix}`];
      output[print](...(each.element ? [...words, each.element] : words));
    }
  }
  output.groupEnd();
}

function count(findings, severity) {
  const number = findings.filter((finding) => finding.severity === severity).length;
  return number && `${number} ${severity}${number > 1 ? 's' : ''}`;
}
