/** Why a token is no login. Tests: tests/package/server. */

const AGAIN = 'This login is not valid any more. Please log in again.';
const LATER = 'Your login cannot be checked right now. Please try again in a moment.';

/** By code: the HTTP status of an answer, and a sentence for the user. */
const CODES = {
  token_missing: [400, 'There is no login to check. Please log in again.'],
  token_malformed: [401, AGAIN],
  signup_token: [401, 'This is a signup that is not complete yet.'],
  signature_invalid: [401, AGAIN],
  key_unknown: [401, AGAIN],
  claims_invalid: [401, AGAIN],
  issuer_wrong: [401, AGAIN],
  realm_wrong: [401, AGAIN],
  expired: [401, AGAIN],
  too_old: [401, AGAIN],
  session_ended: [401, AGAIN],
  signup_unknown: [401, 'This signup is not valid any more. Please sign up again.'],
  refused: [422, 'AuthRocket refused this request.'],
  unavailable: [503, LATER],
};

/** A token that is no login, or a question that has no answer right now. Never holds the token. */
export class LoginError extends Error {
  /**
   * @param {import('../../types/server.d.ts').LoginErrorCode} code
   * @param {string} message
   * @param {{ errors?: string[], cause?: unknown }} [options]
   */
  constructor(code, message, { errors = [], ...options } = {}) {
    super(`authrocket: ${message}`, options);
    this.name = /** @type {const} */ ('LoginError');
    this.code = code;
    this.status = CODES[code][0];
    this.errors = errors;
    this.userMessage = errors.join(' ') || CODES[code][1];
  }
}
