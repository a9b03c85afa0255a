import { Component, output } from '@angular/core';
import { injectLoginForm } from 'authrocket-wasm/angular';
import { client } from './client';

@Component({
  selector: 'app-fields',
  template: `
    <form (submit)="login.submit($event)" method="post" action="https://myapp.e1.loginrocket.com/login">
      <p role="alert">{{ login.error() }}</p>
      @if (login.codeRequired()) {
        <label>Code <input name="code" inputmode="numeric" autocomplete="one-time-code" required></label>
      } @else {
        <label>User name <input name="username" autocomplete="username" required></label>
        <label>
          Password <input name="password" type="password" autocomplete="current-password" required
                          [attr.aria-invalid]="!!login.errors()['password']">
        </label>
      }
      <button [disabled]="login.state() === 'busy'">Log in</button>
      @if (login.codeRequired()) { <button id="back" type="button" (click)="login.reset()">Start again</button> }
    </form>`,
})
export class Fields {
  readonly token = output<string>();
  readonly login = injectLoginForm(client, { onLogin: ({ token }) => this.token.emit(token) });
}
