import type {
  CodeFields,
  FieldsInput,
  ForgotPasswordFields,
  LoginFields,
  RedirectParams,
  ResetPasswordFields,
  SignupFields,
  TokenFields,
} from './credentials.js';

/** Options of `createClient`: the address of a Connected App's LoginRocket API, and how to call it. */
export interface ClientOptions {
  /** The instance URL, such as `https://myapp.e1.loginrocket.com/`. `http:` is allowed only for this machine. */
  url: string | URL;
  /** Milliseconds until a call times out. @default 15000 */
  timeout?: number | undefined;
  /** The language of the library's texts, such as `de`. If unset, that of the form's or the page's `lang`. */
  locale?: string | undefined;
  /** Your own texts, by error code or rule. `{field}` and `{seconds}` are filled in. */
  messages?: Messages | undefined;
  /** Called instead of the page's `fetch`, with the same arguments. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** The wasm, if the file is not beside the module. */
  wasm?: WasmSource | PromiseLike<WasmSource> | undefined;
}

/**
 * The wasm: its address, a `Response` with it, its bytes, or the compiled module. Or a function that takes the imports and
 * returns the instance, for runtimes that forbid compiling.
 */
export type WasmSource =
  | URL
  | string
  | Response
  | BufferSource
  // `WebAssembly.Module` is an empty interface, which every value satisfies.
  | (WebAssembly.Module & object)
  | ((imports: WebAssembly.Imports) => WebAssembly.Instance | PromiseLike<WebAssembly.Instance>);

/** How the engine runs: as wasm, or as JavaScript where WebAssembly is not available; `undefined` before it runs. */
export type Engine = 'wasm' | 'javascript' | undefined;

/** Texts that replace those of the library, by key. */
export type Messages = { [key in MessageKey]?: string };

/** The texts that `messages` may replace: errors, rules, notices, enhancements, names of fields, and messages of the service. */
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
 * Keys for messages of the service: the English message without the leading field name, in lower case, with `_` between words.
 * `{field}` and `{number}` are filled in. Messages that are not listed have keys of the same form.
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

/** On a page also `config`: the page is set up wrongly. The methods of a {@link Client} throw an error instead. */
export type PageErrorCode = ErrorCode | 'config';

