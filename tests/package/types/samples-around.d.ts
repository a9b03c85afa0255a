// Names that the samples of README and docs/ take from the page around them.
import type { Client } from 'authrocket-wasm';

declare global {
  const client: Client;
  const form: HTMLFormElement;
  const username: string;
  const password: string;
  const again: string;
  const secret: string;
  const code: string;
  const token: string;
  const policyOfYourServer: string;
  function show(text: string, next?: unknown): void;
  function go(path: string): void;
  function send(token: string): void;
  function askForCode(then: (code: string) => void): void;
  function useRef(value: null): { current: any };
  function useEffect(work: () => () => void, with_: unknown[]): void;

  namespace JSX {
    interface IntrinsicElements {
      [element: string]: any;
    }
  }
}
