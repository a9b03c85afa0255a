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
  Fields,
  ForgotPasswordFields,
  Given,
  HostedPageV2,
  InvitationFields,
  LoginResult,
  LogoutFieldsV2,
  Messages,
  OkayResult,
  PageErrorCode,
  ResetPasswordFields,
  SessionFields,
  SessionResult,
  SignupFieldsV2,
  SignupTokenResult,
  TokenFields,
  UpdatePasswordFields,
  UpdateProfileFields,
  VerificationRequiredResult,
  Wishes,
  WishesV2,
} from './index.js';

/** A text that is not empty, so that `if (response.error)` narrows a response to the failures, as with authrocket.js v1. */
export type Told = `${any}${any}`;

/** The response of a call that failed. */
export interface ErrorResponse extends ErrorResult<PageErrorCode> {
  /** One text for the user. */
  error: Told;
}

/** Part of each response of a call that did not fail. */
export interface Success {
  /** Never set: nothing failed. */
  error?: undefined;
}

/** The response when a code is required and no `codeHandler` is set. The `error` keeps handlers from taking it for a login. */
export interface CodeRequiredResponse extends CodeRequiredResult {
  /** A text for the user: a code is required. */
  error: Told;
}

/** The response when a new user has to verify an email address first. Has an `error`, so that handlers for v1 show the text. */
export interface VerificationRequiredResponse extends VerificationRequiredResult {
  /** The same as `message`. */
  error: Told;
}

/** The response when a session of AuthRocket 2 waits. Has an `error`, so that handlers for v1 do not take it for a login. */
export interface ConditionalLoginResponse extends ConditionalLoginResult {
  /** A text for the user: one more step is needed. */
  error: Told;
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

/** The object that the script tag defines. Calls wait until the engine runs, in order. */
export interface AuthRocketObject {
  /** Sets the realm's "authrocket.js URL", with or without a trailing slash, `/v1` or `/v2`, and its API. Applies to later calls. */
  setInstanceUrl(url: string | URL, options?: { api?: 'v1' | 'v2' | undefined }): void;
  /** Logs in with `username` or `email`, and `password`. */
  authenticate(fields: Given<Fields>, handler?: Handler<LoginResponse>): void;
  /** Completes a login with the second factor: the code, and the `token` that `codeHandler` received. */
  authenticateCode(fields: Given<CodeFieldsV2>, handler?: Handler<CodeResponse>): void;
  /** Signs up. */
  signup(fields: Given<SignupFieldsV2>, handler?: Handler<SignupResponse>): void;
  /** Ends the session of a login token. */
  logout(fields: Given<TokenFields | LogoutFieldsV2>, handler?: Handler<OkayResponse>): void;
  /** Sends a mail with a link. The response is the same whether or not the account exists. */
  forgotPassword(fields: Given<ForgotPasswordFields>, handler?: Handler<OkayResponse>): void;
  /** Sets a new password, with the `token` from the mail's link. */
  resetPassword(fields: Given<ResetPasswordFields>, handler?: Handler<OkayResponse>): void;
  /** Confirms an email address, with the `token` from the mail's link. */
  verifyEmail(fields: Given<TokenFields>, handler?: Handler<OkayResponse>): void;
  /** Checks whether the session of a login token is still active. */
  session(fields: Given<TokenFields>, handler?: Handler<SessionResponse>): void;
  /** Gets a fresh token of a session (AuthRocket 2). */
  session(fields: SessionFields, handler?: Handler<LoginResponse>): void;
  /** Asks for an invitation (AuthRocket 2). */
  requestInvitation(fields: Given<InvitationFields>, handler?: Handler<OkayResponse>): void;
  /** Changes the password (AuthRocket 2). */
  updatePassword(fields: Given<UpdatePasswordFields>, handler?: Handler<OkayResponse>): void;
  /** Changes the user's data (AuthRocket 2). */
  updateProfile(fields: Given<UpdateProfileFields>, handler?: Handler<LoginResponse>): void;
  /** The address where a social login starts. `undefined` if instance URL or provider are invalid; the console shows why. */
  socialUrl(provider: string, params?: Wishes | WishesV2): string | undefined;
  /** The address of a hosted page. `undefined` if the instance URL or the page is invalid; the console shows why. */
  hostedUrl(page: HostedPageV2, params?: Wishes | WishesV2): string | undefined;
  /** Your own texts, by key. They replace those of the library. */
  messages: Messages | undefined;
  /** The language of the library's texts, such as `de`. If unset, that of the page's `lang`. */
  locale: string | undefined;
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
