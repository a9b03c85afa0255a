/**
 * Declares `window.AuthRocket`, which the script tag `authrocket.js` defines. To use these types, add
 * `authrocket-wasm/authrocket.js` to `compilerOptions.types`, or import it. Guide: docs/drop-in.md.
 */
import type {
  CodeFieldsV2,
  CodeRequiredResult,
  ConditionalLoginResult,
  Engine,
  ErrorResult,
  FieldsInput,
  ForgotPasswordFields,
  HostedPageV2,
  InvitationFields,
  LoginFields,
  LoginResult,
  LogoutFieldsV2,
  Messages,
  OkayResult,
  PageErrorCode,
  RedirectParams,
  ResetPasswordFields,
  SessionFields,
  SessionResult,
  SignupFieldsV2,
  SignupTokenResult,
  StrengthEstimator,
  TokenFields,
  UpdatePasswordFields,
  UpdateProfileFields,
  VerificationRequiredResult,
  RedirectParamsV2,
} from './index.js';

/** A text that is not empty, so that `if (response.error)` narrows a response to the failures, as with authrocket.js v1. */
export type NonEmptyText = `${any}${any}`;

/** The former name of {@link NonEmptyText}. @deprecated */
export type Told = NonEmptyText;

/** The response of a call that failed. */
export interface ErrorResponse extends ErrorResult<PageErrorCode> {
  /** One text for the user. */
  error: NonEmptyText;
}

/** Part of each response of a call that did not fail. */
export interface Success {
  /** Never set: nothing failed. */
  error?: undefined;
}

/** The response when a code is required and no `codeHandler` is set. The `error` keeps handlers from taking it for a login. */
export interface CodeRequiredResponse extends CodeRequiredResult {
  /** A text for the user: a code is required. */
  error: NonEmptyText;
}

/** The response when a new user has to verify an email address first. Has an `error`, so that handlers for v1 show the text. */
export interface VerificationRequiredResponse extends VerificationRequiredResult {
  /** The same as `message`. */
  error: NonEmptyText;
}

/** The response when a session of AuthRocket 2 waits. Has an `error`, so that handlers for v1 do not take it for a login. */
export interface ConditionalLoginResponse extends ConditionalLoginResult {
  /** A text for the user: one more step is needed. */
  error: NonEmptyText;
}

/** The response of `authenticate`. */
export type LoginResponse = (LoginResult & Success) | CodeRequiredResponse | ConditionalLoginResponse | ErrorResponse;

/** The response of `authenticateCode`. */
export type CodeResponse = (LoginResult & Success) | ConditionalLoginResponse | ErrorResponse;

/** The response of `signup`, which depends on the realm's signup mode. */
export type SignupResponse =
  | (LoginResult & Success)
  | (SignupTokenResult & Success)
  | VerificationRequiredResponse
  | ConditionalLoginResponse
  | ErrorResponse;

/** The response of `logout`, `forgotPassword`, `resetPassword` and `verifyEmail`. */
export type OkayResponse = (OkayResult & Success) | ErrorResponse;

/** The response of `session`. */
export type SessionResponse = (SessionResult & Success) | ErrorResponse;

/** The responses that `loginHandler` handles. */
export type LoginHandlerResponse = LoginResponse | OkayResponse;

/** Called once, asynchronously, with the response of a call. */
export type Handler<Response> = (response: Response) => void;

/** Options of `setInstanceUrl`. */
export interface InstanceOptions {
  /** The API. If unset, the URL decides. */
  api?: 'v1' | 'v2' | undefined;
}

/** The object that the script tag defines. Calls wait until the engine runs, in order. */
export interface AuthRocketObject {
  /** Sets the realm's "authrocket.js URL", with or without a trailing slash, `/v1` or `/v2`, and its API. Applies to later calls. */
  setInstanceUrl(url: string | URL, options?: InstanceOptions): void;
  /** Logs in with `username` or `email`, and `password`. */
  authenticate(fields: FieldsInput<LoginFields>, handler?: Handler<LoginResponse>): void;
  /** Completes a login with the second factor: the code, and the `token` that `codeHandler` received. */
  authenticateCode(fields: FieldsInput<CodeFieldsV2>, handler?: Handler<CodeResponse>): void;
  /** Signs up. */
  signup(fields: FieldsInput<SignupFieldsV2>, handler?: Handler<SignupResponse>): void;
  /** Ends the session of a login token. */
  logout(fields: FieldsInput<TokenFields | LogoutFieldsV2>, handler?: Handler<OkayResponse>): void;
  /** Sends a mail with a link. The response is the same whether or not the account exists. */
  forgotPassword(fields: FieldsInput<ForgotPasswordFields>, handler?: Handler<OkayResponse>): void;
  /** Sets a new password, with the `token` from the mail's link. */
  resetPassword(fields: FieldsInput<ResetPasswordFields>, handler?: Handler<OkayResponse>): void;
  /** Confirms an email address, with the `token` from the mail's link. */
  verifyEmail(fields: FieldsInput<TokenFields>, handler?: Handler<OkayResponse>): void;
  /** Checks whether the session of a login token is still active. */
  session(fields: FieldsInput<TokenFields>, handler?: Handler<SessionResponse>): void;
  /** Gets a fresh token of a session (AuthRocket 2). */
  session(fields: SessionFields, handler?: Handler<LoginResponse>): void;
  /** Asks for an invitation (AuthRocket 2). */
  requestInvitation(fields: FieldsInput<InvitationFields>, handler?: Handler<OkayResponse>): void;
  /** Changes the password (AuthRocket 2). */
  updatePassword(fields: FieldsInput<UpdatePasswordFields>, handler?: Handler<OkayResponse>): void;
  /** Changes the user's data (AuthRocket 2). */
  updateProfile(fields: FieldsInput<UpdateProfileFields>, handler?: Handler<LoginResponse>): void;
  /** The address where a social login starts. `undefined` if LoginRocket URL or provider are invalid; the console shows why. */
  socialUrl(provider: string, params?: RedirectParams | RedirectParamsV2): string | undefined;
  /** The address of a hosted page. `undefined` if the LoginRocket URL or the page is invalid; the console shows why. */
  hostedUrl(page: HostedPageV2, params?: RedirectParams | RedirectParamsV2): string | undefined;
  /** Your own texts, by key. They replace those of the library. */
  messages: Messages | undefined;
  /** The language of the library's texts, such as `de`, and of the messages that AuthRocket 2 is asked for. If unset, that of the page's `lang`. */
  locale: string | undefined;
  /** Estimates new passwords in fields with `data-authrocket-strength`, instead of the library. */
  strength: StrengthEstimator | undefined;
  /** Called for calls without a handler, except `signup`, `logout` and `session`. */
  loginHandler: Handler<LoginHandlerResponse>;
  /** Called for `signup` without a handler. */
  signupHandler: Handler<SignupResponse>;
  /** Called when a code is required. If unset, the call's handler gets an `error`. */
  codeHandler: Handler<CodeRequiredResult> | undefined;
  /** Resolves to this object when the engine runs. Rejects if the engine cannot be loaded; reading it again tries again. */
  readonly ready: Promise<AuthRocketObject>;
  /** How the engine runs. */
  readonly engine: Engine;
}

declare global {
  interface Window {
    /** The object that the script tag `authrocket.js` defines. */
    AuthRocket: AuthRocketObject;
  }

  /** The object that the script tag `authrocket.js` defines. */
  var AuthRocket: AuthRocketObject;
}
