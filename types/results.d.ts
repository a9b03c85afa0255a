// The results of calls, for both APIs. `index.d.ts` exports them.

/**
 * Why a call failed. New codes may be added; existing ones are never renamed.
 *
 * - `invalid_input`: the fields break a rule of the library, such as a missing password; nothing was sent
 * - `refused`: the service rejected the request, for example a wrong password
 * - `rate_limited`: too many attempts; see `retryAfter`
 * - `switched_off`: the instance answered 404: the feature is off, or the instance is unknown
 * - `offline`: the browser is offline
 * - `timeout`: no answer within `timeout`
 * - `unreachable`: no answer: connection refused or dropped, DNS, blocked, CORS
 * - `server`: the service answered with a 5xx status
 * - `bad_response`: the answer is not one of the API
 * - `session_expired`: the session has ended; the user has to log in again (AuthRocket 2)
 * - `internal`: a bug of this library
 */
export type ErrorCode =
  | 'invalid_input'
  | 'refused'
  | 'rate_limited'
  | 'switched_off'
  | 'offline'
  | 'timeout'
  | 'unreachable'
  | 'server'
  | 'bad_response'
  | 'session_expired'
  | 'internal';

/** On a page also `config`: the page is set up wrongly. The methods of a {@link Client} throw an error instead. */
export type PageErrorCode = ErrorCode | 'config';

/** A login token. Send `token` to your server, or navigate to `url`. */
export interface LoginResult {
  /** Identifies the kind of result. */
  result: 'login';
  /** The login token, a JWT. */
  token: string;
  /** The login handler with the token appended. AuthRocket 2 names none: then a form's own target, or an empty text. */
  url: string;
  /** True on the first login of a new user. */
  signup: boolean;
  /** The session, `kss_…`: a secret that gives new tokens (AuthRocket 2). */
  session?: string;
  /** The account that the token is for, `org_…` (AuthRocket 2). */
  account?: string;
}

/** A signup token. Your server decides whether to create the user. */
export interface SignupTokenResult {
  /** Identifies the kind of result. */
  result: 'signup_token';
  /** The signup token, `utk_…`. */
  token: string;
  /** The signup handler with the token appended. */
  url: string;
}

/** The first factor is correct. Pass `token` and the code to `completeLogin`. */
export interface CodeRequiredResult {
  /** Identifies the kind of result. */
  result: 'code_required';
  /** The two-factor login token, `kli_…` or `tmf:…`. */
  token: string;
  /** A session that goes with the code, if there is one (AuthRocket 2). */
  session?: string;
}

/** A new user has to verify the email address before the first login. A mail is on its way. */
export interface VerificationRequiredResult {
  /** Identifies the kind of result. */
  result: 'verification_required';
  /** A text to show to the user. */
  message: string;
}

/** An active session. */
export interface SessionResult {
  /** Identifies the kind of result. */
  result: 'okay';
  /** The login token that was checked. */
  token: string;
  /** The user of the session. */
  user_id: string;
  /** When it ends, in epoch seconds. */
  expires_at: number;
}

/** A session of AuthRocket 2 that waits for something before it gives a token. */
export interface ConditionalLoginResult {
  /** Identifies the kind of result. */
  result: 'conditional_login';
  /** The session, `kss_…`, which is a secret. */
  session: string;
  /** The account, if one is chosen. */
  account: string | null;
  /** What it waits for. The list is open: `no_account_selected`, `must_complete_profile`, … */
  conditions: string[];
}

/** The call succeeded. Further members of the service's answer are included. */
export interface OkayResult {
  /** Identifies the kind of result. */
  result: 'okay';
  /** Further members of the service's answer. */
  [member: string]: unknown;
}

/** A failure that is to be expected, including failures of the network. */
export interface ErrorResult<Code extends PageErrorCode = ErrorCode> {
  /** Identifies the kind of result. */
  result: 'error';
  /** Why the call failed. */
  code: Code;
  /** A text to show to the user: all of `errors` in one. */
  error: string;
  /** The texts one by one. */
  errors: string[];
  /** The texts that concern a field, by API field name. */
  fields: { [field: string]: string[] };
  /** Whether the same call may succeed later. */
  retryable: boolean;
  /** Seconds to wait, with `rate_limited`. */
  retryAfter?: number;
  /** The HTTP status, if an answer came. */
  status?: number;
  /** The key of a hint for developers. The console shows its text. */
  hint?: string;
}

/** All results. */
export type Result =
  | LoginResult
  | SignupTokenResult
  | CodeRequiredResult
  | VerificationRequiredResult
  | ConditionalLoginResult
  | SessionResult
  | OkayResult
  | ErrorResult;
