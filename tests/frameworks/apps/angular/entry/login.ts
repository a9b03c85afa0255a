import { Component, output } from '@angular/core';
import { AuthrocketLogin } from './authrocket-login';

@Component({
  selector: 'app-entry-login',
  imports: [AuthrocketLogin],
  template: `
    <form authrocketLogin #login="authrocketLogin" (loggedIn)="token.emit($event.token)"
          method="post" action="https://myapp.e1.loginrocket.com/login">
      <p data-authrocket-error role="alert"></p>
      <label>User name <input name="username" autocomplete="username" required></label>
      <label [class.bad]="login.form.errors()['password']">
        Password <input name="password" type="password" autocomplete="current-password" required>
      </label>
      @if (login.form.codeRequired()) { <p id="hint">Your authenticator app shows the code.</p> }
      <button>{{ login.form.state() === 'busy' ? 'One moment…' : 'Log in' }}</button>
    </form>`,
})
export class EntryLogin {
  readonly token = output<string>();
}
