/**
 * The keys that login tokens are checked with. A key has one algorithm, which the token's header cannot change: a public key that
 * is taken for a secret would let anyone sign. Tests: tests/package/server.
 */
import { importJWK, importSPKI } from 'jose';
import { callApi, readDocument } from './api.js';
import { LoginError } from './errors.js';

/** How long loaded keys are used before they are loaded again, so that a key that was taken back ends. */
const FRESH_MS = 10 * 60_000;
/** The least time between two loads, so that tokens with made-up key ids cause no flood of requests. */
const PAUSE_MS = 30_000;
/** The same after a failure. */
const RETRY_MS = 1000;
/** AuthRocket's own libraries tell a bare public key from a secret by this length (protocol-v2.md §4.1). */
const LONGEST_SECRET = 256;

const pem = (base64) => `-----BEGIN PUBLIC KEY-----\n${base64.replace(/\s/g, '').replace(/.{64}/g, '$&\n')}\n-----END PUBLIC KEY-----`;

/** A secret, or a public key as PEM or bare base64. */
async function keyOf(text, kid) {
  const isPem = text.includes('-----BEGIN');
  if (isPem || text.length > LONGEST_SECRET) {
    return { algorithm: 'RS256', kid, key: await importSPKI(isPem ? text : pem(text), 'RS256') };
  }
  // The characters of the secret are the key; nothing is decoded.
  return { algorithm: 'HS256', kid, key: new TextEncoder().encode(text) };
}

/** A key of `/connect/jwks`; `undefined` for one that is not for signatures by RS256. */
async function keyOfJwk({ kty, kid, n, e, use = 'sig', alg = 'RS256', x5c }) {
  if (!kid || use !== 'sig' || alg !== 'RS256' || (kty ?? 'RSA') !== 'RSA') return undefined;
  const whole = n && e ? importJWK({ kty: 'RSA', n, e }, 'RS256') : x5c && importSPKI(pem(String(x5c[0])), 'RS256');
  return whole && { algorithm: 'RS256', kid, key: await whole };
}

/** Imports what can be imported: one unreadable key must not end all logins. */
async function imported(promises) {
  const settled = await Promise.allSettled(promises);
  return settled.flatMap((each) => (each.status === 'fulfilled' && each.value) || []);
}

async function loadFromHost(settings) {
  const { keys } = await readDocument(settings, '/connect/jwks');
  if (!Array.isArray(keys)) throw new LoginError('unavailable', 'the LoginRocket host answered without keys');
  return imported(keys.map((jwk) => keyOfJwk(jwk)));
}

async function loadFromApi(settings) {
  const { status, body } = await callApi(settings, 'GET', 'jwt_keys');
  if (status !== 200 || !Array.isArray(body.collection)) {
    throw new LoginError('unavailable', `the Core API answered ${status} for jwt_keys`);
  }
  const isOurs = ({ realm_id: realm = settings.realm, key }) => realm === settings.realm && typeof key === 'string';
  const keys = body.collection.filter(isOurs);
  return imported(keys.map(({ id, key }) => keyOf(key, id)));
}

/** The keys that fit a token's header. A header without a key id fits every key of its algorithm. */
const fitting = (keys, { alg, kid }) => keys.filter((key) => key.algorithm === alg && (!kid || !key.kid || key.kid === kid));

/** Keys that are loaded when a token needs one that is not known, and again now and then. */
function rotating(load) {
  let keys = [];
  let loadedAt = -Infinity;
  let triedAt = -Infinity;
  let loading;
  let failure;
  const refresh = async () => {
    try {
      keys = await load();
      loadedAt = Date.now();
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    triedAt = Date.now();
    loading = undefined;
  };
  return async (header) => {
    const isEnough = fitting(keys, header).length > 0 && Date.now() - loadedAt < FRESH_MS;
    if (!isEnough && (loading || Date.now() - triedAt > (failure ? RETRY_MS : PAUSE_MS))) {
      await (loading ??= refresh());
    }
    const found = fitting(keys, header);
    // Keys that are known stay good while they cannot be loaded anew.
    if (found.length === 0 && failure) throw failure;
    return found;
  };
}

/** @returns {(header: any) => Promise<{ algorithm: string, key: any }[]>} the keys that may have signed a token */
export function keysOf(settings) {
  if (settings.jwtKeys.length > 0) {
    let given;
    return async (header) => {
      given ??= Promise.all(settings.jwtKeys.map((text) => keyOf(text)));
      const keys = await given.catch((cause) => {
        throw new TypeError('authrocket: jwtKey is neither a secret nor a public key in PEM (SubjectPublicKeyInfo)', { cause });
      });
      return fitting(keys, header);
    };
  }
  if (settings.api === 'v1') return rotating(() => loadFromApi(settings));
  const fromHost = rotating(() => loadFromHost(settings));
  // Like AuthRocket's own libraries: by the key set, a token has to name its key.
  return async (header) => (header.kid ? fromHost(header) : []);
}
