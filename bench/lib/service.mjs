/**
 * The local service behind every page: the pages themselves, the app that gets the token, and a login in the wire format of
 * each client. `app-<run>.bench.example` is the app, `lr-<run>.bench.example` the service; each run has hosts of its own, so that no
 * connection and no cached file of an earlier run helps a later one.
 */
import { createServer } from 'node:https';
import { generate } from 'selfsigned';

export const RIGHT = 'correct horse';
/** A token of the size of a real login token. */
const TOKEN = `${'e30'.repeat(12)}.${'YWJj'.repeat(90)}.${'c2ln'.repeat(11)}`;
const REFUSAL = 'Login failed';

/** By path: whether a body holds the right password, and the answers `[status, body]` for a right and a wrong one. */
const LOGINS = {
  '/v1/login': [200, { token: TOKEN, url: `APP/app/login?token=${TOKEN}` }, 200, { error: REFUSAL, errors: [REFUSAL] }],
  '/v2/login': [
    200, { result: 'full_login', token: TOKEN, session: 'kss_bench', account: 'org_bench' },
    422, { result: 'error', error: REFUSAL, errors: [REFUSAL] },
  ],
  '/supabase/token': [
    200, { access_token: TOKEN, token_type: 'bearer', expires_in: 3600, refresh_token: 'r', user: { id: 'u', aud: 'authenticated', email: 'ada@example.test' } },
    400, { code: 400, error_code: 'invalid_credentials', msg: REFUSAL },
  ],
  '/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword': [
    200, { localId: 'u', email: 'ada@example.test', idToken: TOKEN, refreshToken: 'r', expiresIn: '3600', registered: true },
    400, { error: { code: 400, message: 'INVALID_LOGIN_CREDENTIALS', errors: [{ message: 'INVALID_LOGIN_CREDENTIALS' }] } },
  ],
  '/identitytoolkit.googleapis.com/v1/accounts:lookup': [200, { users: [{ localId: 'u', email: 'ada@example.test' }] }],
  '/oauth/token': [
    200, { access_token: TOKEN, id_token: TOKEN, token_type: 'Bearer', expires_in: 3600 },
    403, { error: 'invalid_grant', error_description: REFUSAL },
  ],
  // Asked for once by a page without a session.
  '/auth/session/refresh': [401, { message: 'unauthorised' }],
  '/auth/signin': [
    200, { status: 'OK', user: { id: 'u', emails: ['ada@example.test'], timeJoined: 0, loginMethods: [] } },
    200, { status: 'WRONG_CREDENTIALS_ERROR' },
  ],
  '/api/auth/sign-in/email': [200, { redirect: false, token: TOKEN, user: { id: 'u', email: 'ada@example.test' } }, 401, { message: REFUSAL }],
};

/**
 * Starts the service.
 * @param {(peer: string, instance: string) => string} page the HTML of a peer's page
 * @param {Record<string, [type: string, bytes: Buffer]>} files what pages load, by path
 */
export async function serve(page, files) {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { algorithm: 'sha256', keySize: 2048 });
  /** @type {{host: string, method: string, path: string, body: string}[]} */
  const log = [];
  const answer = (request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const [host, port] = request.headers.host.split(':');
      const { pathname: path } = new URL(request.url, 'https://localhost');
      if (!path.endsWith('favicon.ico')) {
        log.push({ host, method: request.method, path, body });
      }
      if (host.startsWith('app-')) {
        const instance = `https://${host.replace('app-', 'lr-')}:${port}`;
        toApp(response, path, () => page(path.slice('/page/'.length), instance), files);
      } else {
        toClient(request, response, path, body);
      }
    });
  };
  const server = createServer({ key, cert, keepAliveTimeout: 60_000 }, answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port: server.address().port, log, stop };
}

function toApp(response, path, page, files) {
  const html = (text) => response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }).end(text);
  if (path.startsWith('/page/')) {
    html(page());
  } else if (path === '/app/login' || path === '/app/native') {
    html('<!doctype html><title>app</title><script>performance.mark("app")</script><p>Welcome');
  } else if (files[path]) {
    const [type, bytes] = files[path];
    response.writeHead(200, { 'Content-Type': type, 'Content-Encoding': 'br', 'Cache-Control': 'max-age=3600', 'Content-Length': bytes.length }).end(bytes);
  } else {
    response.writeHead(404).end();
  }
}

function toClient({ headers, method }, response, path, body) {
  const cors = { 'Access-Control-Allow-Origin': headers.origin || '*', 'Timing-Allow-Origin': '*', Vary: 'Origin' };
  if (method === 'OPTIONS') {
    const asked = headers['access-control-request-headers'];
    response.writeHead(204, { ...cors, 'Access-Control-Allow-Headers': asked, 'Access-Control-Allow-Methods': 'GET, POST', 'Access-Control-Allow-Credentials': 'true' }).end();
    return;
  }
  const login = LOGINS[path];
  if (!login) {
    response.writeHead(404, cors).end();
    return;
  }
  const isRight = login.length === 2 || new URLSearchParams(body).get('password') === RIGHT || body.includes(JSON.stringify(RIGHT));
  const [status, answer] = isRight ? login : login.slice(2);
  const session = path === '/auth/signin' && isRight
    ? { 'st-access-token': TOKEN, 'st-refresh-token': 'r', 'front-token': Buffer.from(JSON.stringify({ uid: 'u', ate: Date.now() + 3.6e6, up: {} })).toString('base64'), 'Access-Control-Expose-Headers': 'st-access-token, st-refresh-token, front-token, anti-csrf' }
    : {};
  response.writeHead(status, { ...cors, ...session, 'Access-Control-Allow-Credentials': 'true', 'Content-Type': 'application/json' }).end(JSON.stringify(answer).replace('APP', headers.origin));
}
