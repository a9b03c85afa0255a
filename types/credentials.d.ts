/** What calls take: who the user is, what proves it, and redirect parameters. `index.d.ts` exports all of it. */

/** A user, by name. */
export interface ByUsername {
  /** The user name; an email address if the realm uses those for logins. */
  username: string | null | undefined;
  /** The email address. */
  email?: string | null | undefined;
}

/** A user, by email address. */
export interface ByEmail {
  /** The email address. */
  email: string | null | undefined;
  /** The user name. */
  username?: string | null | undefined;
}

/** Who the user is: `username` or `email`, or both. What is not known may be `undefined` or `null`. */
export type UserFields = ByUsername | ByEmail;

/** Redirect parameters of a call, and further fields. */
export interface OtherFields {
  /** A path that the service returns with the token. */
  redir?: string | null | undefined;
  /** Replaces the login handler, if it begins with one of the Connected App's Redirect URIs. */
  redirect_uri?: string | null | undefined;
  /** Other fields that the service accepts. They are sent as they are. */
  [field: string]: unknown;
}

/** A password. */
export interface PasswordFields extends OtherFields {
  /** The password, which is sent unchanged. */
  password: string | null | undefined;
}

/** Fields of a login: `username` or `email`, and `password`. Fields that are `undefined` or `null` are not sent. */
export type LoginFields = UserFields & PasswordFields;

/** What a signup may hold beside the user and the password. */
export interface ProfileFields extends OtherFields {
  /** The password, which is sent unchanged. */
  password?: string | null | undefined;
  /** If given, must equal `email`. */
  email_confirmation?: string | null | undefined;
  /** If given, must equal `password`. */
  password_confirmation?: string | null | undefined;
  /** The user's first name. */
  first_name?: string | null | undefined;
  /** The user's last name. */
  last_name?: string | null | undefined;
  /** The name of the user's organization. */
  org_name?: string | null | undefined;
}

/** Fields of a signup. */
export type SignupFields = UserFields & ProfileFields;

/** The second factor. */
export interface CodeFields {
  /** The `token` of a `code_required` result. */
  token: string;
  /** The code that the user's authenticator shows. */
  code: string;
}

/** Where a mail's link leads. */
export interface LinkFields {
  /** The address to which the mail's link leads in the end. */
  redirect_uri?: string | null | undefined;
}

/** The user who forgot a password: `username` or `email`. */
export type ForgotPasswordFields = UserFields & LinkFields;

/** A new password. */
export interface ResetPasswordFields {
  /** The token from the mail's link, `kpw_…`. */
  token: string;
  /** The new password. */
  password: string;
  /** If given, must equal `password`. */
  password_confirmation?: string | null | undefined;
}

/** A token only. */
export interface TokenFields {
  /** The login token; for `verifyEmail`, the token from the mail's link. */
  token: string;
}

/** A field as jQuery's `serializeArray()` returns it. */
export interface NameValuePair {
  /** The name of the field. */
  name: string;
  /** The value of the field. */
  value: unknown;
}

/**
 * Fields of a call: an object, `FormData`, `URLSearchParams` or other pairs, a query string, or the result of jQuery's
 * `serializeArray()`. A name may have the form `login[username]`, as in AuthRocket's samples. If a name has several values, the
 * last one counts.
 */
export type FieldsInput<Names> =
  | Names
  | string
  | FormData
  | URLSearchParams
  | Iterable<readonly [string, unknown] | NameValuePair>;

/** Redirect parameters for an address on the instance. The service checks both. */
export interface RedirectParams {
  /** A path that the service returns with the token, as `redir`. */
  redir?: string | undefined;
  /** Replaces the login handler, if it begins with one of the Connected App's Redirect URIs. */
  redirectUri?: string | undefined;
}

/** The former name of {@link LoginFields}. @deprecated */
export type Fields = LoginFields;
/** The former name of {@link FieldsInput}. @deprecated */
export type Given<Names> = FieldsInput<Names>;
/** The former name of {@link NameValuePair}. @deprecated */
export type Pair = NameValuePair;
/** The former name of {@link RedirectParams}. @deprecated */
export type Wishes = RedirectParams;
