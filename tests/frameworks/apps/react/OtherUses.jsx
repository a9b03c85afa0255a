import { useState } from 'react';
import { useAuthRocket, useLoginForm } from 'authrocket-wasm/react';
import { client } from './entry/client.js';

/** What no recipe shows: fields that are no form's, `onError`, and a form whose kind changes. */
export function OtherUses({ onToken }) {
  const [said, say] = useState('');
  const [kind, setKind] = useState('forgot-password');
  const { codeRequired, submit } = useLoginForm(client, {
    onLogin: ({ token }) => onToken(token),
    onError: ({ code }) => say(`fields ${code}`),
  });
  const { ref } = useAuthRocket(client, { kind, deliver: 'event', onError: ({ code }) => say(`form ${code}`) });
  const next = codeRequired ? { code: '123 456' } : { username: 'fake-code', password: 'correct horse battery' };
  return (
    <>
      <output id="said">{said}</output>
      <button id="send" onClick={() => submit(next)}>{codeRequired ? 'Second step' : 'First step'}</button>
      <button id="kind" onClick={() => setKind('login')}>{kind}</button>
      <form ref={ref}>
        <p data-authrocket-error="" role="alert" />
        <input name="username" />
        <input name="password" type="password" />
        <button>Go</button>
      </form>
    </>
  );
}
