import { useAuthRocket } from './useAuthRocket.js';

export function LoginForm({ onToken }) {
  const form = useAuthRocket('login', ({ token }) => onToken(token));
  return (
    <form ref={form} method="post" action="https://myapp.e1.loginrocket.com/login">
      <p data-authrocket-error="" role="alert" />
      <label>User name <input name="username" autoComplete="username" required /></label>
      <label>Password <input name="password" type="password" autoComplete="current-password" required /></label>
      <button>Log in</button>
    </form>
  );
}