/** A login token. Send `token` to your server, or navigate to `url`. */
export interface LoginResult {
  /** Identifies the kind of result. */
  result: 'login';
  /** The login token, a JWT. */
  token: string;
  /** The login handler with the token appended. */
  url: string;
  /** True on the first login of a new user. */
  signup: boolean;
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
  /** The two-factor login token, `kli_…`. */
  token: string;
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
  | SessionResult | OkayResult | ErrorResult;

export type * from './credentials.js';

/** Options of a single call. */
export interface CallOptions {
  /** Aborts the call. Its promise then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** Options of `attach`. Each overrides the form's attribute of that name. */
export interface AttachOptions {
  /** The kind of the form. */
  kind?: 'login' | 'signup' | 'code' | 'logout' | 'forgot-password' | 'reset-password' | 'verify-email' | undefined;
  /** How the token reaches the app. @default 'navigate' */
  deliver?: 'navigate' | 'post' | 'fetch' | 'bridge' | 'event' | undefined;
  /** The address for `post` and `fetch`; and where a form that gets no token navigates when it is done. */
  to?: string | undefined;
  /** The native bridge for `bridge`. @default 'auto' */
  bridge?: 'auto' | 'wkwebview' | 'android' | 'react-native' | 'flutter' | undefined;
}

/** An attached form. */
export interface Attachment {
  /**
   * Detaches the form.
   * @example onUnmount(() => attachment.detach());
   */
  detach(): void;
  /** The present state of the form. */
  readonly state: 'idle' | 'busy' | 'code' | 'error' | 'done';
}

/** A client of one instance. Promises of its calls reject only with {@link AuthRocketError}, or if aborted. */
export interface Client {
  /**
   * Starts the engine before the first call. Resolves to how it runs; rejects if it cannot be loaded. Call again to retry.
   * @example await client.ready(); // 'wasm' or 'javascript'
   */
  ready(): Promise<'wasm' | 'javascript'>;
  /** How the engine runs. */
  readonly engine: Engine;
  /**
   * Logs in with `username` or `email`, and `password`.
   * @example const result = await client.login({ username, password });
   */
  login(fields: FieldsInput<LoginFields>, options?: CallOptions): Promise<LoginResult | CodeRequiredResult | ErrorResult>;
  /**
   * Completes a login with the second factor: the code, and the `token` of a `code_required` result.
   * @example if (result.result === 'code_required') await client.completeLogin({ token: result.token, code });
   */
  completeLogin(fields: FieldsInput<CodeFields>, options?: CallOptions): Promise<LoginResult | ErrorResult>;
  /**
   * Signs up. The result depends on the realm's signup mode.
   * @example const result = await client.signup({ username, email, password });
   */
  signup(fields: FieldsInput<SignupFields>, options?: CallOptions): Promise<LoginResult | SignupTokenResult | VerificationRequiredResult | ErrorResult>;
  /**
   * Ends the session of a login token.
   * @example await client.logout({ token });
   */
  logout(fields: FieldsInput<TokenFields>, options?: CallOptions): Promise<OkayResult | ErrorResult>;
  /**
   * Sends a mail with a link. The result is the same whether or not the account exists.
   * @example await client.forgotPassword({ email });
   */
  forgotPassword(fields: FieldsInput<ForgotPasswordFields>, options?: CallOptions): Promise<OkayResult | ErrorResult>;
  /**
   * Sets a new password, with the `token` from the mail's link.
   * @example await client.resetPassword({ token, password });
   */
  resetPassword(fields: FieldsInput<ResetPasswordFields>, options?: CallOptions): Promise<OkayResult | ErrorResult>;
  /**
   * Confirms an email address, with the `token` from the mail's link.
   * @example await client.verifyEmail({ token });
   */
  verifyEmail(fields: FieldsInput<TokenFields>, options?: CallOptions): Promise<OkayResult | ErrorResult>;
  /**
   * Checks whether the session of a login token is still active.
   * @example const { result } = await client.session({ token }); // 'okay' or 'error'
   */
  session(fields: FieldsInput<TokenFields>, options?: CallOptions): Promise<SessionResult | ErrorResult>;
  /**
   * The address where a social login starts. Link to it, or navigate to it. Makes no request.
   * @param provider a provider's type, such as `facebook`, or its id, `ap_…`
   * @param params redirect parameters
   * @throws {AuthRocketError} for an invalid instance URL or provider
   * @example location.assign(client.socialUrl('google', { redir: '/orders' }));
   */
  socialUrl(provider: string, params?: RedirectParams): string;
  /**
   * The address of a hosted page, for example for Seamless SSO.
   * @throws {AuthRocketError} for an unknown page
   * @example location.assign(client.hostedUrl('login', { redir: '/orders' }));
   */
  hostedUrl(page: 'login' | 'signup' | 'logout', params?: RedirectParams): string;
  /**
   * Attaches a form. Attaching a form again has no further effect.
   * @throws {AuthRocketError} for a value that is not a form element, and for an unknown option, kind or delivery
   * @example const attachment = client.attach(form, { kind: 'login', deliver: 'event' });
   */
  attach(form: HTMLFormElement, options?: AttachOptions): Attachment;
}

/** A programming mistake, such as an instance URL that is not https. */
export class AuthRocketError extends Error {
  /** The name of the class, also in minified code. */
  readonly name: 'AuthRocketError';
  /** The kind of mistake. */
  readonly code: 'config';
  /**
   * The library creates these errors; your tests may create one, too.
   * @example throw new AuthRocketError('no such page', 'config');
   */
  constructor(message: string, code: 'config');
}

/**
 * Creates a client. Loads nothing until the first call.
 * @example const client = createClient({ url: 'https://myapp.e1.loginrocket.com/' });
 */
export function createClient(options: ClientOptions): Client;

/** The detail of an `authrocket:submit` event. */
export interface SubmitDetail {
  /** The names of the fields that will be sent; never their values. */
  fields: string[];
}

declare global {
  /** The events of an attached form. They bubble, so listeners on the document receive them, too. */
  interface GlobalEventHandlersEventMap {
    /** A form is about to be sent. If a listener cancels the event, nothing is sent. */
    'authrocket:submit': CustomEvent<SubmitDetail>;
    /** The first factor is correct, and a code is required. */
    'authrocket:code-required': CustomEvent<CodeRequiredResult>;
    /** A call failed. */
    'authrocket:error': CustomEvent<ErrorResult<PageErrorCode>>;
    /** The service issued a token. If a listener cancels the event, the token is not delivered. */
    'authrocket:token': CustomEvent<LoginResult | SignupTokenResult>;
    /** The form is done: the token is delivered, or there is none to deliver. */
    'authrocket:done': CustomEvent<LoginResult | SignupTokenResult | VerificationRequiredResult | OkayResult>;
  }
}
