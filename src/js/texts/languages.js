/** Languages with a file in `pkg/lang`, beside English. Imports nothing. Tests: tests/browser/lang.test.js, doctor-files.test.js. */
export const LANGUAGES = ['ar', 'de', 'es', 'fr', 'it', 'ja', 'nl', 'pt', 'zh'];
