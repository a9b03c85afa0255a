/**
 * `authrocket-wasm/angular`: functions for an injection context. No directive: Angular's compiler would have to compile it, and
 * a directive of the app takes six lines. Guide: docs/frameworks/angular.md. Tests: tests/frameworks/angular.test.js.
 */
import { afterNextRender, computed, DestroyRef, ElementRef, inject, signal } from '@angular/core';
import { attachForm } from './attached.js';
import { loginSteps } from './login.js';
import { IDLE } from './snapshot.js';

/** Each member of the snapshot as a signal. */
const signalsOf = (shown) => Object.fromEntries(Object.keys(IDLE).map((name) => [name, computed(() => shown()[name])]));

/** In a directive of a form, or in a component with a form: attaches that form until the directive or component is destroyed. */
export function injectAuthRocket(client, options = {}) {
  const host = inject(ElementRef).nativeElement;
  const destroyed = inject(DestroyRef);
  const shown = signal(IDLE);
  afterNextRender(() => {
    const form = host.localName === 'form' ? host : host.querySelector('form');
    destroyed.onDestroy(attachForm(client, form, options, { current: options }, shown.set));
  });
  return signalsOf(shown);
}

/** A login whose fields and texts the component renders. */
export function injectLoginForm(client, options = {}) {
  const shown = signal(IDLE);
  const { submit, cancel, reset } = loginSteps(client, { current: options }, shown.set);
  inject(DestroyRef).onDestroy(cancel);
  return { ...signalsOf(shown), submit, reset };
}
