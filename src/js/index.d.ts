/** Where the LoginRocket API of a Connected App lives, and how to talk to it. */
export interface ClientOptions {
  /** The instance URL, such as `https://myapp.e1.loginrocket.com/`. `http:` only for this machine. */
  url: string | URL;
  /** Milliseconds until a call is given up. @default 15000 */
  timeout?: number;
  /** The language of our texts, such as `de`; without it, that of the form's or the page's `lang`. */
  locale?: string;
  /** Texts of your own: by error code or rule; `{field}` and `{seconds}` are filled in. */
  messages?: Partial<Record<MessageKey, string>>;
  /** Stands in for the page's `fetch`; it is given a `Request`. */
  fetch?: (request: Request) => Promise<Response>;
  /** Where the wasm comes from, if it does not stand beside the module. */
  wasm?: URL | string | Response | BufferSource;
}

/** What `messages` may replace. */
export type MessageKey =
  | ErrorCode
  | 'config'
  | 'required'
  | 'confirmation'
  | 'token_missing'
  | 'rate_limited_later'
  | 'code_label'
  | 'sent'
  | 'reset_done'
  | 'verified'
  | 'app_refused'
  | 'app_unreachable'
  | 'no_bridge';

/** Why a call failed; added to, never renamed. */
export type ErrorCode =
  /** A local rule; nothing was sent. */
  | 'invalid_input'
  /** The service's well-formed no, in its own words. */
  | 'refused'
  /** Too many attempts; see `retryAfter`. */
  | 'rate_limited'
  /** The instance answers 404: feature off, or instance unknown. */
  | 'switched_off'
  /** The browser says it is offline. */
  | 'offline'
  /** The deadline passed. */
  | 'timeout'
  /** No answer: refused, dropped, DNS, blocked, CORS. */
  | 'unreachable'
  /** The service answered with a 5xx. */
  | 'server'
  /** An answer that is not the API's. */
  | 'bad_response'
  /** A bug of this library. */
  | 'internal';

/** A login token; send `token` to your server, or go to `url`. */
export interface LoginResult {
  result: 'login';
  /** The login token, a JWT. */
  token: string;
  /** The login handler with the token appended. */
  url: string;
  /** True on the first login of a new user. */
  signup: boolean;
}

/** A signup token: your server decides whether it becomes a user. */
export interface SignupTokenResult {
  result: 'signup_token';
  /** The signup token, `utk_…`. */
  token: string;
  /** The signup handler with the token appended. */
  url: string;
}

/** The first factor passed; hand `token` to `completeLogin` with the code. */
export interface CodeRequiredResult {
  result: 'code_required';
  /** The two-factor login token, `kli_…`. */
  token: string;
}

/** A session that lives. */
export interface SessionResult {
  result: 'okay';
  /** The login token that was asked about. */
  token: string;
  /** Whose session it is. */
  user_id: string;
  /** When it ends, in epoch seconds. */
  expires_at: number;
}

/** Done; whatever else the service said stands beside it. */
export interface OkayResult {
  result: 'okay';
  [member: string]: unknown;
}

/** Every expected failure, the network's included. */
export interface ErrorResult {
  result: 'error';
  /** Switch on this. */
  code: ErrorCode;
  /** One text for the user. */
  error: string;
  /** The same, one by one. */
  errors: string[];
  /** Texts by API field name, where they name one. */
  fields: { [field: string]: string[] };
  /** Whether the same call may work later. */
  retryable: boolean;
  /** Seconds to wait, with `rate_limited`. */
  retryAfter?: number;
  /** The HTTP status, where there was one. */
  status?: number;
}

/** Fields by their API names; others are passed on. */
export interface Fields {
  username?: string | null;
  email?: string | null;
  password?: string | null;
  [field: string]: unknown;
}

/** Fields of a signup. */
export interface SignupFields extends Fields {
  email_confirmation?: string | null;
  password_confirmation?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  org_name?: string | null;
}

/** Options of a single call. */
export interface CallOptions {
  /** Aborts the call; its promise then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Options of `attach`; each stands in for the form's attribute of that name. */
export interface AttachOptions {
  /** What the form does. */
  kind?: 'login' | 'signup' | 'code' | 'logout' | 'forgot-password' | 'reset-password' | 'verify-email';
  /** How the token reaches the app. @default 'navigate' */
  deliver?: 'navigate' | 'post' | 'fetch' | 'bridge' | 'event';
  /** Where `post` and `fetch` send to, and where a form without a token goes when it is done. */
  to?: string;
  /** The native host of `bridge`. @default 'auto' */
  bridge?: 'auto' | 'wkwebview' | 'android' | 'react-native' | 'flutter';
}

/** What comes back from an address on the instance (both are checked by the service). */
export interface Wishes {
  /** A path that comes back beside the token, as `redir`. */
  redir?: string;
  /** Stands in for the login handler, if it begins with one of the Connected App's Redirect URIs. */
  redirectUri?: string;
}

/** An attached form. */
export interface Attachment {
  /** Lets the form go. */
  detach(): void;
  /** What the form is at. */
  readonly state: 'idle' | 'busy' | 'code' | 'error' | 'done';
}

/** A client of one instance. Its promises reject only with {@link AuthRocketError} or when aborted. */
export interface Client {
  /** Logs in with `username` or `email`, and `password`. */
  login(fields: Fields, options?: CallOptions): Promise<LoginResult | CodeRequiredResult | ErrorResult>;
  /** The second step, with the `token` of a `code_required` result. */
  completeLogin(fields: { token: string; code: string }, options?: CallOptions): Promise<LoginResult | ErrorResult>;
  /** Signs up; what comes back depends on the realm's signup mode. */
  signup(fields: SignupFields, options?: CallOptions): Promise<LoginResult | SignupTokenResult | ErrorResult>;
  /** Ends the session of a login token. */
  logout(fields: { token: string }, options?: CallOptions): Promise<OkayResult | ErrorResult>;
  /** Has a mail with a link sent; answers alike whether or not the account exists. */
  forgotPassword(
    fields: { username?: string; email?: string; redirect_uri?: string },
    options?: CallOptions,
  ): Promise<OkayResult | ErrorResult>;
  /** Sets a new password, with the `token` of the mail's link. */
  resetPassword(
    fields: { token: string; password: string; password_confirmation?: string },
    options?: CallOptions,
  ): Promise<OkayResult | ErrorResult>;
  /** Confirms an email address, with the `token` of the mail's link. */
  verifyEmail(fields: { token: string }, options?: CallOptions): Promise<OkayResult | ErrorResult>;
  /** Whether the session of a login token still lives. */
  session(fields: { token: string }, options?: CallOptions): Promise<SessionResult | ErrorResult>;
  /**
   * The address where a social login starts: link to it, or navigate there. No request is made.
   * @param provider a provider's type, such as `facebook`, or its id, `ap_…`
   * @throws {AuthRocketError} for a bad instance URL or provider
   */
  socialUrl(provider: string, wishes?: Wishes): string;
  /** The address of a hosted page, such as for the login that Seamless SSO remembers. @throws {AuthRocketError} */
  hostedUrl(page: 'login' | 'signup' | 'logout', wishes?: Wishes): string;
  /** Attaches a form; attaching twice is once. */
  attach(form: HTMLFormElement, options?: AttachOptions): Attachment;
}

/** A programming mistake, such as an instance URL that is not https. */
export class AuthRocketError extends Error {
  /** `config`. */
  readonly code: string;
}

/** Makes a client; loads nothing until the first call. */
export function createClient(options: ClientOptions): Client;
