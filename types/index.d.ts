/** Where the LoginRocket API of a Connected App lives, and how to talk to it. */
export interface ClientOptions {
  /** The instance URL, such as `https://myapp.e1.loginrocket.com/`. `http:` only for this machine. */
  url: string | URL;
  /** Milliseconds until a call is given up. @default 15000 */
  timeout?: number | undefined;
  /** The language of our texts, such as `de`; without it, that of the form's or the page's `lang`. */
  locale?: string | undefined;
  /** Texts of your own: by error code or rule; `{field}` and `{seconds}` are filled in. */
  messages?: Messages | undefined;
  /** Called instead of the page's `fetch`, with an address and the settings of the request. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Where the wasm comes from, if it does not stand beside the module. */
  wasm?: WasmSource | PromiseLike<WasmSource> | undefined;
}

/**
 * Where the wasm comes from: its address, what a `fetch` of it gave, its bytes, compiled; or a function that is given
 * the imports and makes the instance itself, for runtimes that forbid compiling.
 */
export type WasmSource =
  | URL
  | string
  | Response
  | BufferSource
  // Alone it is an empty interface, which everything is.
  | (WebAssembly.Module & object)
  | ((imports: WebAssembly.Imports) => WebAssembly.Instance | PromiseLike<WebAssembly.Instance>);

/** What runs: the wasm or, where a page cannot have it, the same code as JavaScript; `undefined` before the start. */
export type Engine = 'wasm' | 'javascript' | undefined;

/** Texts in place of ours, by key. */
export type Messages = { [key in MessageKey]?: string };

/** What `messages` may replace: the error codes, our rules and remarks, the comforts, and the fields' names. */
export type MessageKey =
  | ErrorCode
  | 'config'
  | 'required'
  | 'confirmation'
  | 'token_missing'
  | 'rate_limited_later'
  | 'code_label'
  | 'code_due'
  | 'sent'
  | 'reset_done'
  | 'verified'
  | 'verification_required'
  | 'app_refused'
  | 'app_unreachable'
  | 'no_bridge'
  | 'caps_lock'
  | 'retry_in'
  | 'webview'
  | 'webview_open'
  | 'webview_link'
  | 'webview_copy'
  | 'webview_copied'
  | 'webview_anyway'
  | 'username'
  | 'email'
  | 'email_confirmation'
  | 'password'
  | 'password_confirmation'
  | 'first_name'
  | 'last_name'
  | 'org_name'
  | 'code'
  | SentenceKey;

/**
 * Sentences of the service: their words without the field's name in front, in small letters, with `_` between them; `{field}` and
 * `{number}` are filled in. Others have keys of the same kind.
 */
export type SentenceKey =
  | 'login_failed'
  | 'error_validating_code'
  | 'please_verify_your_email_address_before_you_log_in_see_the_mail_that_we_have_sent_you'
  | 'this_account_needs_a_second_step_which_this_page_does_not_offer'
  | 'can_t_be_blank'
  | 'has_already_been_taken'
  | 'is_invalid'
  | 'is_not_used_for_logins_here'
  | 'is_too_short_minimum_is_characters'
  | 'is_too_short'
  | 'must_include_a_lower_case_letter'
  | 'must_include_an_upper_case_letter'
  | 'must_include_a_digit'
  | 'must_include_a_special_character'
  | 'is_too_easy_to_guess'
  | 'doesn_t_match_password'
  | 'doesn_t_match_email'
  | 'is_invalid_used_or_expired'
  | 'session_is_unknown_or_has_ended';

/**
 * Why a call failed; added to, never renamed.
 *
 * - `invalid_input`: a local rule; nothing was sent
 * - `refused`: the service's well-formed no, in its own words
 * - `rate_limited`: too many attempts; see `retryAfter`
 * - `switched_off`: the instance answers 404: feature off, or instance unknown
 * - `offline`: the browser says it is offline
 * - `timeout`: the deadline passed
 * - `unreachable`: no answer: refused, dropped, DNS, blocked, CORS
 * - `server`: the service answered with a 5xx
 * - `bad_response`: an answer that is not the API's
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
  | 'internal';

/** On a page also `config`, a mistake of its own; the methods of a {@link Client} throw that instead. */
export type PageErrorCode = ErrorCode | 'config';

