import '@angular/compiler'; // Links Angular's own packages, as the CLI's build would.

import { Component, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { Bare } from './bare';
import { Login } from './login';

@Component({
  selector: 'app-root',
  imports: [Bare, Login],
  template: `
    <button id="leave" (click)="here.set(false)">Leave</button>
    <button id="enter" (click)="here.set(true)">Come back</button>
    <button id="again" (click)="count.set(count() + 1)">{{ count() }}</button>
    @if (token()) {
      <p id="token">{{ token() }}</p>
    } @else if (here() && bare) {
      <app-bare (token)="token.set($event)" [count]="count()" />
    } @else if (here()) {
      <app-login (token)="token.set($event)" [attr.data-count]="count()" />
    }`,
})
class App {
  readonly bare = location.search === '?bare';
  readonly token = signal('');
  readonly here = signal(true);
  readonly count = signal(0);
}

bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
