/** A drop-in replacement for `@authrocket/loginrocket` 1.0.1, for the LoginRocket API v2. Guide: docs/from-loginrocket-js.md. */

/** Options of `new LoginRocket`. */
export interface LoginRocketOptions {
  /** The LoginRocket URL, such as `https://myapp.e2.loginrocket.com/`. May be set later, as `lrUrl`. */
  url?: string | URL | null | undefined;
  /** The language of the service's texts, such as `es`. */
  locale?: string | null | undefined;
}

/** The fields of a call. All members are sent, under their names; `undefined` is left out. */
export interface Params {
  /** A field of the LoginRocket API. */
  [field: string]: unknown;
}

/** A login: give `token` to your server, which must verify it. */
export interface FullLogin {
  /** Tells the kinds of replies apart. */
  result: 'full_login';
  /** The login token, a JWT. */
  token: string;
  /** The session, `kss_…`. A secret, for later calls. */
  session: string;
  /** The account that the token is for, `org_…`. */
  account: string;
  /** Never there: tells a failure from the rest. */
  error?: undefined;
}

/** A session without a token, until its conditions are met. */
export interface ConditionalLogin {
  /** Tells the kinds of replies apart. */
  result: 'conditional_login';
  /** The session, `kss_…`. A secret, for later calls. */
  session: string | null;
  /** The account that is selected, `org_…`. */
  account: string | null;
  /** What is missing, such as `no_account_selected` or `must_complete_profile`. The list is open. */
  conditions: string[];
  /** Where a second factor is due: the token that `verifyLogin` takes. */
  token?: string | undefined;
  /** Never there: tells a failure from the rest. */
  error?: undefined;
}

/** A call is done; it gives no token. */
export interface Okay {
  /** Tells the kinds of replies apart. */
  result: 'okay';
  /** Never there: tells a failure from the rest. */
  error?: undefined;
}

/** What failed. */
export interface Failure {
  /** Tells the kinds of replies apart. */
  result: 'error';
  /** One text for people. */
  error: string;
  /** The texts one by one. */
  errors: string[];
  /** The kind of a failure that the service did not describe itself. Its texts are English. */
  source?: FailureSource | undefined;
}

/** Kinds of failures that the service does not describe itself. `LoginRocketError` is also for a call without an answer. */
export type FailureSource = 'LoginRocketError' | 'AccessDenied' | 'RateLimited' | 'RecordNotFound';

/**
 * The body of an answer, passed on as it is: the service may add members and results. A body that is not JSON is a string,
 * for example the HTML page of a proxy, although the type does not say so.
 */
export type Reply = FullLogin | ConditionalLogin | Okay | Failure;

/** The reply of a call that never gives a token. */
export type Done = Okay | Failure;

/** Headers and address of the next calls. */
export interface Config {
  /** Sent with each call, except `Content-Type`, which is sent only with a body. */
  headers: Record<string, string>;
  /** The base address, with `/v2/`. */
  lrUrl?: string;
}

/** A client of the LoginRocket API v2. Each method sends one request, and throws at once if there is no URL. */
export class LoginRocket {
  /** Makes a client. Checks nothing; the first call does. */
  constructor(options?: LoginRocketOptions);
  /** The version of `@authrocket/loginrocket` that this class replaces. */
  static readonly VERSION: string;
  /** Headers and address of the next calls. */
  config: Config;
  /** The base address, ending in `/v2/`, which is added if it is missing. Throws `LoginRocketError` if none is set. */
  get lrUrl(): string;
  set lrUrl(url: string | URL | null | undefined);
  /** The language of the service's texts. */
  get locale(): string | undefined;
  set locale(locale: string | null | undefined);
  /** Logs in with `email` and `password`. */
  login(params?: Params): Promise<Reply>;
  /** The second factor: `token` of the first step, and `code`. */
  verifyLogin(params?: Params): Promise<Reply>;
  /** Ends a `session`. */
  logout(params?: Params): Promise<Done>;
  /** A fresh token for a `session`, and for another `account` if you name one. */
  getSession(params?: Params): Promise<Reply>;
  /** Mails a link to a new password: `email`. */
  forgotPassword(params?: Params): Promise<Done>;
  /** Sets a new `password` with the mail's `token`, and logs in. */
  resetPassword(params?: Params): Promise<Reply>;
  /** Changes the password: `session`, `current_password`, `password`. */
  updatePassword(params?: Params): Promise<Done>;
  /** Changes the profile: `session`, and what changes. Replies with a fresh token. */
  updateProfile(params?: Params): Promise<Reply>;
  /** Asks for an invitation: `email`. */
  requestInvitation(params?: Params): Promise<Done>;
  /** Signs up with `email`, `password`, and what else the realm wants. */
  signup(params?: Params): Promise<Reply>;
  /** Verifies an address with the mail's `token`. */
  verifyEmail(params?: Params): Promise<Done>;
  /** For subclasses: a `GET` of a path, with the fields as its query. */
  get<Body = Reply>(path: string, params?: Params): Promise<Body>;
  /** For subclasses: a `POST` to a path, with the fields as JSON. */
  post<Body = Reply>(path: string, params?: Params): Promise<Body>;
  /** For subclasses: a `PUT` to a path, with the fields as JSON. */
  put<Body = Reply>(path: string, params?: Params): Promise<Body>;
  /** For subclasses: a `DELETE` of a path, with the fields as its query. */
  delete<Body = Reply>(path: string, params?: Params): Promise<Body>;
}

export default LoginRocket;

/** No URL is set; and the base of the other classes. */
export class LoginRocketError extends Error {}
/** The class of the source `AccessDenied`. Failures are replies, so it is never thrown. */
export class AccessDenied extends LoginRocketError {}
/** The class of the source `RateLimited`. Failures are replies, so it is never thrown. */
export class RateLimited extends LoginRocketError {}
/** The class of the source `RecordNotFound`. Failures are replies, so it is never thrown. */
export class RecordNotFound extends LoginRocketError {}
