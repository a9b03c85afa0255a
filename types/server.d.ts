/**
 * Verifies login tokens and redeems signup tokens on an app's server, with Web APIs: Node from 20, Deno, Bun, and edge runtimes.
 * Needs the package `jose`. Guide: docs/server.md.
 */

/** Options of `createServerClient`. */
export interface ServerOptions {
  /** The realm, `rl_…`. Tokens of another realm are refused. */
  realm: string;
  /** The version of AuthRocket. @default by the path of `apiUrl`, else 'v1' */
  api?: 'v1' | 'v2' | undefined;
  /** How `verify` works: by the token's signature, or by asking the Core API. @default 'jwt' if keys are configured, else 'api' */
  verify?: 'jwt' | 'api' | undefined;
  /**
   * What tokens are signed with: the realm's secret (`jsk_…`, HS256) or its public key (PEM or bare base64, RS256); several during
   * a rotation. Without it, keys are loaded: in AuthRocket 2 from `loginRocketUrl`, in AuthRocket 1 from the Core API.
   */
  jwtKey?: string | readonly string[] | undefined;
  /** The LoginRocket URL, such as `https://myapp.e2.loginrocket.com/`. AuthRocket 2 publishes its keys there. */
  loginRocketUrl?: string | URL | undefined;
  /** The Core API, such as `https://api-e1.authrocket.com/v1/`. */
  apiUrl?: string | URL | undefined;
  /** The API key, `ko_…` or `ks_…`. It stays on the server. */
  apiKey?: string | undefined;
  /** Seconds by which clocks may differ. @default 10 for v1, 5 for v2 */
  leeway?: number | undefined;
  /** Seconds since a token was issued, after which its signature is no proof of a login any more. @default 120 for v1, false for v2 */
  maxAge?: number | false | undefined;
  /** Seconds for which a verified token needs no second look. A logout elsewhere counts only afterwards. @default 0 */
  cache?: number | undefined;
  /** Milliseconds until a call of AuthRocket's servers is given up. @default 10000 */
  timeout?: number | undefined;
  /** Called instead of the global `fetch`. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
}

/** An organization of the user. */
export interface Org {
  /** Its id, `org_…`. A membership of AuthRocket 1 may be without one. */
  id: string | undefined;
  /** The membership, `mb_…`, in AuthRocket 2. */
  membershipId: string | undefined;
  /** Its name, where the realm puts it into tokens. */
  name: string | undefined;
  /** What the user may do there. */
  permissions: string[];
  /** Whether the token is for this account, in AuthRocket 2. */
  isSelected: boolean;
}

/** A verified login. */
export interface Login {
  /** The user, `usr_…`. Key your own tables by it: names and addresses change. */
  userId: string;
  /** The session, `kss_…`, for `endSession`; `undefined` if the realm has unmanaged sessions. */
  sessionId: string | undefined;
  /** The realm, `rl_…`. */
  realmId: string;
  /** The user name. */
  username: string | undefined;
  /** The email address. Tokens of AuthRocket 1 have none. */
  email: string | undefined;
  /** Whether the address is verified, if known. */
  emailVerified: boolean | undefined;
  /** The name to show. */
  name: string | undefined;
  /** The first name. */
  firstName: string | undefined;
  /** The last name. */
  lastName: string | undefined;
  /** The user's organizations, where the realm puts them into tokens. */
  orgs: Org[];
  /** The user's custom attributes, where the realm puts them into tokens. */
  custom: { [name: string]: unknown };
  /** When the login ends, in epoch seconds; null for a token without an end. */
  expiresAt: number | null;
  /** All claims of the token. */
  claims: { [claim: string]: unknown };
}

/** A signup token's user-to-be. */
export interface Signup {
  /** The signup token, `utk_…`. */
  token: string;
  /** The user name. */
  username: string | undefined;
  /** The email address. */
  email: string | undefined;
  /** The first name. */
  firstName: string | undefined;
  /** The last name. */
  lastName: string | undefined;
}

/** The user's browser. AuthRocket records it with the events that a call causes. */
export interface Browser {
  /** The IP address. */
  ip?: string | undefined;
  /** The `User-Agent`. */
  client?: string | undefined;
}

/**
 * Why a token is no login. New codes may be added; existing ones are never renamed.
 *
 * - `token_missing`: the request has no token
 * - `token_malformed`: not the shape of a login token
 * - `signup_token`: a signup token; a Connected App without a signup handler sends those to the login handler
 * - `signature_invalid`: the signature does not fit the key
 * - `key_unknown`: no key has the token's algorithm and key id
 * - `claims_invalid`: a claim is missing or not of its type
 * - `issuer_wrong`: not issued by AuthRocket
 * - `realm_wrong`: of another realm
 * - `expired`: the login has ended
 * - `too_old`: the token was issued longer ago than `maxAge`
 * - `session_ended`: the Core API knows no such session: unknown, ended, or logged out
 * - `signup_unknown`: the Core API knows no such signup token: used, too old, or of another realm
 * - `refused`: the Core API refused to create something; `errors` holds its sentences
 * - `unavailable`: nothing is known about the token: no answer, wrong API key, too many calls. Try again later
 */
export type LoginErrorCode =
  | 'token_missing'
  | 'token_malformed'
  | 'signup_token'
  | 'signature_invalid'
  | 'key_unknown'
  | 'claims_invalid'
  | 'issuer_wrong'
  | 'realm_wrong'
  | 'expired'
  | 'too_old'
  | 'session_ended'
  | 'signup_unknown'
  | 'refused'
  | 'unavailable';

/** What a `LoginError` holds besides. */
export interface LoginErrorOptions {
  /** The sentences of the Core API. */
  errors?: string[];
  /** The error behind it. */
  cause?: unknown;
}

/** A token that is no login, or a question without an answer. Never contains the token. */
export class LoginError extends Error {
  /** The name of the class, also in minified code. */
  readonly name: 'LoginError';
  /** What is wrong. */
  readonly code: LoginErrorCode;
  /** The HTTP status to answer with: 400, 401, 422 or 503. */
  readonly status: number;
  /** The sentences of the Core API, with `refused`. */
  readonly errors: string[];
  /** A sentence for the user. `message` is for the log. */
  readonly userMessage: string;
  /**
   * The library creates these errors; your tests may create one, too.
   * @example throw new LoginError('expired', 'the token has expired');
   */
  constructor(code: LoginErrorCode, message: string, options?: LoginErrorOptions);
}

/** What a request says beside its token. */
export interface TokenRequest {
  /** The token, not verified yet. */
  token: string;
  /** Whether this is the first login of a new user. */
  signup: boolean;
  /** A path of this site that the page asked for; `undefined` if it would lead to another site. */
  redir: string | undefined;
}

/** The user that a signup token became. */
export interface NewUser {
  /** The user, `usr_…`. */
  userId: string;
  /** The user as the Core API returns it. */
  user: { [member: string]: unknown };
}

/** A session that your server started. */
export interface NewSession {
  /** Its login token. */
  token: string;
  /** The login. */
  login: Login;
}

/** A client for an app's server. */
export interface ServerClient {
  /**
   * Verifies a login token, or the `token` of a request's query or body.
   * @throws {LoginError} if it is no login, or cannot be checked right now
   * @example
   * const login = await authrocket.verify(request);
   * await startMySession(login.userId);
   */
  verify(input: Request | string | null | undefined): Promise<Login>;
  /**
   * Reads what was entered at a signup. The token stays good.
   * @throws {LoginError}
   * @example const { email } = await authrocket.readSignup(token);
   */
  readSignup(token: string): Promise<Signup>;
  /**
   * Makes a user of a signup token. Works once: call it when your app has decided that it wants the user.
   * @throws {LoginError} with `refused` and sentences in `errors`, for example if the name has been taken since
   * @example const { userId } = await authrocket.redeemSignup(token, { ip, client: userAgent });
   */
  redeemSignup(token: string, browser?: Browser): Promise<NewUser>;
  /**
   * Logs a user in without a password, for example after a signup.
   * @throws {LoginError}
   * @example const { login } = await authrocket.startSession(userId);
   */
  startSession(userId: string, browser?: Browser): Promise<NewSession>;
  /**
   * Ends a session at AuthRocket. Resolves to whether there was one.
   * @throws {LoginError}
   * @example await authrocket.endSession(login.sessionId);
   */
  endSession(sessionId: string): Promise<boolean>;
}

/**
 * Creates a client for an app's server. Makes no request until the first call.
 * @throws {TypeError} that names a mistake in the options
 * @example
 * const authrocket = createServerClient({
 *   realm: process.env.AUTHROCKET_REALM,
 *   apiUrl: process.env.AUTHROCKET_URL,
 *   apiKey: process.env.AUTHROCKET_API_KEY,
 * });
 */
export function createServerClient(options: ServerOptions): ServerClient;

/**
 * Reads the token of a request, from its body or its query. The request can be read again.
 * @throws {LoginError} if there is none, or more than one
 * @example const { token, redir = '/' } = await readToken(request);
 */
export function readToken(request: Request): Promise<TokenRequest>;

/**
 * Whether a token is a signup token, `utk_…`.
 * @example if (isSignupToken(token)) return Response.redirect(confirmPage);
 */
export function isSignupToken(token: unknown): token is string;
