/**
 * The instance URL for JavaScript, which makes addresses of it before the engine is there: the rule of `src/domain/config.rs`. Imports
 * nothing. Tests: tests/browser/instance-urls.test.js, by the table that the engine's test reads too.
 */

/** Scheme with host and port, then the path. No character in it can hide another host, as `@` or a backslash would. */
const PARTS = /^(https?:\/\/(?:[\w.-]+|\[[\w.:-]+])(?::\d+)?)(\/[\w./~%[\]:-]*)?$/i;

/** Whether nobody on the way reads what is sent to an origin: `https:`, or this machine. */
export const isSecure = (origin) => /^https|\/\/((.*\.)?localhost|127(\.\d*){3}|\[::1])(:\d+)?$/.test(origin);

/**
 * The instance without a trailing slash and without `/v1`, or what is wrong with its URL.
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
