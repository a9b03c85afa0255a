import '@angular/compiler'; // Links Angular's own packages, as the CLI's build would.

import { Component, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { Bare } from './bare';
import { Fields } from './entry/fields';
import { Inside } from './entry/inside';
import { EntryLogin } from './entry/login';
import { Login } from './login';

@Component({
  selector: 'app-root',
  imports: [Bare, EntryLogin, Fields, Inside, Login],
  template: `
    <button id="leave" (click)="here.set(false)">Leave</button>
    <button id="enter" (click)="here.set(true)">Come back</button>
    <button id="again" (click)="count.set(count() + 1)">{{ count() }}</button>
    @if (token()) {
      <p id="token">{{ token() }}</p>
    } @else if (here()) {
      @switch (which) {
        @case ('?bare') { <app-bare (token)="token.set($event)" [count]="count()" /> }
        @case ('?fields') { <app-fields (token)="token.set($event)" [attr.data-count]="count()" /> }
        @case ('?alone') { <app-inside (token)="token.set($event)" [attr.data-count]="count()" /> }
        @case ('?without') { <app-login (token)="token.set($event)" [attr.data-count]="count()" /> }
        @default { <app-entry-login (token)="token.set($event)" [attr.data-count]="count()" /> }
      }
    }`,
})
class App {
  readonly which = location.search;
  readonly token = signal('');
  readonly here = signal(true);
  readonly count = signal(0);
}

bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
