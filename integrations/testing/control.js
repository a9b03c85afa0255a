/** The control endpoints of a running emulator, for tests. Guide: docs/testing-your-app.md. Tests: tests/package/testing. */

/** How long to wait between two looks at the outbox, in milliseconds. */
const PAUSE = 50;

const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const query = (params) => {
  const set = Object.entries(params).filter(([, value]) => value !== undefined);
  return set.length > 0 ? `?${new URLSearchParams(set)}` : '';
};

/**
 * What a test may do with an emulator.
 * @param {{ loginRocketUrl: string, api: 'v1' | 'v2', apiUrl?: string, apiKey?: string, realm?: string, jwtKey?: string }} access
 */
export function controlOf(access) {
  const base = new URL('/_emulator/', access.loginRocketUrl);
  const isV2 = access.api === 'v2';

  async function call(method, path, body) {
    const init = { method, headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) };
    const response = await fetch(new URL(path, base), init);
    const text = await response.text();
    if (!response.ok) throw new Error(`the emulator answered ${response.status} to ${method} /_emulator/${path}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }
  const get = async (path, params = {}) => {
    const body = await call('GET', path + query(params));
    return body.collection ?? body;
  };

  const mails = ({ to, event } = {}) =>
    get('outbox', { to }).then((all) => all.filter((mail) => event === undefined || mail.event === event));

  return {
    ...access,
    env: {
      AUTHROCKET_LOGIN_URL: access.loginRocketUrl,
      AUTHROCKET_URL: access.apiUrl,
      AUTHROCKET_API_KEY: access.apiKey,
      AUTHROCKET_REALM: access.realm,
      ...(isV2 ? { LOGINROCKET_URL: access.loginRocketUrl, AUTHROCKET_JWT_KEY: access.jwtKey } : { AUTHROCKET_JWT_SECRET: access.jwtKey }),
    },
    reset: () => call('POST', 'reset'),
    seed: (seed) => call('POST', 'seed', seed),
    users: () => get('users'),
    sessions: () => get('sessions'),
    requests: () => get('requests'),
    mails,
    async waitForMail({ timeout = 5000, ...wanted } = {}) {
      for (const end = Date.now() + timeout; ; await sleep(PAUSE)) {
        const found = (await mails(wanted)).at(-1);
        if (found) return found;
        if (Date.now() > end) throw new Error(`no mail came within ${timeout} ms: ${JSON.stringify(wanted)}`);
      }
    },
    async code(user) {
      return (await get(`users/${encodeURIComponent(user)}/totp`)).code;
    },
    fault: (fault) => call('POST', 'faults', fault),
    clearFaults: () => call('DELETE', 'faults'),
    advance: (seconds) => call('POST', 'clock', { advance_seconds: seconds }),
    async logIn({ username, ...fields }) {
      const name = username && { [isV2 ? 'email' : 'username']: username };
      const body = new URLSearchParams({ ...name, ...fields });
      const response = await fetch(new URL(`/${access.api}/login`, access.loginRocketUrl), { method: 'POST', body });
      const { result = 'full_login', token, url = '', session, conditions, error } = await response.json();
      if (result !== 'full_login' || !token) throw new Error(`the emulator refused the login: ${error ?? conditions}`);
      return isV2 ? { token, url, session } : { token, url };
    },
  };
}
