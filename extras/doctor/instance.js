/**
 * The instance URLs that a page names, and what is wrong with them. The rule is in src/js/page/instance-url.js.
 * Tests: tests/browser/doctor-page.test.js, instance-urls.test.js.
 */
import { instanceOf } from '../../src/js/page/instance-url.js';

/** @typedef {{ text: string, element: Element | null }} Named */

const SET_BY_SCRIPT = /setInstanceUrl\(\s*(['"`])([^'"`$]*)\1/g;

/**
 * Instance URLs of the options, of `data-url`, and of `setInstanceUrl('…')` in inline scripts.
 * @param {Document} document
 * @param {import('../../types/doctor.module.d.ts').Options} options
 * @returns {Named[]}
 */
export function namedUrls(document, options) {
  /** @type {Named[]} */
  const named = options.url === undefined ? [] : [{ text: String(options.url), element: null }];
  for (const element of document.querySelectorAll('script')) {
    if (isOurScript(element) && element.hasAttribute('data-url')) {
      named.push({ text: element.getAttribute('data-url'), element });
    }
    if (!element.hasAttribute('src')) {
      for (const [, , text] of element.textContent.matchAll(SET_BY_SCRIPT)) {
        named.push({ text, element });
      }
    }
  }
  return named;
}

/** The file name in a script's address. */
export function fileOf(script) {
  return (script.getAttribute('src') || '').replace(/[?#].*$/, '').split('/').pop();
}

/** Whether a tag loads the library's script. */
export const isOurScript = (script) => /^authrocket(\.min)?\.js$/.test(fileOf(script));

/** @returns {'missing' | 'malformed' | 'insecure' | URL} what is wrong with an instance URL, or the URL without `/v1` */
export function judge(text) {
  const { base, fault } = instanceOf(text);
  try {
    return fault || new URL(base);
  } catch {
    // A host that browsers reject, such as 999.0.0.1.
    return 'malformed';
  }
}
