import type { ClientOptionsV2, ClientV2 } from './api2.js';
import type {
  CodeRequiredResult,
  ConditionalLoginResult,
  ErrorCode,
  ErrorResult,
  LoginResult,
  OkayResult,
  PageErrorCode,
  SessionResult,
  SignupTokenResult,
  VerificationRequiredResult,
} from './results.js';
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

export * from './api2.js';
export * from './results.js';

/** Options of `createClient`: the address of a Connected App's LoginRocket API, and how to call it. */
export interface ClientOptions {
  /** The LoginRocket URL, such as `https://myapp.e1.loginrocket.com/`. `http:` is allowed only for this machine. */
  url: string | URL;
  /** The API. If unset, by the URL: version 2 on cluster `e2` and later and for paths that end in `/v2`, else version 1. */
  api?: 'v1' | 'v2' | undefined;
  /** Milliseconds until a call times out. @default 15000 */
  timeout?: number | undefined;
  /**
   * The language of the library's texts, such as `de`, and of the messages that AuthRocket 2 is asked for (`Accept-Language`).
   * If unset, that of the form's or the page's `lang`.
   */
  locale?: string | undefined;
  /** Your own texts, by error code or rule. `{field}` and `{seconds}` are filled in. */
  messages?: Messages | undefined;
  /** Called instead of the page's `fetch`, with the same arguments. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Estimates new passwords in fields with `data-authrocket-strength`, instead of the library. */
  strength?: StrengthEstimator | undefined;
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

/**
 * Estimates a new password: zxcvbn, or a function with the same arguments. `inputs` are the other texts of the form, and the words
 * in them. If it throws, rejects or returns no score, the library's own estimate is shown.
 */
export type StrengthEstimator = (password: string, inputs: string[]) => Strength | PromiseLike<Strength>;

/** The strength of a password: 0 (very weak) to 4 (strong), or an object as zxcvbn returns. */
export type Strength =
  | number
  | {
      /** 0 (very weak) to 4 (strong). */
      score: number;
      /** Shown at the field: the warning, else the first suggestion. */
      feedback?:
        | {
            /** Why the password is weak. */
            warning?: string | null | undefined;
            /** How to make it stronger. */
            suggestions?: readonly string[] | undefined;
          }
        | null
        | undefined;
    };

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
  | 'conditions_due'
  | 'sent'
  | 'reset_done'
  | 'verified'
  | 'password_changed'
  | 'profile_saved'
  | 'invitation_requested'
  | 'verification_required'
  | 'app_refused'
  | 'app_unreachable'
  | 'no_bridge'
  | 'caps_lock'
  | 'show'
  | 'hide'
  | 'show_password'
  | 'hide_password'
  | 'retry_in'
  | 'resend_in'
  | 'resent'
  | 'webview'
  | 'webview_open'
  | 'webview_link'
  | 'webview_copy'
  | 'webview_copied'
  | 'webview_anyway'
  | StrengthKey
  | 'username'
  | 'email'
  | 'email_confirmation'
  | 'password'
  | 'password_confirmation'
  | 'current_password'
  | 'first_name'
  | 'last_name'
  | 'org_name'
  | 'code'
  | SentenceKey;

/** Keys for the texts of the strength meter. `{level}` and `{number}` are filled in. */
export type StrengthKey =
  | 'strength'
  | 'strength_is'
  | `strength_${0 | 1 | 2 | 3 | 4}`
  | `advice_${'common' | 'personal' | 'pattern' | 'longer'}`
  | 'rules'
  | `rule_${'length' | 'lower' | 'upper' | 'digit' | 'special' | 'met' | 'unmet'}`;

/**
 * Keys for messages of the service: the English message without the leading field name, in lower case, with `_` between words.
 * `{field}` and `{number}` are filled in. Messages that are not listed have keys of the same form.
 */
export type SentenceKey =
  | 'login_failed'
  | 'error_validating_code'
  | 'verification_failed'
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
  | 'does_not_match'
  | 'doesn_t_match_password'
  | 'doesn_t_match_email'
  | 'is_invalid_used_or_expired'
  | 'session_is_unknown_or_has_ended';

export type * from './credentials.js';


/** Options of a single call. */
export interface CallOptions {
  /** Aborts the call. Its promise then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** What a form does. The second line is of AuthRocket 2. */
export type Kind =
  | 'login' | 'signup' | 'code' | 'logout' | 'forgot-password' | 'reset-password' | 'verify-email'
  | 'request-invitation' | 'update-password' | 'update-profile' | 'choose-account';

/** Options of `attach`. Each but `strength` overrides the form's attribute of that name. */
export interface AttachOptions {
  /** The kind of the form. */
  kind?: Kind | undefined;
  /** How the token reaches the app. @default 'navigate' */
  deliver?: 'navigate' | 'post' | 'fetch' | 'bridge' | 'event' | undefined;
  /** The address for `post` and `fetch`, and for `navigate` with AuthRocket 2; where a form without a token goes when it is done. */
  to?: string | undefined;
  /** What the app gets beside the token: the session of AuthRocket 2. `navigate` never has it in the address. */
  include?: 'session' | undefined;
  /** The native bridge for `bridge`. @default 'auto' */
  bridge?: 'auto' | 'wkwebview' | 'android' | 'react-native' | 'flutter' | undefined;
  /** Estimates new passwords of this form, instead of the client's `strength`. */
  strength?: StrengthEstimator | undefined;
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
   * @throws {AuthRocketError} for an invalid LoginRocket URL or provider
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

/** A programming mistake, such as a LoginRocket URL that is not https. */
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
 * Creates a client for AuthRocket 2. Loads nothing until the first call.
 * @example const client = createClient({ url: 'https://login.example.com/', api: 'v2' });
 */
export function createClient(options: ClientOptionsV2): ClientV2;
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
    /** A session waits for something. If a listener cancels the event, the page does not go to the hosted pages. */
    'authrocket:conditions': CustomEvent<ConditionalLoginResult>;
    /** The form is done: the token is delivered, or there is none to deliver. */
    'authrocket:done': CustomEvent<
      LoginResult | SignupTokenResult | VerificationRequiredResult | ConditionalLoginResult | OkayResult
    >;
  }
}
