// @ts-nocheck The paths are those of pkg/, where these files stand beside the bundle.
/**
 * Files that the npm client loads on demand. Each has its own `import()`, so that bundlers find it.
 * Tests: tests/bundlers.
 */

/** @type {Record<string, () => Promise<any>>} */
export const FILES = {
  'comforts.js': () => import('./comforts.js'),
  'fallback.js': () => import('./fallback.js'),
  'hints.js': () => import('./hints.js'),
  'lang/ar.js': () => import('./lang/ar.js'),
  'lang/de.js': () => import('./lang/de.js'),
  'lang/es.js': () => import('./lang/es.js'),
  'lang/fr.js': () => import('./lang/fr.js'),
  'lang/it.js': () => import('./lang/it.js'),
  'lang/ja.js': () => import('./lang/ja.js'),
  'lang/nl.js': () => import('./lang/nl.js'),
  'lang/pt.js': () => import('./lang/pt.js'),
  'lang/zh.js': () => import('./lang/zh.js'),
  'lang/zh-hant.js': () => import('./lang/zh-hant.js'),
};
