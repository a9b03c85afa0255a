/** What the framework entries share: `authrocket-wasm/react`, `/vue`, `/svelte` and `/angular`. */
import type {
  AttachOptions,
  Client,
  CodeRequiredResult,
  ErrorResult,
  LoginFields,
  LoginResult,
  OkayResult,
  PageErrorCode,
  SignupTokenResult,
  VerificationRequiredResult,
} from './index.js';

/** The state of a form: what `data-authrocket-state` of an attached form says. */
export type FormState = 'idle' | 'busy' | 'code' | 'error' | 'done';

/** What a form shows. */
export interface FormSnapshot {
  /** The state of the form. */
  readonly state: FormState;
  /** The text of the last failure; empty without one. */
  readonly error: string;
  /** The first text of each field that has one, by the API's field names. */
  readonly errors: { readonly [field: string]: string | undefined };
  /** Whether the next submit is the second step; still true after a wrong code. */
  readonly codeRequired: boolean;
}

/** What an attached form's `onDone` gets: what its kind of form ends in. */
export type DoneResult = LoginResult | SignupTokenResult | VerificationRequiredResult | OkayResult;

/** What `onDone` gets, by the `kind` of the form. */
export type DoneOf<Kind> = Kind extends 'login' | 'code'
  ? LoginResult
  : Kind extends 'signup'
    ? LoginResult | SignupTokenResult | VerificationRequiredResult
    : Kind extends 'logout' | 'forgot-password' | 'verify-email'
      ? OkayResult
      : DoneResult;

/** Options of an attached form: those of `attach`, and callbacks. */
export interface UseAuthRocketOptions<Kind extends AttachOptions['kind'] = AttachOptions['kind']> extends AttachOptions {
  /** The kind of the form. */
  kind?: Kind;
  /** The form is done: the token is delivered, or there is none to deliver. With `deliver: 'event'`, take the token here. */
  onDone?: ((result: DoneOf<Kind>) => void) | undefined;
  /** A call failed. The form already shows the texts. */
  onError?: ((result: ErrorResult<PageErrorCode>) => void) | undefined;
}

/** What a login ends in, when it is neither refused nor in need of a code. */
export type LoginDone = Exclude<Awaited<ReturnType<Client['login']>>, CodeRequiredResult | ErrorResult>;

/** Options of a login that the component renders itself. */
export interface UseLoginFormOptions {
  /** The login is complete. Send `token` to your server. */
  onLogin?: ((result: LoginDone) => void) | undefined;
  /** A step failed. `error` and `errors` hold the texts. */
  onError?: ((result: ErrorResult) => void) | undefined;
}

/** What can be submitted: a form, its submit event, the fields of the first step, or the code of the second. */
export type LoginInput = HTMLFormElement | SubmitInput | LoginFields | CodeInput;

/** A submit event of the page or of a framework. */
export interface SubmitInput {
  /** Keeps the browser from sending the form. */
  readonly preventDefault: () => void;
  /** The form. */
  readonly currentTarget: unknown;
}

/** The code of the second step. */
export interface CodeInput {
  /** The code that the user's authenticator shows. */
  code: string;
}

/** What sends a login. */
export interface LoginSteps {
  /**
   * Sends the step that is due. Cancels a submit event, and reads the form's fields by their names. Resolves to the result;
   * to `undefined` if a step is under way, or was ended by `reset` or because the component is gone.
   * @example form.addEventListener('submit', submit);
   */
  submit(input: LoginInput): Promise<LoginDone | CodeRequiredResult | ErrorResult | undefined>;
  /**
   * Ends the step under way and goes back to the first one.
   * @example backButton.addEventListener('click', reset);
   */
  reset(): void;
}
