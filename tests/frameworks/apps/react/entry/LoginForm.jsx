import { useAuthRocket } from 'authrocket-wasm/react';
import { client } from './client.js';

export function LoginForm({ onToken }) {
  const { ref, state, errors, codeRequired } = useAuthRocket(client, {
    kind: 'login',
    deliver: 'event',
    onDone: ({ token }) => onToken(token),
  });
  return (
    <form ref={ref} method="post" action="https://myapp.e1.loginrocket.com/login">
      <p data-authrocket-error="" role="alert" />
      <label>User name <input name="username" autoComplete="username" required /></label>
      <label className={errors.password && 'bad'}>
        Password <input name="password" type="password" autoComplete="current-password" required />
      </label>
      {codeRequired && <p id="hint">Your authenticator app shows the code.</p>}
      <button>{state === 'busy' ? 'One moment…' : 'Log in'}</button>
    </form>
  );
}
