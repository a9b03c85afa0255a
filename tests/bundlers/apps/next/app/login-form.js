'use client';

import { useState } from 'react';
import { createClient } from 'authrocket-wasm';
import { useAuthRocket } from 'authrocket-wasm/react';

export default function LoginForm({ url }) {
  const [client] = useState(() => createClient({ url }));
  const { ref, state } = useAuthRocket(client);

  return (
    <form ref={url ? ref : undefined} data-authrocket="login" method="post" action="https://myapp.e1.loginrocket.com/login">
      <p data-authrocket-error="" role="alert" />
      <label>Benutzername <input name="username" autoComplete="username" required /></label>
      <label>Passwort <input name="password" type="password" autoComplete="current-password" required /></label>
      <button type="button" data-authrocket-reveal="">Passwort zeigen</button>
      <button>{state === 'busy' ? 'Moment…' : 'Anmelden'}</button>
    </form>
  );
}
