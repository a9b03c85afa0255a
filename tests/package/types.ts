// What the declarations promise to a page written in TypeScript; compiled by `cargo xtask check`, never run.
import { createClient, AuthRocketError, type ErrorCode } from '../../src/js/index.js';

const client = createClient({ url: 'https://myapp.e1.loginrocket.com/', timeout: 5000 });

export async function login(signal: AbortSignal): Promise<string> {
  const result = await client.login({ username: 'ada', password: 'secret' }, { signal });
  switch (result.result) {
    case 'login':
      return result.url;
    case 'code_required': {
      const second = await client.completeLogin({ token: result.token, code: '123456' });
      return second.result === 'login' ? second.token : second.error;
    }
    case 'error': {
      const code: ErrorCode = result.code;
      const texts: string[] | undefined = result.fields['password'];
      return `${code}: ${result.error} ${texts ?? ''} ${result.retryAfter ?? 0}`;
    }
    default: {
      const never: never = result;
      return never;
    }
  }
}

export async function signup(): Promise<string | undefined> {
  const result = await client.signup({ email: 'ada@example.test', password: 'secret', password_confirmation: 'secret' });
  return result.result === 'signup_token' ? result.token : undefined;
}

export function attach(form: HTMLFormElement): () => void {
  const attachment = client.attach(form, { kind: 'login', deliver: 'event' });
  const state: 'idle' | 'busy' | 'code' | 'error' | 'done' = attachment.state;
  return () => (state === 'busy' ? undefined : attachment.detach());
}

// @ts-expect-error an error has no token
export const noToken = async () => (await client.logout({ token: 'x' })).result === 'error' && (await client.logout({ token: 'x' })).token.length;
// @ts-expect-error the URL is needed
createClient({});
// @ts-expect-error no such option
createClient({ url: 'https://a.test', retries: 3 });
// @ts-expect-error a code goes with its token
void client.completeLogin({ code: '123456' });
// @ts-expect-error state is read only
client.attach(document.forms[0]!).state = 'idle';

export const isOurs = (error: unknown): boolean => error instanceof AuthRocketError && error.code === 'config';
