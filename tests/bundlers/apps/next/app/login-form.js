'use client';

import { createClient } from 'authrocket-wasm';
import { useAuthRocket } from 'authrocket-wasm/react';

const client = createClient({ url: 'https://myapp.e1.loginrocket.com/' });

export default function LoginForm() {
  const { ref, state } = useAuthRocket(client);

  return (
    <form ref={ref} data-authrocket="login" method="post" action="https://myapp.e1.loginrocket.com/login">
      <p data-authrocket-error="" role="alert" />
      <label>User name <input name="username" autoComplete="username" required /></label>
      <label>Password <input name="password" type="password" autoComplete="current-password" required /></label>
      <button type="button" data-authrocket-reveal="">Show password</button>
      <button>{state === 'busy' ? 'One moment…' : 'Log in'}</button>
    </form>
  );
}
