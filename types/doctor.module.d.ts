/** The form doctor: a development tool that examines a page's login forms. Guide: docs/doctor.md. */

/** `error`: broken, or leaks secrets. `warning`: works badly. `hint`: could be better. */
export type Severity = 'error' | 'warning' | 'hint';

/** The code of a finding. New codes may be added; existing ones are never renamed. */
export type FindingCode =
  | 'script-missing'
  | 'script-failed'
  | 'script-as-module'
  | 'module-as-script'
  | 'script-async'
  | 'script-twice'
  | 'script-v1'
  | 'early-submit'
  | 'url-missing'
  | 'url-malformed'
  | 'url-insecure'
  | 'url-unclear'
  | 'url-api'
  | 'url-cluster'
  | 'url-core-api'
  | 'url-path'
  | 'url-own-origin'
  | 'url-differs'
  | 'url-unknown'
  | 'base-elsewhere'
  | 'frame-foreign'
  | 'doctor-unknown'
  | 'csp-wasm'
  | 'csp-connect'
  | 'csp-form-action'
  | 'csp-files'
  | 'csp-violation'
  | 'csp-unread'
  | 'kind-unknown'
  | 'kind-misplaced'
  | 'kind-missing'
  | 'form-nested'
  | 'form-in-shadow'
  | 'login-and-signup'
  | 'submit-missing'
  | 'submit-cancelled'
  | 'submit-scripted'
  | 'forms-alike'
  | 'attribute-unknown'
  | 'attribute-misplaced'
  | 'text-unknown'
  | 'action-missing'
  | 'action-to-app'
  | 'action-to-api'
  | 'action-insecure'
  | 'action-script'
  | 'action-kind'
  | 'action-elsewhere'
  | 'method-get'
  | 'enctype-unused'
  | 'target-blank'
  | 'deliver-unknown'
  | 'bridge-unknown'
  | 'include-unknown'
  | 'to-missing'
  | 'to-unsafe'
  | 'to-insecure'
  | 'to-foreign'
  | 'to-instance'
  | 'field-missing'
  | 'field-unknown'
  | 'field-disabled'
  | 'field-readonly'
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
  | 'password-pattern'
  | 'require-unknown'
  | 'require-unused'
  | 'hints-unknown'
  | 'code-number'
  | 'code-inputmode'
  | 'code-maxlength'
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
  | 'social-empty'
  | 'social-unknown'
  | 'link-script'
  | 'file-missing'
  | 'file-type'
  | 'preload-wasm'
  | 'preload-fallback';

/** One thing to change. */
export interface Finding {
  /** The kind of the finding. docs/doctor.md explains each code. */
  code: FindingCode;
  /** How serious the finding is. */
  severity: Severity;
  /** The element concerned; null for the page as a whole. */
  element: Element | null;
  /** What is wrong. Never contains what a user typed. */
  message: string;
  /** What to write instead. */
  fix: string;
  /** The section of the package's documentation about it, such as `docs/doctor.md#forms`. */
  docs: string;
}

/** A form that a script attaches. The doctor cannot detect this by itself. */
export interface AttachedForm {
  /** The form, or a selector for it. */
  form: string | HTMLFormElement;
  /** The `kind` option of `attach`. */
  kind?: import('./index.js').Kind | undefined;
  /** The `deliver` option of `attach`. */
  deliver?: 'navigate' | 'post' | 'fetch' | 'bridge' | 'event' | undefined;
  /** The `to` option of `attach`. */
  to?: string | undefined;
  /** Whether a script renders the form once the library has loaded, so that nobody can submit it earlier. @default false */
  rendered?: boolean | undefined;
}

/** Tells the doctor what it cannot see by itself, and what it may do. */
export interface Options {
  /** The LoginRocket URL, if the page does not contain it. */
  url?: string | URL | undefined;
  /** The API of that instance, if the page names it. */
  api?: 'v1' | 'v2' | undefined;
  /** The page's Content-Security-Policy header, or several. */
  csp?: string | string[] | undefined;
  /** Request the headers of the page from its own server, by HEAD and without the query. @default false */
  headers?: boolean | undefined;
  /** Ask by HEAD, on the page's own origin, whether the files that the script loads from its folder are there. @default false */
  files?: boolean | undefined;
  /** Try an empty paste on the fields. This runs the page's own handlers. @default false */
  paste?: boolean | undefined;
  /** Forms attached by `client.attach`. */
  forms?: AttachedForm[] | undefined;
}

/** Examines a document, or a part of one. Changes nothing. */
export function examine(root?: Document | Element, options?: Options): Promise<Finding[]>;

/** What `start` does, beside the options of `examine`. */
export interface StartOptions extends Options {
  /** Show the findings in a panel on the page, instead of on the console. @default false */
  overlay?: boolean | undefined;
  /** Print nothing if there is nothing to fix. @default false */
  quiet?: boolean | undefined;
}

/** Examines the document once it has loaded, and again when its forms change. Prints each finding once, or shows an overlay. */
export function start(options?: StartOptions): {
  /** Ends it, and closes the overlay. */
  stop(): void;
};

/** A panel on the page. */
export interface Overlay {
  /** Shows other findings. Does nothing once the panel is closed. */
  update(findings: readonly Finding[]): void;
  /** Closes the panel. */
  close(): void;
}

/** Lists findings in a panel on the page, and frames their elements. A second call replaces the first panel. */
export function overlay(findings: readonly Finding[]): Overlay;

/** Prints findings on the console, each with its element and its fix. */
export function report(
  findings: readonly Finding[],
  output?: Pick<Console, 'group' | 'groupEnd' | 'error' | 'warn' | 'info'> & Partial<Pick<Console, 'groupCollapsed'>>,
): void;

/** All codes with their severity. If a severity depends on the page, this is the highest. */
export const CODES: Readonly<Record<FindingCode, Severity>>;

/** The object that the script tag defines. */
export interface Doctor {
  /** Examines a document, or a part of one. */
  examine: typeof examine;
  /** Lists findings in a panel on the page. */
  overlay: typeof overlay;
  /** Prints findings on the console. */
  report: typeof report;
  /** Examines the page by itself. */
  start: typeof start;
  /** All codes with their severity. */
  CODES: typeof CODES;
}
