import { createClient } from 'authrocket-wasm';
import LoginForm from './login-form';

// An app of your own writes its instance URL here; the tests learn theirs when they run.
export default async function Page({ searchParams }) {
  const { instance } = await searchParams;
  return (
    <main>
      <LoginForm url={instance} />
      {instance && <a href={createClient({ url: instance }).hostedUrl('signup')}>Konto anlegen</a>}
    </main>
  );
}
