import { Component, input, output } from '@angular/core';
import { AuthrocketLogin } from './authrocket-login';

/** A form without a place for texts, amid elements that come and go. */
@Component({
  selector: 'app-bare',
  imports: [AuthrocketLogin],
  template: `
    <form authrocketLogin (loggedIn)="token.emit($event.token)" [class]="'count-' + count()">
      @if (count() % 2) { <p>odd</p> }
      <input name="username" required>
      <input name="password" type="password" required>
      @if (count() % 2) { <p>odd</p> }
      <button>Log in</button>
      @if (count() % 2) { <p>odd</p> }
    </form>`,
})
export class Bare {
  readonly count = input(0);
  readonly token = output<string>();
}
