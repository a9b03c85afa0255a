/** Where the LoginRocket API of a Connected App lives, and how to talk to it. */
export interface ClientOptions {
  /** The instance URL, such as `https://myapp.e1.loginrocket.com/`. `http:` only for this machine. */
  url: string | URL;
  /** Milliseconds until a call is given up. @default 15000 */
  timeout?: number;
  /** Texts of your own: by error code or rule; `{field}` and `{seconds}` are filled in. */
  messages?: Partial<Record<MessageKey, string>>;
  /** Stands in for the page's `fetch`; it is given a `Request`. */
  fetch?: (request: Request) => Promise<Response>;
  /** Where the wasm comes from, if it does not stand beside the module. */
  wasm?: URL | string | Response | BufferSource;
}

/** What `messages` may replace. */
export type MessageKey = ErrorCode | 'config' | 'required' | 'confirmation' | 'rate_limited_later' | 'code_label';

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
  kind?: 'login' | 'signup' | 'code' | 'logout';
  /** How the token reaches the app. @default 'navigate' */
  deliver?: 'navigate' | 'post' | 'event';
  /** Where `post`, or a logout, goes to. */
  to?: string;
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
