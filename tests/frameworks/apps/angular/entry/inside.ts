import { Component, output } from '@angular/core';
import { injectAuthRocket } from 'authrocket-wasm/angular';
import { client } from './client';

@Component({
  selector: 'app-inside',
  template: `
    <form method="post" action="https://myapp.e1.loginrocket.com/login">
      <p data-authrocket-error role="alert"></p>
      <label>User name <input name="username" autocomplete="username" required></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
      <button>{{ login.state() === 'busy' ? 'One moment…' : 'Log in' }}</button>
    </form>`,
})
export class Inside {
  readonly token = output<string>();
  readonly login = injectAuthRocket(client, { kind: 'login', deliver: 'event', onDone: ({ token }) => this.token.emit(token) });
}
