// What apps may write with the entries, checked with the frameworks' own types. Each line below a mark must be an error.
import { Component, type Signal } from '@angular/core';
import { createClient, type LoginResult, type SignupTokenResult } from 'authrocket-wasm';
import { injectAuthRocket, injectLoginForm } from 'authrocket-wasm/angular';
import { useAuthRocket as useInReact, useLoginForm as useLoginInReact } from 'authrocket-wasm/react';
import { authrocket, useAuthRocket as useInSvelte, useLoginForm as useLoginInSvelte } from 'authrocket-wasm/svelte';
import { useAuthRocket as useInVue, useLoginForm as useLoginInVue, vAuthrocket } from 'authrocket-wasm/vue';
import type { Attachment } from 'svelte/attachments';
import type { ComputedRef, Directive } from 'vue';

const client = createClient({ url: 'https://demo.e1.loginrocket.com/' });

// What `onDone` gets follows from the kind of the form.
const react = useInReact(client, { kind: 'login', deliver: 'event', onDone: (result: LoginResult) => result.signup });
const detached: void = react.ref(null);
useInReact(client, { kind: 'signup', onDone: (result) => result.result === 'signup_token' && (result satisfies SignupTokenResult) });
// @ts-expect-error a signup may end without a token
useInReact(client, { kind: 'signup', onDone: ({ token }) => token });
// @ts-expect-error no such kind
useInReact(client, { kind: 'log-in' });

const login = useLoginInReact(client, { onLogin: ({ token }) => token, onError: ({ code }) => code === 'refused' });
void login.submit({ username: 'ada', password: 'p' });
void login.submit({ code: '123456' });
// @ts-expect-error nobody logs in without a name
void login.submit({ password: 'p' });

const vue = useInVue(client, { kind: 'login', onError: ({ error }) => error });
export const refs: [ComputedRef<boolean>, HTMLFormElement | undefined] = [vue.codeRequired, vue.form.value];
export const text: string = useLoginInVue(client).errors.value['password'] ?? '';
export const directive: Directive<HTMLFormElement> = vAuthrocket;

export const attachments: Attachment<HTMLFormElement>[] = [
  useInSvelte(client, { kind: 'login' }).attach,
  authrocket(client, { kind: 'forgot-password', onDone: ({ result }) => result === 'okay' }),
];
export const state: 'idle' | 'busy' | 'code' | 'error' | 'done' = useLoginInSvelte(client).state;

@Component({ template: '' })
export class Login {
  readonly attached = injectAuthRocket(client, { kind: 'login', deliver: 'event', onDone: ({ url }) => location.assign(url) });
  readonly own = injectLoginForm(client);
  readonly error: Signal<string> = this.own.error;
}

export { detached };
