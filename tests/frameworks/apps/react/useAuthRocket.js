import { useEffect, useRef } from 'react';
import { createClient } from 'authrocket-wasm';

const client = createClient({ url: 'https://myapp.e1.loginrocket.com/' });

/** A ref for a form that is attached while it is on the page; `onDone` gets the result. */
export function useAuthRocket(kind, onDone) {
  const form = useRef(null);
  const latest = useRef(onDone);
  useEffect(() => {
    latest.current = onDone;
  });
  useEffect(() => {
    const element = form.current;
    const attachment = client.attach(element, { kind, deliver: 'event' });
    const done = (event) => latest.current(event.detail);
    element.addEventListener('authrocket:done', done);
    return () => {
      element.removeEventListener('authrocket:done', done);
      attachment.detach();
    };
  }, [kind]);
  return form;
}
