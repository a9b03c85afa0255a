'use client';

import { useEffect, useRef } from 'react';
import { createClient } from 'authrocket-wasm';

const client = createClient({ url: 'https://myapp.e1.loginrocket.com/' });

export default function LoginForm() {
  const form = useRef(null);

  useEffect(() => {
    const attachment = client.attach(form.current);
    return () => attachment.detach();
  }, []);

  return (
    <form ref={form} data-authrocket="login" method="post" action="https://myapp.e1.loginrocket.com/login">
      <p data-authrocket-error="" role="alert" />
      <label>User name <input name="username" autoComplete="username" required /></label>
      <label>Password <input name="password" type="password" autoComplete="current-password" required /></label>
      <button type="button" data-authrocket-reveal="">Show password</button>
      <button>Log in</button>
    </form>
  );
}
