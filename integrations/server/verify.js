/** The two ways to verify a login token: by its signature, and by asking the Core API. Tests: tests/package/server. */
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { callApi } from './api.js';
import { LoginError } from './errors.js';
import { keysOf } from './keys.js';
import { loginOfClaims, loginOfSession } from './login.js';

const ISSUER = 'https://authrocket.com';

/**
 * Whether a text has the shape of a JWT. The Core API also takes a session id, which is no secret and so no proof; and the token
 * becomes part of an address, so nothing with a slash may pass.
 */
const isJwt = (token) => typeof token === 'string' && token.length <= 8192 && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);

export const isSignupToken = (token) => typeof token === 'string' && /^utk_[A-Za-z0-9]{1,60}$/.test(token);

function partsOf(token) {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
  } catch (cause) {
    throw new LoginError('token_malformed', 'the token cannot be decoded', { cause });
  }
}

/** Refuses what cannot be a login token, before a key or the API is asked. */
function checkShape(token) {
  if (token === undefined || token === null || token === '') throw new LoginError('token_missing', 'there is no token');
  if (isSignupToken(token)) throw new LoginError('signup_token', 'this is a signup token; redeem it with redeemSignup');
  if (!isJwt(token)) throw new LoginError('token_malformed', 'the token is no JWT');
  return partsOf(token);
}

/** What an error of jose means, as a `LoginError`. */
function translated(error) {
  const { JWTExpired, JWTClaimValidationFailed, JWSSignatureVerificationFailed, JOSEError } = errors;
  const refuse = (code, message) => new LoginError(code, message, { cause: error });
  if (error instanceof LoginError) return error;
  if (error instanceof JWTExpired) {
    return error.claim === 'iat' ? refuse('too_old', 'the token is older than maxAge') : refuse('expired', 'the token has expired');
  }
  if (error instanceof JWTClaimValidationFailed) {
    return error.claim === 'iss' ? refuse('issuer_wrong', 'the token is of another issuer') : refuse('claims_invalid', error.message);
  }
  if (error instanceof JWSSignatureVerificationFailed) return refuse('signature_invalid', 'the signature does not fit the key');
  return error instanceof JOSEError
    ? refuse('token_malformed', error.message)
    : refuse('key_unknown', `a key cannot be used: ${error.message}`);
}

/** The realm that a token names: `aud` in AuthRocket 1, where old tokens have none, `rid` in AuthRocket 2. */
function checkRealm({ api, realm }, named) {
  if (named !== realm && (api === 'v2' || named !== undefined)) {
    throw new LoginError('realm_wrong', 'the token is of another realm');
  }
}

function byJwt(settings) {
  const find = keysOf(settings);
  const rules = {
    clockTolerance: settings.leeway,
    ...(settings.maxAge !== false && { maxTokenAge: settings.maxAge }),
    ...(settings.api === 'v2' && { issuer: ISSUER, requiredClaims: ['sub', 'rid', 'exp'] }),
    ...(settings.api === 'v1' && { requiredClaims: ['uid'] }),
  };
  return async (token, { header }) => {
    const keys = await find(header);
    let refusal = new LoginError('key_unknown', `no key fits a token signed by ${String(header.alg)}`);
    for (const { key, algorithm } of keys) {
      try {
        const { payload } = await jwtVerify(token, key, { ...rules, algorithms: [algorithm] });
        checkRealm(settings, settings.api === 'v1' ? payload.aud : payload.rid);
        return loginOfClaims(settings, payload);
      } catch (error) {
        refusal = translated(error);
        // With several keys, the next one may be the one that signed.
        if (!['signature_invalid', 'key_unknown'].includes(refusal.code)) break;
      }
    }
    throw refusal;
  };
}

function byApi(settings) {
  return async (token, { claims }) => {
    const { status, body } = await callApi(settings, 'GET', `sessions/${token}`);
    if (status !== 200) throw new LoginError('session_ended', `the Core API knows no such session (${status})`);
    const login = loginOfSession(settings, body, claims);
    // The API has confirmed the token as a whole, so its claims are true.
    if ((body.user?.realm_id ?? claims.rid ?? claims.aud) !== settings.realm) {
      throw new LoginError('realm_wrong', 'the session is of another realm');
    }
    if (!login.userId) throw new LoginError('unavailable', 'the Core API answered without a user');
    return login;
  };
}

/** @returns {(token: unknown) => Promise<any>} verifies a token; rejects with a `LoginError` */
export function verifierOf(settings) {
  const verify = settings.verify === 'jwt' ? byJwt(settings) : byApi(settings);
  return async (token) => verify(token, checkShape(token));
}
