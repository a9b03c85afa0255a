// The entries for servers, for tests, and those of frameworks whose declarations need none of the framework's types. Each line
// below a mark must be an error.
import { createClient, type ErrorResult, type LoginResult } from 'authrocket-wasm';
import {
  useAuthRocket,
  useLoginForm,
  type AttachedForm,
  type DoneOf,
  type DoneResult,
  type FormSnapshot,
  type FormState,
  type LoginDone,
  type LoginInput,
  type LoginSteps,
  type UseAuthRocketOptions,
  type UseLoginFormOptions,
} from 'authrocket-wasm/react';
import {
  createServerClient,
  isSignupToken,
  LoginError,
  readToken,
  type Browser,
  type Login,
  type LoginErrorCode,
  type Org,
  type ServerClient,
  type ServerOptions,
  type Signup,
  type TokenRequest,
} from 'authrocket-wasm/server';
import { authrocket, type FormAttachment } from 'authrocket-wasm/svelte';
import { connectEmulator, startEmulator, type ConnectOptions, type Emulator, type Fault, type Mail, type MailFilter, type StartOptions } from 'authrocket-wasm/testing';

const client = createClient({ url: 'https://demo.e1.loginrocket.com/' });

export function component(): AttachedForm & LoginSteps {
  const options: UseAuthRocketOptions<'login'> = { kind: 'login', deliver: 'event', onDone: ({ token }) => token };
  const attached: AttachedForm = useAuthRocket(client, options);
  const steps: UseLoginFormOptions = { onLogin: (result: LoginDone) => result.url, onError: (result: ErrorResult) => result.code };
  const own: FormSnapshot & LoginSteps = useLoginForm(client, steps);
  const input: LoginInput = { email: 'ada@example.test', password: 'p' };
  void own.submit(input);
  const state: FormState = own.state;
  const text: string | undefined = own.errors['password'];
  return { ...attached, ...own, error: text ?? state };
}
export const done: DoneOf<'login'> extends LoginResult ? DoneResult | undefined : never = undefined;
export const attachment: FormAttachment = authrocket(client, { kind: 'signup', onDone: (result) => result.result });

const options: ServerOptions = {
  realm: 'rl_1',
  api: 'v2',
  loginRocketUrl: new URL('https://demo.e2.loginrocket.com/'),
  cache: 180,
  maxAge: false,
  fetch: (url, init) => fetch(url, init),
};
const server: ServerClient = createServerClient(options);

export async function handler(request: Request): Promise<Response> {
  try {
    const { token, redir = '/account', signup }: TokenRequest = await readToken(request);
    if (isSignupToken(token)) {
      const { email }: Signup = await server.readSignup(token);
      const browser: Browser = { client: request.headers.get('user-agent') ?? undefined };
      const { userId } = await server.redeemSignup(token, browser);
      const { login } = await server.startSession(userId, browser);
      return new Response(`${email} ${login.userId}`);
    }
    const login: Login = await server.verify(request);
    const org: Org | undefined = login.orgs[0];
    if (login.sessionId && signup) await server.endSession(login.sessionId);
    return Response.redirect(`${redir}?${org?.permissions.join()}&${login.expiresAt ?? 0}`);
  } catch (error) {
    if (!(error instanceof LoginError)) throw error;
    const code: LoginErrorCode = error.code;
    return new Response(code === 'unavailable' ? error.userMessage : error.errors.join(), { status: error.status });
  }
}
// @ts-expect-error the realm is required
createServerClient({ jwtKey: 'jsk_1' });
// @ts-expect-error no such option
createServerClient({ realm: 'rl_1', secret: 'jsk_1' });
// @ts-expect-error a login may have no session
void server.endSession((await server.verify('')).sessionId);

export async function tests(): Promise<void> {
  const start: StartOptions = { seed: { realms: [] }, vars: { APP: 'http://localhost:3000' } };
  const emulator: Emulator = await startEmulator(start);
  const where: ConnectOptions = { loginRocketUrl: emulator.loginRocketUrl };
  await (await connectEmulator(where)).reset();
  const which: MailFilter = { to: 'ada@example.test' };
  const mail: Mail = await emulator.waitForMail({ ...which, timeout: 1000 });
  const fault: Fault = { path: '/v1/login', fault: 'delay', delay_ms: 500 };
  await emulator.fault(fault);
  const code: string = await emulator.code('ada');
  createClient({ url: emulator.loginRocketUrl, messages: { timeout: `${mail.link} ${code}` } });
  const { api, jwtKey } = await startEmulator({ api: 'v2' });
  createClient({ url: (await connectEmulator({ api, jwtKey })).loginRocketUrl, api });
  const session: string | undefined = (await emulator.logIn({ username: 'ada', password: 'x' })).session;
  createClient({ url: `${session}` });
  await emulator.stop();
}
