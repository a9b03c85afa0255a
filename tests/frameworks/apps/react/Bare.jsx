import { useAuthRocket } from './useAuthRocket.js';

/** A form without a place for texts, amid elements that come and go. */
export function Bare({ count, onToken }) {
  const form = useAuthRocket('login', ({ token }) => onToken(token));
  const odd = count % 2 === 1 && <p>odd</p>;
  return (
    <form ref={form} className={`count-${count}`}>
      {odd}
      <input name="username" required />
      <input name="password" type="password" required />
      {odd}
      <button>Log in</button>
      {odd}
    </form>
  );
}
