/** Hooks for React, from 18. Guide: docs/frameworks/react.md. */
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

/** An attached form. */
export interface AttachedForm extends FormSnapshot {
  /** Give it to the form: `<form ref={ref}>`. */
  readonly ref: (form: HTMLFormElement | null) => void;
}

/**
 * Attaches the form that gets `ref`, while it is on the page. Another `kind`, `deliver`, `to` or `bridge` attaches it anew; new
 * callbacks apply at once.
 * @example
 * const { ref, state } = useAuthRocket(client, { kind: 'login', deliver: 'event', onDone: ({ token }) => send(token) });
 * return <form ref={ref}>…</form>;
 */
export function useAuthRocket<Kind extends AttachOptions['kind']>(
  client: Client,
  options?: UseAuthRocketOptions<Kind>,
): AttachedForm;

/**
 * A login whose fields and texts the component renders.
 * @example
 * const { state, error, errors, codeRequired, submit } = useLoginForm(client, { onLogin: ({ token }) => send(token) });
 * return <form onSubmit={submit}>…</form>;
 */
export function useLoginForm(client: Client, options?: UseLoginFormOptions): FormSnapshot & LoginSteps;
