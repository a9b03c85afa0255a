/** An emulator of AuthRocket for the tests of an app, in Node. Guide: docs/testing-your-app.md. */

/** Options of `startEmulator`. */
export interface StartOptions {
  /** The emulator's program. @default the environment variable LOGINROCKET_EMULATOR, or `loginrocket-emulator` on the PATH */
  program?: string | undefined;
  /** The version of AuthRocket without a seed. In a seed, `"api": 2` makes a realm one of AuthRocket 2. @default 'v1' */
  api?: 'v1' | 'v2' | undefined;
  /** The seed: a file, or its content. Without it there is one realm, an app at http://localhost:3000, and the user `ada`. */
  seed?: string | URL | object | undefined;
  /** Values for `{{NAME}}` in the seed, such as `{ APP: 'http://localhost:5173' }`. */
  vars?: { [name: string]: string } | undefined;
  /** Further flags of the emulator, such as `['--id-seed', 'tests']`. */
  args?: string[] | undefined;
  /** Milliseconds until the emulator must be ready. @default 30000 */
  timeout?: number | undefined;
}

/** Where an emulator is that already runs. What is missing is taken from the variables that `exec` sets. */
export interface ConnectOptions {
  /** The LoginRocket URL. @default AUTHROCKET_LOGIN_URL, or http://localhost:4101/ */
  loginRocketUrl?: string | URL | undefined;
  /** The Core API. @default AUTHROCKET_URL */
  apiUrl?: string | undefined;
  /** The API key. @default AUTHROCKET_API_KEY */
  apiKey?: string | undefined;
  /** The realm. @default AUTHROCKET_REALM */
  realm?: string | undefined;
  /** The realm's version of AuthRocket. @default 'v2' if the variable LOGINROCKET_URL is set, else 'v1' */
  api?: 'v1' | 'v2' | undefined;
  /** What login tokens are verified with. @default AUTHROCKET_JWT_SECRET, or AUTHROCKET_JWT_KEY of AuthRocket 2 */
  jwtKey?: string | undefined;
}

/** A mail in the outbox. */
export interface Mail {
  /** Its id. */
  id: string;
  /** The event that caused it. */
  event: string;
  /** The address it went to. */
  to: string;
  /** The sender. */
  from: string;
  /** The subject. */
  subject: string;
  /** The mail as text. */
  text: string;
  /** The mail as HTML. */
  html: string | null;
  /** The token of its link. */
  token: string | null;
  /** Its link. */
  link: string | null;
  /** Further members; see the emulator's README. */
  [member: string]: unknown;
}

/** Which mails. */
export interface MailFilter {
  /** The address. */
  to?: string | undefined;
  /** The event that causes the mail. */
  event?: string | undefined;
}

/** Which mail, and how long to wait for it. */
export interface WaitFilter extends MailFilter {
  /** Milliseconds until the mail must have come. @default 5000 */
  timeout?: number | undefined;
}

/** A fault that was set. */
export interface FaultId {
  /** Its number. */
  id: number;
}

/** A login by a test. */
export interface TestLogin {
  /** The login token. */
  token: string;
  /** The login handler with the token appended. Empty for AuthRocket 2. */
  url: string;
  /** The session, of AuthRocket 2. */
  session?: string;
}

/** Makes the next requests fail; see the emulator's README. */
export interface Fault {
  /** The path, such as `/v1/login`. It may end in `*`. */
  path: string;
  /** What happens. */
  fault: 'delay' | 'drop' | 'status' | 'body' | 'truncate';
  /** Further members, such as `status`, `delay_ms` or `times`. */
  [member: string]: unknown;
}

/** A running emulator. */
export interface Emulator {
  /** The LoginRocket URL, for your pages. */
  readonly loginRocketUrl: string;
  /** The version of AuthRocket of the realm at that address: the option `api` of your pages' client. */
  readonly api: 'v1' | 'v2';
  /** The Core API, for your server. */
  readonly apiUrl: string | undefined;
  /** The API key. */
  readonly apiKey: string | undefined;
  /** The realm. */
  readonly realm: string | undefined;
  /** What login tokens are verified with: a secret, or the public key of AuthRocket 2 in PEM. */
  readonly jwtKey: string | undefined;
  /** The same as environment variables, for a server that a test starts. */
  readonly env: { readonly [name: string]: string | undefined };
  /**
   * Back to the seed. Also empties the outbox and the request log, and clears faults and the clock.
   * @example beforeEach(() => emulator.reset());
   */
  reset(): Promise<void>;
  /**
   * Adds realms, apps or users. The seed that `reset` returns to stays as it is.
   * @example await emulator.seed({ realms: [{ id: emulator.realm, users: [{ username: 'grace', password: 'nanoseconds' }] }] });
   */
  seed(seed: object): Promise<unknown>;
  /**
   * All users.
   * @example expect(await emulator.users()).toHaveLength(1);
   */
  users(): Promise<{ [member: string]: unknown }[]>;
  /**
   * All sessions.
   * @example expect(await emulator.sessions()).toEqual([]);
   */
  sessions(): Promise<{ [member: string]: unknown }[]>;
  /**
   * The request log: what reached the emulator, without the values of fields.
   * @example const paths = (await emulator.requests()).map(({ path }) => path);
   */
  requests(): Promise<{ [member: string]: unknown }[]>;
  /**
   * The mails in the outbox, the newest last.
   * @example const [mail] = await emulator.mails({ to: 'ada@example.test' });
   */
  mails(filter?: MailFilter): Promise<Mail[]>;
  /**
   * The newest such mail, as soon as there is one.
   * @example await page.goto((await emulator.waitForMail({ to: 'ada@example.test' })).link);
   */
  waitForMail(filter?: WaitFilter): Promise<Mail>;
  /**
   * A code of the second factor that is accepted now, of a user who is enrolled.
   * @param user id or user name
   * @example await page.getByLabel('Code').fill(await emulator.code('ada'));
   */
  code(user: string): Promise<string>;
  /**
   * Makes requests fail.
   * @example await emulator.fault({ path: '/v1/login', fault: 'status', status: 503, times: 1 });
   */
  fault(fault: Fault): Promise<FaultId>;
  /**
   * Removes all faults.
   * @example await emulator.clearFaults();
   */
  clearFaults(): Promise<void>;
  /**
   * Moves the emulator's clock forward.
   * @example await emulator.advance(6 * 3600); // the session has ended
   */
  advance(seconds: number): Promise<unknown>;
  /**
   * Logs in as the library does in a page, for tests that begin with a user who is logged in.
   * @example const { url } = await emulator.logIn({ username: 'ada', password: 'analytical engine' });
   */
  logIn(fields: { [field: string]: string }): Promise<TestLogin>;
  /**
   * Stops an emulator that was started. Does nothing to one that was found.
   * @example after(() => emulator.stop());
   */
  stop(): Promise<void>;
}

/**
 * Starts an emulator on free ports, and waits until it is ready. It ends with the tests, even if they are killed.
 * @example const emulator = await startEmulator({ seed: 'seed.json', vars: { APP: 'http://localhost:3000' } });
 */
export function startEmulator(options?: StartOptions): Promise<Emulator>;

/**
 * Finds an emulator that already runs: at `loginRocketUrl`, or the one whose `exec` command runs the tests.
 * @example const emulator = await connectEmulator({ loginRocketUrl: 'http://localhost:4101/' });
 */
export function connectEmulator(options?: ConnectOptions): Promise<Emulator>;
