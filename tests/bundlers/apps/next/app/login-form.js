'use client';

import { useEffect, useRef, useState } from 'react';
import { createClient } from 'authrocket-wasm';

export default function LoginForm({ url }) {
  const [client] = useState(() => createClient({ url }));
  const form = useRef(null);

  useEffect(() => {
    if (!url) {
      return undefined;
    }
    const attached = client.attach(form.current);
    return () => attached.detach();
  }, [client, url]);

  return (
    <form ref={form} data-authrocket="login" method="post" action="https://myapp.e1.loginrocket.com/login">
      <p data-authrocket-error="" role="alert" />
      <label>Benutzername <input name="username" autoComplete="username" required /></label>
      <label>Passwort <input name="password" type="password" autoComplete="current-password" required /></label>
      <button type="button" data-authrocket-reveal="">Passwort zeigen</button>
      <button>Anmelden</button>
    </form>
  );
}
