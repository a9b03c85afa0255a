/** Composables and a directive for Vue, from 3.3. Guide: docs/frameworks/vue.md. */
import type { ComputedRef, ObjectDirective, ShallowRef } from 'vue';
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

/** What a form shows, each member as a ref. */
export type FormRefs = { readonly [Name in keyof FormSnapshot]: ComputedRef<FormSnapshot[Name]> };

/** An attached form. */
export interface AttachedForm extends FormRefs {
  /** The template ref: `<form ref="form">`. */
  readonly form: ShallowRef<HTMLFormElement | undefined>;
}

/**
 * Attaches the form of the template ref, while it is on the page. Call it in `setup`.
 * @example
 * const { form, state } = useAuthRocket(client, { kind: 'login', deliver: 'event', onDone: ({ token }) => send(token) });
 */
export function useAuthRocket<Kind extends AttachOptions['kind']>(
  client: Client,
  options?: UseAuthRocketOptions<Kind>,
): AttachedForm;

/**
 * A login whose fields and texts the component renders. Call it in `setup`.
 * @example
 * const { state, error, errors, codeRequired, submit } = useLoginForm(client, { onLogin: ({ token }) => send(token) });
 */
export function useLoginForm(client: Client, options?: UseLoginFormOptions): FormRefs & LoginSteps;

/** The value of `v-authrocket`: the client, and options. */
export interface DirectiveValue extends UseAuthRocketOptions {
  /** What `createClient` returned. */
  client: Client;
}

/**
 * Attaches a form without a composable. Its events are ordinary listeners.
 * @example <form v-authrocket="{ client, kind: 'login', deliver: 'event' }" @authrocket:done="send($event.detail.token)">
 */
export const vAuthrocket: ObjectDirective<HTMLFormElement, DirectiveValue>;
