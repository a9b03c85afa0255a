// Runs axe-core, which the driver has put into the page, with all of its rules but the experimental ones. Runs in the page by the driver.

const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ["violations"] }).then(
  (results) => done({
    findings: results.violations.flatMap((violation) => violation.nodes.map((node) =>
      `${violation.id} (${violation.help}) at ${node.target.join(" ")}: ${node.html}\n    ${node.failureSummary}`)),
    passes: results.passes.length,
  }),
  (error) => done({ findings: [`axe-core failed: ${error}`], passes: 0 }),
);
