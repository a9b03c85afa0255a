/**
 * Parses a Content-Security-Policy and checks whether it allows a request. Matches as in CSP level 3, "does url match source
 * list", without redirects, nonces and hashes. Imports nothing. Tests: tests/browser/doctor-page.test.js.
 */

/** @typedef {Map<string, string[]>} Policy by directive in lower case: its sources */

/** A header may contain several policies; a request needs the permission of each. @returns {Policy[]} */
export function parse(text) {
  return text.split(',').map(parseOne).filter((policy) => policy.size > 0);
}

function parseOne(text) {
  const policy = new Map();
  for (const part of text.split(';')) {
    const [name, ...sources] = part.trim().split(/\s+/);
    // If a directive appears twice, the first one counts.
    if (name && !policy.has(name.toLowerCase())) {
      policy.set(name.toLowerCase(), sources);
    }
  }
  return policy;
}

/** The sources that a policy allows for a directive; `undefined` if the policy does not restrict it. */
export function sourcesFor(policy, directive) {
  return policy.get(directive) || (directive === 'form-action' ? undefined : policy.get('default-src'));
}

/** Whether a script of the page's own may `import()` a file. Nonces and hashes do not allow that; `'strict-dynamic'` does. */
export function allowsImport(policy, url, self) {
  const sources = policy.get('script-src-elem') || sourcesFor(policy, 'script-src');
  return !sources || sources.includes("'strict-dynamic'") || sources.some((source) => matches(source, url, self));
}

/** Whether WebAssembly may be compiled. */
export function allowsWasm(policy) {
  const sources = sourcesFor(policy, 'script-src');
  return !sources || sources.some((source) => /^'(wasm-)?unsafe-eval'$/i.test(source));
}

/**
 * @param {Policy} policy
 * @param {string} directive `connect-src` or `form-action`
 * @param {URL} url
 * @param {string} self the page's origin
 */
export function allowsRequest(policy, directive, url, self) {
  const sources = sourcesFor(policy, directive);
  return !sources || sources.some((source) => matches(source, url, self));
}

function matches(source, url, self) {
  if (source.toLowerCase() === "'self'") {
    return matchesHost(self, url, self);
  }
  const own = self.split(':')[0];
  if (source === '*') {
    return /^(https?|wss?):$/.test(url.protocol) || url.protocol === `${own}:`;
  }
  const scheme = /^([a-z][a-z0-9+.-]*):$/i.exec(source);
  return scheme ? fitsScheme(scheme[1], url) : matchesHost(source, url, self);
}

const HOST_SOURCE = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[\w.-]+|\[[\w:.]+\])(?::(\d+|\*))?(\/[^?#]*)?$/i;

function matchesHost(source, url, self) {
  const parts = HOST_SOURCE.exec(source);
  if (!parts) {
    return false;
  }
  const [, scheme = self.split(':')[0], host, port, path] = parts;
  return fitsScheme(scheme, url) && fitsHost(host.toLowerCase(), url.hostname) && fitsPort(port, scheme, url) && fitsPath(path, url);
}

/** A source with http: also allows https:. */
function fitsScheme(scheme, url) {
  const wanted = scheme.toLowerCase();
  const got = url.protocol.slice(0, -1);
  return got === wanted || (wanted === 'http' && got === 'https');
}

function fitsHost(host, hostname) {
  return host === '*' || host === hostname || (host.startsWith('*.') && hostname.endsWith(host.slice(1)));
}

function fitsPort(port, scheme, url) {
  const standard = { http: '80', https: '443' };
  const got = url.port || standard[url.protocol.slice(0, -1)];
  const wanted = port || standard[scheme.toLowerCase()];
  const isUpgraded = wanted === '80' && got === '443' && url.protocol === 'https:';
  return port === '*' || got === wanted || isUpgraded;
}

function fitsPath(path, url) {
  return !path || path === '/' || (path.endsWith('/') ? url.pathname.startsWith(path) : url.pathname === path);
}
