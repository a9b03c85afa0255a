/** Is this token a login? And the two calls that turn a signup token into a user who is logged in. */
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

import { settings } from './settings.js';

/** The token is no proof of anything. */
export class Refused extends Error {}
/** AuthRocket gave no usable answer; this says nothing about the token. */
export class Unavailable extends Error {}
/** AuthRocket's well-formed no to a write, in sentences for the user. */
export class Invalid extends Error {}

const LEEWAY_SECONDS = 10;
/** A token comes straight from the login; one that was lying about for longer is somebody's find. */
const FRESH_SECONDS = 120;
const UNENDING_TOKEN_SECONDS = 6 * 3600;

/** AuthRocket 2 hands out a token again while its session is remembered, so there its age says nothing. */
const V2 = { issuer: 'https://authrocket.com', clockTolerance: 5, requiredClaims: ['exp', 'sub'] };
/** The realm's public keys: kept for an hour, and loaded again for one that is not among them, but not for every made-up one. */
const keySet =
  settings.isV2 &&
  createRemoteJWKSet(new URL('/connect/jwks', settings.instanceUrl), {
    cacheMaxAge: 3_600_000,
    cooldownDuration: 10_000,
    timeoutDuration: 10_000,
  });

/** A session id (`kss_…`) would do for the API as well, but is no secret: only a JWT is a proof. No `/` gets through either. */
const isJwt = (token) => typeof token === 'string' && token.length <= 8192 && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);

/** AuthRocket 2 has none: there a signup is a login. */
export const isSignupToken = (token) => !settings.isV2 && typeof token === 'string' && /^utk_[A-Za-z0-9]{1,60}$/.test(token);

/** @returns {Promise<{userId: string, name: string, sessionId?: string, endsAt: number}>} `endsAt` in epoch seconds */
export async function verifyLogin(token) {
  if (!isJwt(token)) {
    throw new Refused();
  }
  if (!settings.isLocal) {
    return verifyByApi(token);
  }
  return settings.isV2 ? verifyByKeySet(token) : verifyBySecret(token);
}

async function verifyByApi(token) {
  const { status, body } = await call('GET', `sessions/${token}`);
  if (status !== 200 || body.user?.realm_id !== settings.realm) {
    throw new Refused();
  }
  return { userId: body.user.id, name: body.user.name, sessionId: body.id, endsAt: body.expires_at };
}

async function verifyBySecret(token) {
  try {
    const rules = { algorithms: ['HS256'], clockTolerance: LEEWAY_SECONDS, maxTokenAge: FRESH_SECONDS };
    const { payload } = await jwtVerify(token, settings.jwtKey, rules);
    // `aud` may be missing in v1; where it stands, it must be our realm.
    if (!payload.uid || (payload.aud && payload.aud !== settings.realm)) {
      throw new Refused();
    }
    const sessionId = payload.tk?.startsWith('kss_') ? payload.tk : undefined;
    return { userId: payload.uid, name: payload.n, sessionId, endsAt: payload.exp ?? payload.iat + UNENDING_TOKEN_SECONDS };
  } catch (error) {
    throw error instanceof errors.JOSEError ? new Refused() : error;
  }
}

async function verifyByKeySet(token) {
  try {
    const { payload } = await jwtVerify(token, findKey, { ...V2, algorithms: ['RS256'] });
    if (payload.rid !== settings.realm) {
      throw new Refused();
    }
    return { userId: payload.sub, name: payload.name ?? payload.email, sessionId: payload.sid, endsAt: payload.exp };
  } catch (error) {
    throw error instanceof errors.JOSEError ? new Refused() : error;
  }
}

async function findKey(header, token) {
  try {
    return await keySet(header, token);
  } catch (cause) {
    // Whatever else goes wrong here says nothing about the token.
    throw cause instanceof errors.JWKSNoMatchingKey ? cause : new Unavailable('no keys', { cause });
  }
}

/** Makes a user of a signup token. It works once: call this when the app has decided that it wants the user. */
export async function createUser(signupToken, browser) {
  return (await write('users', { user: { token: signupToken }, request: browser })).id;
}

/** Logs a user in without a password. */
export async function logInUser(userId, browser) {
  const session = await write('sessions', { session: { user_id: userId }, request: browser });
  return verifyLogin(session.token);
}

/** Ends the session at AuthRocket; one that is over already counts as ended. */
export async function endSession(sessionId) {
  await call('DELETE', `sessions/${encodeURIComponent(sessionId)}`);
}

async function write(path, body) {
  const reply = await call('POST', path, body);
  if (reply.status >= 300) {
    const sentences = Object.values(reply.body.errors ?? {}).flat();
    throw new Invalid(sentences.join('; ') || 'AuthRocket refused this signup.');
  }
  return reply.body;
}

async function call(method, path, body) {
  const x = settings.isV2 ? '' : 'X-';
  const headers = {
    Accept: 'application/json',
    [`${x}Authrocket-Api-Key`]: settings.apiKey,
    [`${x}Authrocket-Realm`]: settings.realm,
    ...(body && { 'Content-Type': 'application/json' }),
  };
  let response;
  let reply;
  try {
    const signal = AbortSignal.timeout(10_000);
    response = await fetch(new URL(path, settings.apiUrl), { method, headers, body: JSON.stringify(body), signal });
    const text = await response.text();
    reply = text ? JSON.parse(text) : {};
  } catch (cause) {
    throw new Unavailable('no usable answer', { cause });
  }
  const { status } = response;
  // A wrong API key (403), too many calls (429), an outage: the user is not told that the login was wrong.
  if (status >= 500 || [401, 402, 403, 429].includes(status)) {
    throw new Unavailable(`status ${status}`);
  }
  return { status, body: reply };
}
