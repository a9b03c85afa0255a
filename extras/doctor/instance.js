/**
 * Which instance URLs a page names, and what is wrong with one. The rule is that of src/js/page/instance-url.js.
 */
import { instanceOf } from '../../src/js/page/instance-url.js';

/** @typedef {{ text: string, element: Element | null }} Named */

const SET_BY_SCRIPT = /setInstanceUrl\(\s*(['"`])([^'"`$]*)\1/g;

/**
 * By options, by `data-url`, or by `setInstanceUrl('…')` in a script that stands in the page itself.
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

/** The last part of a script's address. */
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
    // A host that no browser takes, such as 999.0.0.1.
    return 'malformed';
  }
}
