/** Languages with a file in `pkg/lang`, beside English. Imports nothing. Tests: tests/browser/lang.test.js, doctor-files.test.js. */
export const LANGUAGES = ['ar', 'de', 'es', 'fr', 'it', 'ja', 'nl', 'pt', 'zh', 'zh-hant'];

/** The name of the file for a language tag. Taiwan, Hong Kong and Macau write Chinese in traditional characters. */
export const codeOf = (tag) => (/^zh.(hant|tw|hk|mo)/i.test(tag) ? 'zh-hant' : tag.slice(0, 2).toLowerCase());
