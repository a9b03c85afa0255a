// What consumers may write: must pass the type check.
import { AuthRocketError, createClient, type Client, type ErrorCode } from 'authrocket-wasm';
import { CODES, examine, report, type Finding } from 'authrocket-wasm/doctor';

const client: Client = createClient({ url: 'https://demo.e1.loginrocket.com/', timeout: 5000 });
createClient({ url: new URL('https://demo.e1.loginrocket.com/'), wasm: new Uint8Array() });

export async function logIn(username: string, password: string): Promise<string> {
  const result = await client.login({ username, password }, { signal: new AbortController().signal });
  switch (result.result) {
    case 'login':
      return result.signup ? result.url : result.token;
    case 'code_required': {
      const second = await client.completeLogin({ token: result.token, code: '123456' });
      return second.result === 'login' ? second.url : second.error;
    }
    case 'error': {
      const code: ErrorCode = result.code;
      const wait: number = result.retryAfter ?? 0;
      return `${code} ${result.error} ${result.fields['password']?.join() ?? ''} ${wait}`;
    }
  }
}

export async function signUp(): Promise<string> {
  const result = await client.signup({ email: 'ada@example.test', password: 'p', password_confirmation: 'p', plan: 7 });
  return result.result === 'error' ? result.error : result.token;
}

export function attach(form: HTMLFormElement): void {
  const attached = client.attach(form, { deliver: 'event' });
  if (attached.state === 'idle') attached.detach();
}

export const isOurs = (error: unknown): string | undefined => (error instanceof AuthRocketError ? error.code : undefined);

export async function errors(): Promise<string[]> {
  const findings: Finding[] = await examine(document, { csp: "script-src 'self'", forms: [{ form: '#login', kind: 'login' }] });
  report(findings);
  return findings.filter(({ code }) => CODES[code] === 'error').map(({ element, message, fix }) => `${element?.id} ${message} ${fix}`);
}
