import { StrictMode, useState } from 'react';
import { Bare } from './Bare.jsx';
import { FieldsForm } from './entry/FieldsForm.jsx';
import { LoginForm } from './entry/LoginForm.jsx';
import { LoginForm as Without } from './LoginForm.jsx';
import { OtherUses } from './OtherUses.jsx';

const FORMS = { '?bare': Bare, '?fields': FieldsForm, '?other': OtherUses, '?without': Without };
const Form = FORMS[globalThis.location?.search] ?? LoginForm;

export function App() {
  const [token, setToken] = useState('');
  const [here, setHere] = useState(true);
  const [count, setCount] = useState(0);
  const [at, setAt] = useState();
  const onToken = (given) => {
    setToken(given);
    setAt(count);
  };
  return (
    <StrictMode>
      <button id="leave" onClick={() => setHere(false)}>Leave</button>
      <button id="enter" onClick={() => setHere(true)}>Come back</button>
      <button id="again" onClick={() => setCount(count + 1)}>{count}</button>
      {token ? <p id="token" data-at={at}>{token}</p> : here && <Form count={count} onToken={onToken} />}
    </StrictMode>
  );
}
