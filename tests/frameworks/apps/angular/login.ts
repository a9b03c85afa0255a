import { Component, output } from '@angular/core';
import { AuthrocketLogin } from './authrocket-login';

@Component({
  selector: 'app-login',
  imports: [AuthrocketLogin],
  template: `
    <form authrocketLogin (loggedIn)="token.emit($event.token)"
          method="post" action="https://myapp.e1.loginrocket.com/login">
      <p data-authrocket-error role="alert"></p>
      <label>User name <input name="username" autocomplete="username" required></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
      <button>Log in</button>
    </form>`,
})
export class Login {
  readonly token = output<string>();
}
