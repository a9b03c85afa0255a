// Runs before everything else on a test's page: records errors, console messages and policy violations.
window.errors = [];
window.said = [];
window.violations = [];
window.memories = [];
addEventListener('error', (event) => errors.push(String(event.message)));
addEventListener('unhandledrejection', (event) => errors.push(`rejection: ${event.reason}`));
addEventListener('securitypolicyviolation', (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
for (const name of ['log', 'info', 'warn', 'error', 'debug']) {
  const real = console[name];
  console[name] = (...words) => {
    said.push(words.map(String).join(' '));
    real.apply(console, words);
  };
}
