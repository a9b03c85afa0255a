import { createServerClient, isSignupToken, LoginError, readToken } from 'authrocket-wasm/server';

const authrocket = createServerClient({
  realm: process.env.AUTHROCKET_REALM,
  apiUrl: process.env.AUTHROCKET_URL,
  apiKey: process.env.AUTHROCKET_API_KEY,
  // AuthRocket 2: its key set is there, so that tokens are verified without asking.
  loginRocketUrl: process.env.LOGINROCKET_URL,
});

/** The login handler: `GET /login?token=…`, and `POST /login` by `post` or `fetch`. `sessions` is what your app has for sessions. */
export async function login(request, sessions) {
  try {
    const { token, redir = '/account' } = await readToken(request);
    if (isSignupToken(token)) {
      return goOn(request, '/signup/confirm', await sessions.remember({ signupToken: token }));
    }
    const { userId, name, sessionId, expiresAt } = await authrocket.verify(token);
    return goOn(request, redir, await sessions.start({ userId, name, sessionId, expiresAt }));
  } catch (error) {
    return refusal(error);
  }
}

/** `POST /signup/confirm`, when the app has decided that it wants the user. */
export async function confirmSignup(request, sessions) {
  try {
    const browser = { client: request.headers.get('user-agent') ?? undefined };
    const { userId } = await authrocket.redeemSignup(await sessions.signupToken(request), browser);
    const { login } = await authrocket.startSession(userId, browser);
    return goOn(request, '/account', await sessions.start(login));
  } catch (error) {
    return refusal(error);
  }
}

/** To an address without the token. The `fetch` delivery reads it as JSON. */
function goOn(request, path, cookie) {
  const headers = { 'set-cookie': cookie, 'cache-control': 'no-store', 'referrer-policy': 'same-origin' };
  const wantsJson = request.method === 'POST' && request.headers.get('accept')?.startsWith('application/json');
  return wantsJson
    ? Response.json({ redirect: path }, { headers })
    : new Response(null, { status: 303, headers: { ...headers, location: path } });
}

/** 401 for a token that will never do, 503 when nobody could find out. */
function refusal(error) {
  if (!(error instanceof LoginError)) throw error;
  console.warn(error.code, error.message);
  return Response.json({ error: error.userMessage }, { status: error.status });
}
