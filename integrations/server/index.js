/**
 * `authrocket-wasm/server`: verifies login tokens and redeems signup tokens, on any server with Web APIs.
 * Guide: docs/server.md. Tests: tests/package/server.
 */
import { callApi, createByApi } from './api.js';
import { cached } from './cache.js';
import { LoginError } from './errors.js';
import { settingsOf } from './options.js';
import { readToken } from './request.js';
import { isSignupToken, verifierOf } from './verify.js';

export { LoginError, isSignupToken, readToken };

/**
 * Whether it is a request, also one of another realm or library, which `instanceof` would not see.
 * @param {any} input
 * @returns {input is Request}
 */
const isRequest = (input) => typeof input?.clone === 'function' && typeof input.url === 'string';

/**
 * Creates a client for an app's server. Makes no request until the first call.
 * @type {typeof import('../../types/server.d.ts').createServerClient}
 */
export const createServerClient = (options) => {
  const settings = settingsOf(options);
  const logins = cached(verifierOf(settings), settings.cache);

  const signupTokenOf = (token) => {
    if (settings.api === 'v2') throw new TypeError('authrocket: AuthRocket 2 has no signup tokens');
    if (!isSignupToken(token)) throw new LoginError('token_malformed', 'this is no signup token');
    return token;
  };

  return {
    async verify(input) {
      const token = isRequest(input) ? (await readToken(input)).token : input;
      return logins.verify(token);
    },

    async readSignup(token) {
      const { status, body } = await callApi(settings, 'GET', `user_tokens/${signupTokenOf(token)}`);
      if (status !== 200) throw new LoginError('signup_unknown', `the Core API knows no such signup token (${status})`);
      const { username, email, first_name: firstName, last_name: lastName } = body;
      return { token, username: username ?? undefined, email: email ?? undefined, firstName: firstName ?? undefined, lastName: lastName ?? undefined };
    },

    async redeemSignup(token, browser) {
      const user = await createByApi(settings, 'users', { user: { token: signupTokenOf(token) }, request: browser });
      return { userId: user.id, user };
    },

    async startSession(userId, browser) {
      const { token } = await createByApi(settings, 'sessions', { session: { user_id: userId }, request: browser });
      return { token, login: await logins.verify(token) };
    },

    async endSession(sessionId) {
      if (!/^kss_\w+$/.test(sessionId)) throw new TypeError('authrocket: endSession takes a session id, kss_…');
      logins.forget(sessionId);
      const { status } = await callApi(settings, 'DELETE', `sessions/${sessionId}`);
      return status < 300;
    },
  };
};
