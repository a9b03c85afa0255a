// What consumers may write with the drop-in for loginrocket.js: every public name, used as documented.
import LoginRocket, {
  AccessDenied,
  LoginRocket as Named,
  LoginRocketError,
  RateLimited,
  RecordNotFound,
  type Config,
  type ConditionalLogin,
  type Done,
  type Failure,
  type FailureSource,
  type FullLogin,
  type LoginRocketOptions,
  type Okay,
  type Params,
  type Reply,
} from 'authrocket-wasm/loginrocket';

declare const perhaps: { url?: string; locale?: string; account?: string };
const options: LoginRocketOptions = { url: perhaps.url, locale: null };
const loginRocket: LoginRocket = new Named(options);
new LoginRocket();
loginRocket.lrUrl = perhaps.url;
loginRocket.lrUrl = new URL('https://demo.e2.loginrocket.com/');
loginRocket.locale = perhaps.locale;
const address: string = loginRocket.lrUrl;
const language: string | undefined = loginRocket.locale;
const config: Config = loginRocket.config;
config.headers['X-Mine'] = `${LoginRocket.VERSION} ${address} ${language}`;

/** A token, or a text for people. */
export async function logIn(fields: Params): Promise<string> {
  const reply: Reply = await loginRocket.login(fields);
  if (reply.error) {
    const failure: Failure = reply;
    const source: FailureSource | undefined = failure.source;
    return source === 'RateLimited' ? 'Later.' : failure.errors.join(' ');
  }
  switch (reply.result) {
    case 'full_login': {
      const login: FullLogin = reply;
      return `${login.token} ${login.session} ${login.account}`;
    }
    case 'conditional_login': {
      const waiting: ConditionalLogin = reply;
      const params: Params = { session: waiting.session, account: perhaps.account };
      return waiting.token ?? (await loginRocket.getSession(params)).result;
    }
    case 'okay': {
      const okay: Okay = reply;
      return okay.result;
    }
    default:
      return reply.error;
  }
}

export async function more(): Promise<Done[]> {
  await loginRocket.verifyLogin({ token: 'tmf:1', code: '123456' });
  await loginRocket.resetPassword({ token: 'tpw:1', password: 'p' });
  await loginRocket.updateProfile({ session: 'kss_1', first_name: 'Ada' });
  await loginRocket.signup({ email: 'ada@example.test', password: 'p', custom: { list: [1] } });
  return [
    await loginRocket.logout({ session: 'kss_1' }),
    await loginRocket.forgotPassword({ email: 'ada' }),
    await loginRocket.updatePassword({ session: 'kss_1', current_password: 'p', password: 'q' }),
    await loginRocket.requestInvitation({ email: 'ada' }),
    await loginRocket.verifyEmail({ token: 'tve:1' }),
  ];
}

export class Mine extends LoginRocket {
  status(name: string): Promise<{ up: boolean }> {
    return this.get<{ up: boolean }>('status', { name });
  }

  override post<Body = Reply>(path: string, params?: Params): Promise<Body> {
    return super.post<Body>(path, { ...params, mine: true });
  }

  async others(): Promise<Reply[]> {
    return [await this.put('a'), await this.delete('b', {})];
  }
}

export const kinds = [AccessDenied, RateLimited, RecordNotFound].map((Kind): LoginRocketError => new Kind('text'));
