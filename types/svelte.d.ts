/** Attachments for Svelte, from 5.29. Guide: docs/frameworks/svelte.md. */
import type { FormSnapshot, LoginSteps, UseAuthRocketOptions, UseLoginFormOptions } from './forms.js';
import type { AttachOptions, Client } from './index.js';

export type {
  CodeInput,
  DoneOf,
  DoneResult,
  FormSnapshot,
  FormState,
  LoginDone,
  LoginInput,
  LoginSteps,
  SubmitInput,
  UseAuthRocketOptions,
  UseLoginFormOptions,
} from './forms.js';

/** Attaches a form, and returns what detaches it. */
export type FormAttachment = (form: HTMLFormElement) => () => void;

/** An attached form. Its members are reactive; do not destructure it. */
export interface AttachedForm extends FormSnapshot {
  /** Give it to the form: `<form {@attach login.attach}>`. */
  readonly attach: FormAttachment;
}

/**
 * Attaches the form that gets `attach`, while it is on the page.
 * @example
 * const login = useAuthRocket(client, { kind: 'login', deliver: 'event', onDone: ({ token }) => send(token) });
 * // <form {@attach login.attach} class={login.state}>
 */
export function useAuthRocket<Kind extends AttachOptions['kind']>(
  client: Client,
  options?: UseAuthRocketOptions<Kind>,
): AttachedForm;

/**
 * An attachment alone. The form's events are ordinary listeners.
 * @example <form {@attach authrocket(client, { kind: 'login', deliver: 'event' })} onauthrocket:done={…}>
 */
export function authrocket<Kind extends AttachOptions['kind']>(
  client: Client,
  options?: UseAuthRocketOptions<Kind>,
): FormAttachment;

/**
 * A login whose fields and texts the component renders. Call it while the component is set up; do not destructure what it returns,
 * except `submit` and `reset`.
 * @example
 * const login = useLoginForm(client, { onLogin: ({ token }) => send(token) });
 * // <form onsubmit={login.submit}> {login.error}
 */
export function useLoginForm(client: Client, options?: UseLoginFormOptions): FormSnapshot & LoginSteps;
