// The script tag in a page written in TypeScript; the global comes with `types: ["authrocket-wasm/authrocket.js"]`.
import type {
  AuthRocketObject,
  CodeResponse,
  ErrorResponse,
  Handler,
  LoginHandlerResponse,
  LoginResponse,
  OkayResponse,
  SessionResponse,
  SignupResponse,
} from 'authrocket-wasm/authrocket.js';
import 'authrocket-wasm/doctor.js';

const show = (text: string): void => alert(text);
const nothing = (rest: never): never => rest;

// As authrocket.js v1 has it.
AuthRocket.setInstanceUrl('https://demo.e1.loginrocket.com/');
AuthRocket.authenticate({ username: 'ada', password: 'p' }, function (response) {
  if (response.error) show(response.error);
  else window.location.href = response.url;
});
AuthRocket.authenticate({ username: 'ada', password: 'p' });
window.AuthRocket.setInstanceUrl(new URL('https://demo.e1.loginrocket.com/'));

const logIn: Handler<LoginResponse> = (response) => {
  switch (response.result) {
    case 'login':
      return show(response.signup ? response.url : response.token);
    case 'code_required':
    case 'conditional_login':
      return show(response.error);
    case 'error':
      return show(response.code === 'config' ? 'ours' : response.errors.join());
    default:
      return nothing(response);
  }
};
AuthRocket.authenticate({ email: 'ada@example.test', password: 'p' }, logIn);
AuthRocket.authenticateCode({ token: 'kli_1', code: '123456' }, (response: CodeResponse) => {
  if (!response.error) location.assign(response.url);
});
AuthRocket.signup({ email: 'a@b.test', password: 'p', org_name: 'x' }, (response: SignupResponse) => {
  if (response.result === 'verification_required') show(response.message);
  else if (response.result === 'conditional_login') show(response.error);
  else if (response.error) show(response.fields['password']?.[0] ?? response.error);
  else location.assign(response.url);
});
AuthRocket.session({ token: 'eyJ' }, (response: SessionResponse) => {
  if (!response.error) show(`${response.user_id} ${response.expires_at}`);
});
const okay = (response: OkayResponse): void => {
  if (response.error) show(response.error);
  else show(response.result);
};
AuthRocket.logout({ token: 'eyJ' }, okay);
AuthRocket.forgotPassword({ username: 'ada' }, okay);
AuthRocket.resetPassword({ token: 'kpw_1', password: 'p' }, okay);
AuthRocket.verifyEmail({ token: 't' }, okay);

const social: string | undefined = AuthRocket.socialUrl('facebook', { redir: '/orders' });
const hosted: string | undefined = AuthRocket.hostedUrl('logout');
AuthRocket.messages = { timeout: `Not at ${social} nor ${hosted}.` };
AuthRocket.locale = 'de';
AuthRocket.loginHandler = (response: LoginHandlerResponse) => {
  if (response.error) show(response.error);
};
AuthRocket.signupHandler = (response) => show(response.error ?? response.token);
AuthRocket.codeHandler = ({ token }) => AuthRocket.authenticateCode({ token, code: prompt() ?? '' });
AuthRocket.codeHandler = undefined;

export async function start(): Promise<ErrorResponse | undefined> {
  const ready: AuthRocketObject = await AuthRocket.ready;
  show(ready.engine === 'javascript' ? 'the fallback' : 'the wasm');
  await window.AuthRocketDoctor?.examine();
  return undefined;
}
