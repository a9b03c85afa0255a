// Keeps what goes wrong on an app's page, for the tests: errors, rejections, and what is said as an error or a warning. Not what
// the form doctor finds, which examines development builds: some apps are bare on purpose.
window.noted = [];
addEventListener('error', (event) => window.noted.push(String(event.error || event.message)));
addEventListener('unhandledrejection', (event) => window.noted.push(String(event.reason && event.reason.stack || event.reason)));
for (const name of ['error', 'warn']) {
  const real = console[name];
  console[name] = (...said) => {
    const text = said.join(' ');
    if (!text.includes('docs/doctor.md#')) {
      window.noted.push(text);
    }
    real.apply(console, said);
  };
}
