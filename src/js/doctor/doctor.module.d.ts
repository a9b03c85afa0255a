/** The form doctor: a development tool that looks at a page's login forms. Explained in docs/doctor.md. */

/** How bad it is: it does not work or gives secrets away; it works badly; it could be better. */
export type Severity = 'error' | 'warning' | 'hint';

/** What was found; added to, never renamed. */
export type FindingCode =
  | 'script-missing'
  | 'script-as-module'
  | 'module-as-script'
  | 'script-async'
  | 'script-twice'
  | 'script-v1'
  | 'early-submit'
  | 'url-missing'
  | 'url-malformed'
  | 'url-insecure'
  | 'url-core-api'
  | 'url-path'
  | 'url-own-origin'
  | 'url-differs'
  | 'url-unknown'
  | 'csp-wasm'
  | 'csp-connect'
  | 'csp-form-action'
  | 'csp-violation'
  | 'csp-unread'
  | 'kind-unknown'
  | 'kind-misplaced'
  | 'form-nested'
  | 'form-in-shadow'
  | 'login-and-signup'
  | 'submit-missing'
  | 'forms-alike'
  | 'attribute-unknown'
  | 'text-unknown'
  | 'action-missing'
  | 'action-to-app'
  | 'action-to-api'
  | 'action-insecure'
  | 'action-elsewhere'
  | 'method-get'
  | 'deliver-unknown'
  | 'bridge-unknown'
  | 'to-missing'
  | 'to-unsafe'
  | 'to-foreign'
  | 'field-missing'
  | 'field-unknown'
  | 'field-in-shadow'
  | 'field-typo'
  | 'field-twice'
  | 'field-nameless'
  | 'field-outside-form'
  | 'shadow-closed'
  | 'two-names'
  | 'id-twice'
  | 'name-shadows-form'
  | 'field-not-sent'
  | 'token-missing'
  | 'autocomplete-wrong'
  | 'autocomplete-missing'
  | 'autocomplete-off'
  | 'paste-blocked'
  | 'password-as-text'
  | 'password-maxlength'
  | 'code-number'
  | 'code-inputmode'
  | 'email-type'
  | 'username-autocapitalize'
  | 'username-spellcheck'
  | 'label-missing'
  | 'button-nameless'
  | 'label-target-missing'
  | 'live-region-missing'
  | 'error-place-hidden'
  | 'error-place-outside'
  | 'error-place-unknown'
  | 'error-place-missing'
  | 'reveal-submits'
  | 'reveal-target-missing'
  | 'hosted-unknown'
  | 'social-empty';

/** One thing that should be different. */
export interface Finding {
  /** What it is; explained in docs/doctor.md. */
  code: FindingCode;
  /** How bad it is. */
  severity: Severity;
  /** Where; null for the page as a whole. */
  element: Element | null;
  /** What is wrong; never holds what a user typed. */
  message: string;
  /** What to write instead. */
  fix: string;
}

/** A form that a script attaches: the doctor cannot see that by itself. */
export interface AttachedForm {
  /** The form, or a selector for it. */
  form: string | HTMLFormElement;
  /** What `attach` was told that the form does. */
  kind?: 'login' | 'signup' | 'code' | 'logout' | 'forgot-password' | 'reset-password' | 'verify-email' | undefined;
  /** What it was told about delivery. */
  deliver?: 'navigate' | 'post' | 'fetch' | 'bridge' | 'event' | undefined;
  /** Where to. */
  to?: string | undefined;
}

/** What the doctor cannot see by itself, and what it may do. */
export interface Options {
  /** The instance URL, where the page does not show it. */
  url?: string | URL | undefined;
  /** The page's Content-Security-Policy header, or several. */
  csp?: string | string[] | undefined;
  /** Ask the page's own server for its headers, by HEAD and without the query. @default false */
  headers?: boolean | undefined;
  /** Try an empty paste on the fields, which runs the page's own handlers. @default false */
  paste?: boolean | undefined;
  /** Forms attached by `client.attach`. */
  forms?: AttachedForm[] | undefined;
}

/** Looks at a document, or at a part of one. Changes nothing. */
export function examine(root?: Document | Element, options?: Options): Promise<Finding[]>;

/** Prints findings on the console, each with its element and its fix. */
export function report(
  findings: readonly Finding[],
  output?: Pick<Console, 'group' | 'groupEnd' | 'error' | 'warn' | 'info'>,
): void;

/** Every code, with its severity, the highest where it depends. */
export const CODES: Readonly<Record<FindingCode, Severity>>;

/** The object that the script tag defines. */
export interface Doctor {
  /** Looks at a document, or at a part of one. */
  examine: typeof examine;
  /** Prints findings on the console. */
  report: typeof report;
  /** Every code, with its severity. */
  CODES: typeof CODES;
}
