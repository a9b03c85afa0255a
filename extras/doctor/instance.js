/**
 * The instance URLs that a page names, and what is wrong with them. The rule is in src/js/page/instance-url.js.
 * Tests: tests/browser/doctor-page.test.js, instance-urls.test.js.
 */
import { instanceOf } from '../../src/js/page/instance-url.js';

/** @typedef {{ text: string, api?: string, element: Element | null }} Named */

const SET_BY_SCRIPT = /setInstanceUrl\(\s*(['"`])([^'"`$]*)\1(?:\s*,\s*{\s*api\s*:\s*(['"`])(\w*)\3)?/g;

/**
 * Instance URLs of the options, of `data-url`, and of `setInstanceUrl('…')` in inline scripts.
 * @param {Document} document
 * @param {import('../../types/doctor.module.d.ts').Options} options
 * @returns {Named[]}
 */
export function namedUrls(document, options) {
  /** @type {Named[]} */
  const named = options.url === undefined ? [] : [{ text: String(options.url), api: options.api, element: null }];
  for (const element of document.querySelectorAll('script')) {
    if (isOurScript(element) && element.hasAttribute('data-url')) {
      named.push({ text: element.getAttribute('data-url'), api: element.getAttribute('data-api'), element });
    }
    if (!element.hasAttribute('src')) {
      for (const [, , text, , api] of element.textContent.matchAll(SET_BY_SCRIPT)) {
        named.push({ text, api, element });
      }
    }
  }
  return named;
}

/** The file name in a script's address. */
export function fileOf(script) {
  return (script.getAttribute('src') || '').replace(/[?#].*$/, '').split('/').pop();
}

/** The library's script, also with a fingerprint of an asset pipeline: `authrocket-3f2a91.js`. */
const OURS = /^authrocket([.-](min|[0-9a-f]{4,}))*\.js$/i;

/** Whether a tag loads the library's script. Other names are ours only with `data-url`. */
export const isOurScript = (script) => {
  const file = fileOf(script);
  return OURS.test(file) || (/authrocket/i.test(file) && script.hasAttribute('data-url'));
};

/** The address of a file beside the library's script; `undefined` if the page has no such tag. @returns {URL | undefined} */
export function beside(document, name) {
  const tag = [...document.querySelectorAll('script[src]')].find(isOurScript);
  try {
    return tag && new URL(name, new URL(tag.getAttribute('src'), document.baseURI));
  } catch {
    return undefined;
  }
}

/** @returns {'missing' | 'malformed' | 'insecure' | 'unclear' | URL} what is wrong with an instance URL, or the URL without its API */
export function judge(text, api) {
  const { base, fault } = instanceOf(text, api);
  try {
    return fault || new URL(base);
  } catch {
    // A host that browsers reject, such as 999.0.0.1.
    return 'malformed';
  }
}
