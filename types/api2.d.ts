// The client of AuthRocket 2. `index.d.ts` exports it. Guide: docs/module.md.
import type { CodeFields, FieldsInput, LoginFields, OtherFields, ResetPasswordFields, SignupFields, TokenFields } from './credentials.js';
import type { CallOptions, Client, ClientOptions } from './index.js';
import type {
  CodeRequiredResult,
  ConditionalLoginResult,
  ErrorResult,
  LoginResult,
  OkayResult,
  VerificationRequiredResult,
} from './results.js';

/** A login of AuthRocket 2: a token, and the session that gives further ones. */
export interface LoginResultV2 extends LoginResult {
  /** The session, `kss_…`: a secret that gives new tokens, and changes profile and password. */
  session: string;
  /** The account that the token is for, `org_…`. */
  account: string;
}

/** How a login of AuthRocket 2 ends. */
export type LoginOutcomeV2 = LoginResultV2 | ConditionalLoginResult | CodeRequiredResult | ErrorResult;

/** Fields of a signup. */
export type SignupFieldsV2 = SignupFields & InvitedFields;

/** What a signup of AuthRocket 2 may hold beside the fields of version 1. */
export interface InvitedFields {
  /** The token of an invitation, `nvt_…`. */
  invitation?: string | null | undefined;
  /** The user's stored language, such as `en`. */
  locale?: string | null | undefined;
}

/** The second factor. */
export interface CodeFieldsV2 extends CodeFields {
  /** The `session` of a `code_required` result, if it has one. */
  session?: string | null | undefined;
}

/** A session, and the account that a fresh token is to be for. */
export interface SessionFields {
  /** The session, `kss_…`. */
  session: string;
  /** The account, `org_…`. */
  account?: string | null | undefined;
}

/** What ends: a session, or the session of a login token. */
export type LogoutFieldsV2 = SessionOnly | TokenFields;

/** A session only. */
export interface SessionOnly {
  /** The session, `kss_…`. */
  session: string;
}

/** Who asks for an invitation. */
export interface InvitationFields {
  /** The email address. */
  email: string;
}

/** Another password. */
export interface UpdatePasswordFields {
  /** The session, `kss_…`. */
  session: string;
  /** The present password. */
  current_password: string;
  /** The new password. */
  password: string;
  /** If given, must equal `password`. */
  password_confirmation?: string | null | undefined;
}

/** Other data of the user. Fields that are not given stay as they are. */
export interface UpdateProfileFields extends OtherFields {
  /** The session, `kss_…`. */
  session: string;
  /** The email address. The service may keep it until the user has verified it. */
  email?: string | null | undefined;
  /** The user name. */
  username?: string | null | undefined;
  /** The user's first name. */
  first_name?: string | null | undefined;
  /** The user's last name. */
  last_name?: string | null | undefined;
  /** The name of the account. */
  org_name?: string | null | undefined;
  /** The user's stored language, such as `en`. */
  locale?: string | null | undefined;
}

/** The hosted pages. */
export type HostedPageV2 = 'login' | 'signup' | 'logout' | 'profile' | 'accounts' | 'account';

/** Parameters for an address on the instance. The service checks them. */
export interface RedirectParamsV2 {
  /** Where the user ends, with a token. Must be one of the Connected App's Login URLs, or more specific. */
  redirectUri?: string | undefined;
  /** The session, `kss_…`. It spares the user a login; use it only in addresses that nobody else sees. */
  session?: string | undefined;
  /** The account, `org_…`; part of the address of the page `account`. An empty text makes the login page ask. */
  account?: string | undefined;
  /** Shows the login form also to users who are logged in. */
  prompt?: 'login' | undefined;
  /** The token of an invitation, for the page `signup`. */
  invitation?: string | undefined;
  /** Shows the choice of accounts also for a single one. */
  force?: boolean | undefined;
}

/** Options of `createClient` for AuthRocket 2. */
export interface ClientOptionsV2 extends ClientOptions {
  /** The API. */
  api: 'v2';
}

/** A client of AuthRocket 2: what `createClient` returns with `api: 'v2'`. */
export interface ClientV2
  extends Omit<
    Client,
    'login' | 'completeLogin' | 'signup' | 'logout' | 'resetPassword' | 'session' | 'socialUrl' | 'hostedUrl'
  > {
  /**
   * Logs in with `email` or `username`, and `password`.
   * @example await client.login({ email, password });
   */
  login(fields: FieldsInput<LoginFields>, options?: CallOptions): Promise<LoginOutcomeV2>;
  /**
   * Completes a login with the second factor: the code, and what a `code_required` result has.
   * @example await client.completeLogin({ token, code });
   */
  completeLogin(fields: FieldsInput<CodeFieldsV2>, options?: CallOptions): Promise<LoginOutcomeV2>;
  /**
   * Signs up. A realm that verifies addresses first sends a mail instead of a token.
   * @example await client.signup({ email, password, invitation });
   */
  signup(fields: FieldsInput<SignupFieldsV2>, options?: CallOptions): Promise<LoginOutcomeV2 | VerificationRequiredResult>;
  /**
   * Ends a session. A session that has ended already is no failure.
   * @example await client.logout({ session });
   */
  logout(fields: FieldsInput<LogoutFieldsV2>, options?: CallOptions): Promise<OkayResult | ErrorResult>;
  /**
   * Sets a new password, with the `token` from the mail's link, and logs in.
   * @example await client.resetPassword({ token, password });
   */
  resetPassword(fields: FieldsInput<ResetPasswordFields>, options?: CallOptions): Promise<LoginOutcomeV2 | OkayResult>;
  /**
   * Gets a fresh token of a session; with `account`, one for that account.
   * @example await client.session({ session, account });
   */
  session(fields: FieldsInput<SessionFields>, options?: CallOptions): Promise<LoginOutcomeV2>;
  /**
   * Asks for an invitation, in a realm that takes users by invitation only.
   * @example await client.requestInvitation({ email });
   */
  requestInvitation(fields: FieldsInput<InvitationFields>, options?: CallOptions): Promise<OkayResult | ErrorResult>;
  /**
   * Changes the password.
   * @example await client.updatePassword({ session, current_password, password });
   */
  updatePassword(fields: FieldsInput<UpdatePasswordFields>, options?: CallOptions): Promise<OkayResult | ErrorResult>;
  /**
   * Changes the user's data; the result has a token with the new ones.
   * @example await client.updateProfile({ session, first_name });
   */
  updateProfile(fields: FieldsInput<UpdateProfileFields>, options?: CallOptions): Promise<LoginOutcomeV2 | OkayResult>;
  /**
   * The hosted login page, where social logins begin.
   * @throws {AuthRocketError} for an invalid LoginRocket URL or provider
   * @example location.assign(client.socialUrl('google'));
   */
  socialUrl(provider: string, params?: RedirectParamsV2): string;
  /**
   * The address of a hosted page.
   * @throws {AuthRocketError} for an unknown page, and for `account` without an account
   * @example location.assign(client.hostedUrl('profile', { session, redirectUri }));
   */
  hostedUrl(page: HostedPageV2, params?: RedirectParamsV2): string;
}
