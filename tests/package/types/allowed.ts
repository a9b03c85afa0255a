// What consumers may write with the npm door: every public name, used as documented.
import {
  AuthRocketError,
  createClient,
  type Attachment,
  type AttachOptions,
  type CallOptions,
  type Client,
  type ClientOptions,
  type CodeFields,
  type Engine,
  type ErrorCode,
  type Fields,
  type FieldsInput,
  type ForgotPasswordFields,
  type Given,
  type LoginFields,
  type MessageKey,
  type Messages,
  type NameValuePair,
  type Pair,
  type RedirectParams,
  type ResetPasswordFields,
  type SignupFields,
  type StrengthEstimator,
  type TokenFields,
  type UserFields,
  type WasmSource,
  type Wishes,
} from 'authrocket-wasm';
import { CODES, examine, report, type AttachedForm, type Doctor, type Finding, type Options } from 'authrocket-wasm/doctor';
import german from 'authrocket-wasm/lang/de.js';
import wasm from 'authrocket-wasm/authrocket.wasm';
import 'authrocket-wasm/comforts.js';
import 'authrocket-wasm/strength.js';

const url = 'https://demo.e1.loginrocket.com/';
const key: MessageKey = 'rate_limited_later';
const messages: Messages = { timeout: 'Still nothing.', required: german.required, [key]: 'Later.' };
const options: ClientOptions = { url, timeout: 5000, locale: 'de', messages, fetch: (address, init) => fetch(address, init) };
const strength: StrengthEstimator = (password, inputs) => (inputs.includes(password) ? 0 : 3);
/** As the types of zxcvbn declare it. */
declare function zxcvbn(password: string, inputs?: (string | number)[]): { score: 0 | 1 | 2 | 3 | 4; feedback: { warning: string; suggestions: string[] } };
const estimators: StrengthEstimator[] = [strength, zxcvbn, async (password) => zxcvbn(password), () => ({ score: 2 })];
createClient({ ...options, strength: estimators[0] }).attach(document.forms[0]!, { strength: zxcvbn });
const client: Client = createClient(options);

const sources: (WasmSource | Promise<WasmSource>)[] = [
  '/authrocket.wasm',
  new URL(url),
  new Response(),
  new Uint8Array(),
  new ArrayBuffer(8),
  fetch('/authrocket.wasm'),
  WebAssembly.compile(new Uint8Array()),
  (imports) => new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array()), imports),
  async (imports) => (await WebAssembly.instantiate(new Uint8Array(), imports)).instance,
];
sources.forEach((source) => createClient({ url: new URL(url), wasm: source }));
createClient({ url, wasm });

// What is not known may be left undefined, also under exactOptionalPropertyTypes.
declare const perhaps: { timeout?: number; locale?: string; wasm?: URL; name?: string; signal?: AbortSignal; to?: string };
createClient({ url, timeout: perhaps.timeout, locale: perhaps.locale, wasm: perhaps.wasm, messages: undefined });
void client.login({ username: perhaps.name, email: null, password: 'p' }, { signal: perhaps.signal });
void client.login(new FormData(document.createElement('form')));
void client.signup('signup[username]=ada&signup[password]=p');
void client.completeLogin(new URLSearchParams({ token: 'kli_1', code: '246 810' }));
void client.login([{ name: 'login[username]', value: 'ada' }]);
void client.login({ email: 'ada@example.test', password: 'p', plan: 7 });
void client.login({ username: undefined, email: 'ada@example.test', password: null });
void client.forgotPassword({ email: 'ada@example.test' });
void client.forgotPassword({ username: perhaps.name });

// The former names still do.
export const former: [Fields, Given<Fields>, Pair, Wishes] = [
  { username: 'ada', password: 'p' } satisfies LoginFields,
  'username=ada' satisfies FieldsInput<LoginFields>,
  { name: 'username', value: 'ada' } satisfies NameValuePair,
  {} satisfies RedirectParams,
];
export const who: UserFields[] = [{ username: 'ada' }, { email: null }];
void client.login(new Map([['username', 'ada']]));

export async function start(): Promise<string> {
  const engine: Engine = client.engine;
  return engine ?? ((await client.ready()) === 'javascript' ? 'the fallback' : 'the wasm');
}

export async function everyCall(form: HTMLFormElement): Promise<void> {
  const call: CallOptions = { signal: new AbortController().signal };
  const fields: LoginFields = { username: 'ada', password: 'p', redir: '/orders', plan: 7 };
  const code: CodeFields = { token: 'kli_1', code: '123456' };
  const signup: SignupFields = { email: 'a@b.test', email_confirmation: 'a@b.test', first_name: 'Ada', password: 'p' };
  const forgot: ForgotPasswordFields = { username: 'ada', redirect_uri: 'https://app.test/' };
  const reset: ResetPasswordFields = { token: 'kpw_1', password: 'p', password_confirmation: 'p' };
  const token: TokenFields = { token: 'eyJ' };
  await client.login(fields, call);
  await client.completeLogin(code, call);
  await client.signup(signup, call);
  await client.logout(token, call);
  await client.forgotPassword(forgot, call);
  await client.resetPassword(reset, call);
  await client.verifyEmail(token, call);
  await client.session(token, call);
  const params: RedirectParams = { redir: '/orders', redirectUri: 'https://app.test/' };
  const addresses: string[] = [client.socialUrl('facebook', params), client.hostedUrl('login', params)];
  const how: AttachOptions = { kind: 'login', deliver: 'fetch', to: addresses[0], bridge: 'auto' };
  const attached: Attachment = client.attach(form, how);
  client.attach(form, { to: perhaps.to });
  if (attached.state === 'idle') attached.detach();
}

export function mistakeOf(error: unknown): 'config' | undefined {
  return error instanceof AuthRocketError ? error.code : undefined;
}

export const isTimeout = (code: ErrorCode): boolean => code === 'timeout';

export async function errors(doctor: Doctor): Promise<string[]> {
  const forms: AttachedForm[] = [{ form: '#login', kind: 'login', deliver: 'post', to: perhaps.to }];
  const asked: Options = { url, csp: "script-src 'self'", headers: false, paste: true, forms };
  const findings: Finding[] = await (doctor.examine ?? examine)(document, asked);
  report(findings, console);
  return findings.filter(({ code }) => CODES[code] === 'error').map(({ element, message, fix }) => `${element?.id} ${message} ${fix}`);
}
