/**
 * The script tag, `authrocket.js`: what `window.AuthRocket` is. Named in `compilerOptions.types` as
 * `authrocket-wasm/authrocket.js`, or imported, it declares the global. Explained in docs/drop-in.md.
 */
import type {
  CodeFields,
  CodeRequiredResult,
  Engine,
  ErrorResult,
  Fields,
  ForgotPasswordFields,
  Given,
  LoginResult,
  Messages,
  OkayResult,
  PageErrorCode,
  ResetPasswordFields,
  SessionResult,
  SignupFields,
  SignupTokenResult,
  TokenFields,
  VerificationRequiredResult,
  Wishes,
} from './index.js';

/** A text with something in it, so that `if (response.error)` tells failures from the rest, as with authrocket.js v1. */
export type Told = `${any}${any}`;

/** What a handler gets when a call failed. */
export interface ErrorResponse extends ErrorResult<PageErrorCode> {
  /** One text for the user. */
  error: Told;
}

/** Beside each response that is no failure. */
export interface Success {
  /** Not there: nothing failed. */
  error?: undefined;
}

/** What a handler gets when a code is due and there is no `codeHandler`: never taken for a login. */
export interface CodeRequiredResponse extends CodeRequiredResult {
  /** Says that a code is needed. */
  error: Told;
}

/** What a handler gets when a new user has to verify an email address first: handlers of v1 show the text, and go nowhere. */
export interface VerificationRequiredResponse extends VerificationRequiredResult {
  /** The same as `message`. */
  error: Told;
}

/** What comes of `authenticate`. */
export type LoginResponse = (LoginResult & Success) | CodeRequiredResponse | ErrorResponse;

/** What comes of `authenticateCode`. */
export type CodeResponse = (LoginResult & Success) | ErrorResponse;

/** What comes of `signup`; which, depends on the realm's signup mode. */
export type SignupResponse =
  | (LoginResult & Success)
  | (SignupTokenResult & Success)
  | VerificationRequiredResponse
  | ErrorResponse;

/** What comes of `logout`, `forgotPassword`, `resetPassword` and `verifyEmail`. */
export type OkayResponse = (OkayResult & Success) | ErrorResponse;

/** What comes of `session`. */
export type SessionResponse = (SessionResult & Success) | ErrorResponse;

/** What `loginHandler` stands in for. */
export type LoginHandlerResponse = LoginResponse | OkayResponse;

/** Called once, later, with how a call ended. */
export type Handler<Response> = (response: Response) => void;

/** The object that the script tag defines; calls wait for the engine, in order. */
export interface AuthRocketObject {
  /** The realm's "authrocket.js URL", with or without a trailing slash or `/v1`; counts for later calls. */
  setInstanceUrl(url: string | URL): void;
  /** Logs in with `username` or `email`, and `password`. */
  authenticate(fields: Given<Fields>, handler?: Handler<LoginResponse>): void;
  /** The second factor, with the `token` that `codeHandler` was told. */
  authenticateCode(fields: Given<CodeFields>, handler?: Handler<CodeResponse>): void;
  /** Signs up. */
  signup(fields: Given<SignupFields>, handler?: Handler<SignupResponse>): void;
  /** Ends the session of a login token. */
  logout(fields: Given<TokenFields>, handler?: Handler<OkayResponse>): void;
  /** Has a mail with a link sent; answers alike whether or not the account exists. */
  forgotPassword(fields: Given<ForgotPasswordFields>, handler?: Handler<OkayResponse>): void;
  /** Sets a new password, with the `token` of the mail's link. */
  resetPassword(fields: Given<ResetPasswordFields>, handler?: Handler<OkayResponse>): void;
  /** Confirms an email address, with the `token` of the mail's link. */
  verifyEmail(fields: Given<TokenFields>, handler?: Handler<OkayResponse>): void;
  /** Whether the session of a login token still lives. */
  session(fields: Given<TokenFields>, handler?: Handler<SessionResponse>): void;
  /** The address where a social login starts; `undefined` while the instance URL, or the provider, is none. The console says why. */
  socialUrl(provider: string, wishes?: Wishes): string | undefined;
  /** The address of a hosted page; `undefined` for another page, and while the instance URL is none. The console says why. */
  hostedUrl(page: 'login' | 'signup' | 'logout', wishes?: Wishes): string | undefined;
  /** Texts in place of ours, by key. */
  messages: Messages | undefined;
  /** The language of our texts, such as `de`; without it, that of the page's `lang`. */
  locale: string | undefined;
  /** Called where a call other than `signup`, `logout` and `session` is given no handler. */
  loginHandler: Handler<LoginHandlerResponse>;
  /** Called where `signup` is given no handler. */
  signupHandler: Handler<SignupResponse>;
  /** Set it to be told when a code is due; without it the call's handler gets an `error`. */
  codeHandler: Handler<CodeRequiredResult> | undefined;
  /** This object, once the engine runs; rejects when none can be had, and can be asked again. */
  readonly ready: Promise<AuthRocketObject>;
  /** Which engine runs. */
  readonly engine: Engine;
}

declare global {
  interface Window {
    /** What the script tag `authrocket.js` defines. */
    AuthRocket: AuthRocketObject;
  }

  /** What the script tag `authrocket.js` defines. */
  var AuthRocket: AuthRocketObject;
}
