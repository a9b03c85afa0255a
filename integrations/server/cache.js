/** Logins that were verified a short while ago, by the hash of their token. Tests: tests/package/server. */

const MOST = 1000;

async function hashOf(token) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return String.fromCharCode(...new Uint8Array(digest));
}

/**
 * Keeps what `verify` resolves to for so many seconds, at most until the login ends. Refusals are not kept.
 * @param {(token: any) => Promise<any>} verify
 * @param {number} seconds 0: nothing is kept
 */
export function cached(verify, seconds) {
  const kept = new Map();
  const isEnded = ({ until }) => until <= Date.now();
  return {
    async verify(token) {
      if (!seconds || typeof token !== 'string') return verify(token);
      const hash = await hashOf(token);
      const known = kept.get(hash);
      if (known && !isEnded(known)) return known.login;
      kept.delete(hash);
      const login = await verify(token);
      const until = Math.min(Date.now() + seconds * 1000, (login.expiresAt ?? Infinity) * 1000);
      if (kept.size >= MOST) kept.delete(kept.keys().next().value);
      kept.set(hash, { login, until });
      return login;
    },
    /** After a logout. */
    forget(sessionId) {
      for (const [hash, { login }] of kept) {
        if (login.sessionId === sessionId) kept.delete(hash);
      }
    },
  };
}