/** A login token; send `token` to your server, or go to `url`. */
export interface LoginResult {
  /** Tells the results apart. */
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
  /** Tells the results apart. */
  result: 'signup_token';
  /** The signup token, `utk_…`. */
  token: string;
  /** The signup handler with the token appended. */
  url: string;
}

/** The first factor passed; hand `token` to `completeLogin` with the code. */
export interface CodeRequiredResult {
  /** Tells the results apart. */
  result: 'code_required';
  /** The two-factor login token, `kli_…`. */
  token: string;
}

/** A new user, who has to verify the email address before the first login; a mail is on its way. */
export interface VerificationRequiredResult {
  /** Tells the results apart. */
  result: 'verification_required';
  /** What to tell the user. */
  message: string;
}

/** A session that lives. */
export interface SessionResult {
  /** Tells the results apart. */
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
  /** Tells the results apart. */
  result: 'okay';
  /** What the service said. */
  [member: string]: unknown;
}

/** Every expected failure, the network's included. */
export interface ErrorResult<Code extends PageErrorCode = ErrorCode> {
  /** Tells the results apart. */
  result: 'error';
  /** Switch on this. */
  code: Code;
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
  /** The key of what a developer should check; the console has its text. */
  hint?: string;
}

/** Every result that there is. */
export type Result =
  | LoginResult
  | SignupTokenResult
  | CodeRequiredResult
  | VerificationRequiredResult
  | SessionResult | OkayResult | ErrorResult;

/** Fields by their API names; others are passed on, those that are `undefined` or `null` are not sent. */
export interface Fields {
  /** The user's name; an email address where those are the names. */
  username?: string | null | undefined;
  /** The email address. */
  email?: string | null | undefined;
  /** The password, sent exactly as it is. */
  password?: string | null | undefined;
  /** A path that comes back beside the token. */
  redir?: string | null | undefined;
  /** Stands in for the login handler, if it begins with one of the Connected App's Redirect URIs. */
  redirect_uri?: string | null | undefined;
  /** What else the service understands. */
  [field: string]: unknown;
}

/** Fields of a signup. */
export interface SignupFields extends Fields {
  /** Must equal `email`, where it is given. */
  email_confirmation?: string | null | undefined;
  /** Must equal `password`, where it is given. */
  password_confirmation?: string | null | undefined;
  /** The user's first name. */
  first_name?: string | null | undefined;
  /** The user's last name. */
  last_name?: string | null | undefined;
  /** The name of the user's organization. */
  org_name?: string | null | undefined;
}

/** The second factor. */
export interface CodeFields {
  /** The `token` of a `code_required` result. */
  token: string;
  /** What the user's authenticator shows. */
  code: string;
}

/** Whose password is forgotten: `username` or `email`. */
export interface ForgotPasswordFields {
  /** The user's name. */
  username?: string | null | undefined;
  /** The email address. */
  email?: string | null | undefined;
  /** Where the mail's link leads in the end. */
  redirect_uri?: string | null | undefined;
}

/** A new password. */
export interface ResetPasswordFields {
  /** Of the mail's link, `kpw_…`. */
  token: string;
  /** The new password. */
  password: string;
  /** Must equal `password`, where it is given. */
  password_confirmation?: string | null | undefined;
}

/** A token and nothing else. */
export interface TokenFields {
  /** The login token or, for `verifyEmail`, that of the mail's link. */
  token: string;
}

/**
 * How the fields of a call may be given: an object, `FormData`, `URLSearchParams` or other pairs, a query string, or the list of
 * jQuery's `serializeArray()`. A name may be written in AuthRocket's sample style, `login[username]`; of several values of a name
 * the last one counts.
 */
export type Given<Names> =
  | Names
  | string
  | FormData
  | URLSearchParams
  | Iterable<readonly [string, unknown] | { name: string; value: unknown }>;

