/**
 * The rule for instance URLs in JavaScript, which needs addresses before the engine runs. The rule is that of
 * `src/domain/config.rs`. Imports nothing. Tests: tests/browser/instance-urls.test.js, with the table of the Rust test.
 */

/** Scheme, host and port; then the path. Excludes characters that can hide another host, such as `@` and a backslash. */
const PARTS = /^(https?:\/\/(?:[\w.-]+|\[[\w.:-]+])(?::\d+)?)(\/[\w./~%[\]:-]*)?$/i;

/** Whether requests to an origin cannot be read on the way: `https:`, or this machine. */
export const isSecure = (origin) => /^https|\/\/((.*\.)?localhost|127(\.\d*){3}|\[::1])(:\d+)?$/.test(origin);

/**
 * Reads an instance URL. `base` has no trailing slash and no `/v1` or `/v2`; `fault` says what is wrong.
 * @param {any} url a text or a `URL`
 * @param {any} [said] the option `api`
 * @returns {{ base?: string, api?: string, isNamed?: boolean, fault?: 'missing' | 'malformed' | 'insecure' | 'unclear' }} `api`:
 *   `v1` or `v2`; `isNamed`: whether the URL or the option names it, or else the cluster
 */
export function instanceOf(url, said) {
  const text = String((url && url.href) || url || '').replace(/^[ \t\n\f\r]+|[ \t\n\f\r]+$/g, '');
  const [, given = '', path = ''] = PARTS.exec(text) || [];
  const origin = given.toLowerCase();
  if (isSecure(origin)) {
    const [end, inPath] = /(?:\/(v[12]))?\/?$/.exec(path);
    // Clusters e2 and later use version 2.
    const [, cluster] = /[/.]e(\d+)\.(?:loginrocket\.com|localhost)(?::\d+)?$/.exec(origin) || [];
    const named = said || inPath;
    const api = named || (Number(cluster) > 1 ? 'v2' : 'v1');
    return ['v1', 'v2'].includes(api) && api === (inPath || api)
      ? { base: origin + path.slice(0, path.length - end.length), api, isNamed: Boolean(named || cluster) }
      : { fault: 'unclear' };
  }
  return { fault: origin ? 'insecure' : text ? 'malformed' : 'missing' };
}
