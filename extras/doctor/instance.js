/**
 * Which instance URLs a page names, and what is wrong with one. The rules are those of src/domain/config.rs.
 */

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

/** @returns {'missing' | 'malformed' | 'insecure' | URL} what is wrong with an instance URL, or the URL */
export function judge(text) {
  const url = text.trim();
  if (!url) {
    return 'missing';
  }
  const parts = /^(https?):\/\/([^/]*)(.*)$/i.exec(url);
  if (!parts || !/^[\w/.~%[\]:-]*$/.test(url.slice(parts[1].length)) || !isAuthority(parts[2])) {
    return 'malformed';
  }
  if (parts[1].toLowerCase() === 'http' && !isLoopback(parts[2])) {
    return 'insecure';
  }
  try {
    return new URL(url);
  } catch {
    return 'malformed';
  }
}

const isAuthority = (authority) => /^([\w.-]+|\[[\w:.]+\])(:\d+)?$/.test(authority);

/** Whether a host, perhaps with a port, is this machine. */
export function isLoopback(authority) {
  const host = authority.toLowerCase().replace(/:\d+$/, '');
  return /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/.test(host);
}
