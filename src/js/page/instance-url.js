/**
 * The rule for instance URLs in JavaScript, which needs addresses before the engine runs. The rule is that of
 * `src/domain/config.rs`. Imports nothing. Tests: tests/browser/instance-urls.test.js, with the table of the Rust test.
 */

/** Scheme, host and port; then the path. Excludes characters that can hide another host, such as `@` and a backslash. */
const PARTS = /^(https?:\/\/(?:[\w.-]+|\[[\w.:-]+])(?::\d+)?)(\/[\w./~%[\]:-]*)?$/i;

/** Whether requests to an origin cannot be read on the way: `https:`, or this machine. */
export const isSecure = (origin) => /^https|\/\/((.*\.)?localhost|127(\.\d*){3}|\[::1])(:\d+)?$/.test(origin);

/**
 * Reads an instance URL. `base` has no trailing slash and no `/v1`; `fault` says what is wrong.
 * @param {any} url a text or a `URL`
 * @returns {{ base?: string, fault?: 'missing' | 'malformed' | 'insecure' }}
 */
export function instanceOf(url) {
  const text = String((url && url.href) || url || '').replace(/^[ \t\n\f\r]+|[ \t\n\f\r]+$/g, '');
  const [, given = '', path = ''] = PARTS.exec(text) || [];
  const origin = given.toLowerCase();
  if (isSecure(origin)) {
    return { base: origin + path.replace(/(\/v1)?\/?$/, '') };
  }
  return { fault: origin ? 'insecure' : text ? 'malformed' : 'missing' };
}
