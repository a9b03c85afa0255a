/** `authrocket-wasm/react`: hooks. Guide: docs/frameworks/react.md. Tests: tests/frameworks/react.test.js. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { attachForm } from './attached.js';
import { loginSteps } from './login.js';
import { IDLE } from './snapshot.js';

/** A ref to the value of the latest rendering, so that a new callback does not attach the form anew. */
function useLatest(value) {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

/** Attaches the form that gets the returned `ref`, while it is on the page. */
export function useAuthRocket(client, options = {}) {
  const { kind, deliver, to, bridge } = options;
  const latest = useLatest(options);
  const detach = useRef(/** @type {any} */ (null));
  const [shown, show] = useState(IDLE);
  const ref = useCallback(
    (form) => {
      if (detach.current) detach.current();
      detach.current = form && attachForm(client, form, { kind, deliver, to, bridge }, latest, show);
    },
    [client, kind, deliver, to, bridge],
  );
  return { ...shown, ref };
}

/** A login whose fields and texts the component renders. */
export function useLoginForm(client, options = {}) {
  const latest = useLatest(options);
  const [shown, show] = useState(IDLE);
  const { submit, cancel, reset } = useMemo(() => loginSteps(client, latest, show), [client]);
  useEffect(() => cancel, [cancel]);
  return { ...shown, submit, reset };
}
