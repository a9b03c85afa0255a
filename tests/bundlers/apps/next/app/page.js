import { createClient } from 'authrocket-wasm';
import LoginForm from './login-form';

const client = createClient({ url: 'https://myapp.e1.loginrocket.com/' });

export default function Page() {
  return (
    <main>
      <LoginForm />
      <a href={client.hostedUrl('signup')}>Create an account</a>
    </main>
  );
}
