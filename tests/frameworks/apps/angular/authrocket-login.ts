import { DestroyRef, Directive, ElementRef, afterNextRender, inject, output } from '@angular/core';
import { createClient, type LoginResult } from 'authrocket-wasm';

const client = createClient({ url: 'https://myapp.e1.loginrocket.com/' });

/** `<form authrocketLogin (loggedIn)="…">`: attached while it is on the page. */
@Directive({ selector: 'form[authrocketLogin]' })
export class AuthrocketLogin {
  readonly loggedIn = output<LoginResult>();

  constructor() {
    const form = inject<ElementRef<HTMLFormElement>>(ElementRef).nativeElement;
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const attachment = client.attach(form, { kind: 'login', deliver: 'event' });
      const done = (event: Event) => this.loggedIn.emit((event as CustomEvent<LoginResult>).detail);
      form.addEventListener('authrocket:done', done);
      destroyed.onDestroy(() => {
        form.removeEventListener('authrocket:done', done);
        attachment.detach();
      });
    });
  }
}
