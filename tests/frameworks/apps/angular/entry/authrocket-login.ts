import { Directive, output } from '@angular/core';
import type { LoginResult } from 'authrocket-wasm';
import { injectAuthRocket } from 'authrocket-wasm/angular';
import { client } from './client';

/** `<form authrocketLogin #login="authrocketLogin" (loggedIn)="…">` */
@Directive({ selector: 'form[authrocketLogin]', exportAs: 'authrocketLogin' })
export class AuthrocketLogin {
  readonly loggedIn = output<LoginResult>();
  readonly form = injectAuthRocket(client, {
    kind: 'login',
    deliver: 'event',
    onDone: (result) => this.loggedIn.emit(result),
  });
}