/** Options of a single call. */
export interface CallOptions {
  /** Aborts the call; its promise then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** Options of `attach`; each stands in for the form's attribute of that name. */
export interface AttachOptions {
  /** What the form does. */
  kind?: 'login' | 'signup' | 'code' | 'logout' | 'forgot-password' | 'reset-password' | 'verify-email' | undefined;
  /** How the token reaches the app. @default 'navigate' */
  deliver?: 'navigate' | 'post' | 'fetch' | 'bridge' | 'event' | undefined;
  /** Where `post` and `fetch` send to, and where a form without a token goes when it is done. */
  to?: string | undefined;
  /** The native host of `bridge`. @default 'auto' */
  bridge?: 'auto' | 'wkwebview' | 'android' | 'react-native' | 'flutter' | undefined;
}

/** What comes back from an address on the instance (both are checked by the service). */
export interface Wishes {
  /** A path that comes back beside the token, as `redir`. */
  redir?: string | undefined;
  /** Stands in for the login handler, if it begins with one of the Connected App's Redirect URIs. */
  redirectUri?: string | undefined;
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
  /** Starts the engine, which the first call does otherwise; says which runs. Rejects when none can be had; ask again. */
  ready(): Promise<'wasm' | 'javascript'>;
  /** Which engine runs. */
  readonly engine: Engine;
  /** Logs in with `username` or `email`, and `password`. */
  login(fields: Given<Fields>, options?: CallOptions): Promise<LoginResult | CodeRequiredResult | ErrorResult>;
  /** The second step, with the `token` of a `code_required` result. */
  completeLogin(fields: Given<CodeFields>, options?: CallOptions): Promise<LoginResult | ErrorResult>;
  /** Signs up; what comes back depends on the realm's signup mode. */
  signup(fields: Given<SignupFields>, options?: CallOptions): Promise<LoginResult | SignupTokenResult | VerificationRequiredResult | ErrorResult>;
  /** Ends the session of a login token. */
  logout(fields: Given<TokenFields>, options?: CallOptions): Promise<OkayResult | ErrorResult>;
  /** Has a mail with a link sent; answers alike whether or not the account exists. */
  forgotPassword(fields: Given<ForgotPasswordFields>, options?: CallOptions): Promise<OkayResult | ErrorResult>;
  /** Sets a new password, with the `token` of the mail's link. */
  resetPassword(fields: Given<ResetPasswordFields>, options?: CallOptions): Promise<OkayResult | ErrorResult>;
  /** Confirms an email address, with the `token` of the mail's link. */
  verifyEmail(fields: Given<TokenFields>, options?: CallOptions): Promise<OkayResult | ErrorResult>;
  /** Whether the session of a login token still lives. */
  session(fields: Given<TokenFields>, options?: CallOptions): Promise<SessionResult | ErrorResult>;
  /**
   * The address where a social login starts: link to it, or navigate there. No request is made.
   * @param provider a provider's type, such as `facebook`, or its id, `ap_…`
   * @param wishes what comes back with the token
   * @throws {AuthRocketError} for a bad instance URL or provider
   */
  socialUrl(provider: string, wishes?: Wishes): string;
  /** The address of a hosted page, such as for the login that Seamless SSO remembers. @throws {AuthRocketError} for another page */
  hostedUrl(page: 'login' | 'signup' | 'logout', wishes?: Wishes): string;
  /**
   * Attaches a form; attaching twice is once.
   * @throws {AuthRocketError} for something that is no form element, and for an unknown option, kind or delivery
   */
  attach(form: HTMLFormElement, options?: AttachOptions): Attachment;
}

/** A programming mistake, such as an instance URL that is not https. */
export class AuthRocketError extends Error {
  /** Stays whole after minifying. */
  readonly name: 'AuthRocketError';
  /** Which kind of mistake. */
  readonly code: 'config';
  /** Made by the library; a test of yours may make one too. */
  constructor(message: string, code: 'config');
}

/** Makes a client; loads nothing until the first call. */
export function createClient(options: ClientOptions): Client;

/** What `authrocket:submit` tells. */
export interface SubmitDetail {
  /** The names of the fields that will be sent; never what is in them. */
  fields: string[];
}

declare global {
  /** The events of an attached form; they bubble, so that the document hears them too. */
  interface GlobalEventHandlersEventMap {
    /** A form is about to be sent; cancelled, nothing is. */
    'authrocket:submit': CustomEvent<SubmitDetail>;
    /** The first factor passed, a code is due. */
    'authrocket:code-required': CustomEvent<CodeRequiredResult>;
    /** A call failed. */
    'authrocket:error': CustomEvent<ErrorResult<PageErrorCode>>;
    /** A token came; cancelled, it is not delivered. */
    'authrocket:token': CustomEvent<LoginResult | SignupTokenResult>;
    /** All is done: delivered, or there was nothing to deliver. */
    'authrocket:done': CustomEvent<LoginResult | SignupTokenResult | VerificationRequiredResult | OkayResult>;
  }
}
