import { useLoginForm } from 'authrocket-wasm/react';
import { client } from './client.js';

export function FieldsForm({ onToken }) {
  const { state, error, errors, codeRequired, submit, reset } = useLoginForm(client, {
    onLogin: ({ token }) => onToken(token),
  });
  return (
    <form onSubmit={submit} method="post" action="https://myapp.e1.loginrocket.com/login">
      <p role="alert">{error}</p>
      {codeRequired ? (
        <label key="code">Code <input name="code" inputMode="numeric" autoComplete="one-time-code" required /></label>
      ) : (
        <>
          <label>User name <input name="username" autoComplete="username" required /></label>
          <label>
            Password <input name="password" type="password" autoComplete="current-password" required aria-invalid={!!errors.password} />
          </label>
        </>
      )}
      <button disabled={state === 'busy'}>Log in</button>
      {codeRequired && <button id="back" type="button" onClick={reset}>Start again</button>}
    </form>
  );
}
