// Results are a union told apart by `result`: each way of asking narrows it, and leaves nothing over.
import type {
  Client,
  CodeRequiredResult,
  ErrorCode,
  ErrorResult,
  LoginResult,
  OkayResult,
  PageErrorCode,
  Result,
  SessionResult,
  SignupTokenResult,
  VerificationRequiredResult,
} from 'authrocket-wasm';

declare const client: Client;
const nothing = (rest: never): never => rest;
/** Compiles only where both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const proven = <T extends true>(): T | undefined => undefined;

export async function bySwitch(): Promise<string> {
  const result = await client.login({ username: 'ada', password: 'p' });
  switch (result.result) {
    case 'login':
      proven<Same<typeof result, LoginResult>>();
      return result.signup ? result.url : result.token;
    case 'code_required': {
      proven<Same<typeof result, CodeRequiredResult>>();
      const second = await client.completeLogin({ token: result.token, code: '123456' });
      return second.result === 'login' ? second.url : second.error;
    }
    case 'error':
      proven<Same<typeof result, ErrorResult>>();
      return `${result.error} ${result.fields['password']?.join() ?? ''} ${(result.retryAfter ?? 0) + (result.status ?? 0)}`;
    default:
      return result satisfies never;
  }
}

export async function byIf(): Promise<string> {
  const result = await client.signup({ email: 'ada@example.test', password: 'p' });
  if (result.result === 'error') {
    return result.retryable ? result.error : result.errors.join();
  }
  if (result.result === 'signup_token') {
    proven<Same<typeof result, SignupTokenResult>>();
    return result.token;
  }
  if (result.result === 'verification_required') {
    proven<Same<typeof result, VerificationRequiredResult>>();
    return result.message;
  }
  proven<Same<typeof result, LoginResult>>();
  return result.url;
}

export async function byDestructuring(): Promise<string> {
  const { result, ...rest } = await client.session({ token: 'eyJ' });
  return result === 'okay' ? `${Object.keys(rest)}` : '';
}

export async function byNegation(): Promise<number> {
  const lives = await client.session({ token: 'eyJ' });
  if (lives.result !== 'okay') {
    proven<Same<typeof lives, ErrorResult>>();
    return lives.retryAfter ?? 0;
  }
  proven<Same<typeof lives, SessionResult>>();
  return lives.expires_at;
}

export async function whatElseTheServiceSaid(): Promise<unknown> {
  const result = await client.logout({ token: 'eyJ' });
  if (result.result === 'error') return result.code;
  proven<Same<typeof result, OkayResult>>();
  return result['anything'];
}

export function byCode(result: ErrorResult): string {
  const { code } = result;
  switch (code) {
    case 'invalid_input':
    case 'refused':
    case 'rate_limited':
    case 'switched_off':
    case 'offline':
    case 'timeout':
    case 'unreachable':
    case 'server':
    case 'bad_response':
    case 'session_expired':
    case 'internal':
      return code;
    default:
      return nothing(code);
  }
}
proven<Same<PageErrorCode, ErrorCode | 'config'>>();

export function every(result: Result): string {
  switch (result.result) {
    case 'login':
    case 'signup_token':
      return result.url;
    case 'code_required':
      return result.token;
    case 'okay':
      return String(result.token);
    case 'verification_required':
      return result.message;
    case 'conditional_login':
      return result.conditions.join();
    case 'error':
      return result.hint ?? result.error;
    default:
      return nothing(result);
  }
}
