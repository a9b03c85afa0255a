/** Functions for Angular's injection context, from 18. Guide: docs/frameworks/angular.md. */
import type { Signal } from '@angular/core';
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

/** What a form shows, each member as a signal. */
export type FormSignals = { readonly [Name in keyof FormSnapshot]: Signal<FormSnapshot[Name]> };

/**
 * Attaches a form until the directive or component is destroyed: the form that a directive is on, or the first form in a
 * component. Call it where `inject` may be called.
 * @example
 * readonly login = injectAuthRocket(client, { kind: 'login', deliver: 'event', onDone: (result) => this.done.emit(result) });
 */
export function injectAuthRocket<Kind extends AttachOptions['kind']>(
  client: Client,
  options?: UseAuthRocketOptions<Kind>,
): FormSignals;

/**
 * A login whose fields and texts the component renders. Call it where `inject` may be called.
 * @example readonly login = injectLoginForm(client, { onLogin: ({ token }) => this.token.emit(token) });
 */
export function injectLoginForm(client: Client, options?: UseLoginFormOptions): FormSignals & LoginSteps;
