/**
 * An Express app that takes AuthRocket's tokens.
 *
 * Run against the emulator by `tests/samples`, with every test run: Node 20.20.2, Express 5.3.0, express-session 1.19.0,
 * jose 6.2.17; all cases pass.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';

import express from 'express';
import session from 'express-session';

import { Invalid, Refused, Unavailable, createUser, endSession, isSignupToken, logInUser, verifyLogin } from './authrocket.js';
import { accountPage, confirmPage, loginPage, messagePage, signupPage } from './pages.js';
import { settings } from './settings.js';

const app = express();
app.disable('x-powered-by');
// Behind a proxy also: app.set('trust proxy', 1), so that `secure` cookies and `req.ip` work.

const instance = new URL(settings.instanceUrl).origin;
app.use((req, res, next) => {
  res.set({
    'Content-Security-Policy':
      `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${instance}; ` +
      `form-action 'self' ${instance}; base-uri 'none'; frame-ancestors 'none'`,
    'Cache-Control': 'no-store',
    // The login handler's address holds the token, so nothing that it leads to may learn the address.
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  });
  next();
});
app.get('/authrocket.js', (req, res) => res.sendFile(settings.script));
app.use(
  session({
    // In production give it a store: the default one is for development, and forgets at a restart.
    name: 'sample_session',
    secret: settings.sessionSecret,
    resave: false,
    saveUninitialized: false,
    // Lax, not Strict: the way back from the hosted pages comes from another site.
    cookie: { httpOnly: true, sameSite: 'lax', secure: settings.isProduction },
  }),
);
app.use(express.urlencoded({ extended: false, limit: '64kb' }));

const csrf = (req) => (req.session.csrf ??= randomBytes(32).toString('hex'));

/** Every POST must come from a page of ours in this browser. */
app.use((req, res, next) => {
  if (['GET', 'HEAD'].includes(req.method)) {
    return next();
  }
  const sent = Buffer.from(String(req.get('X-CSRF-Token') ?? req.body?._csrf ?? ''));
  const known = Buffer.from(req.session.csrf ?? '');
  if (known.length > 0 && sent.length === known.length && timingSafeEqual(sent, known)) {
    return next();
  }
  refuse(req, res, 403, 'This page is out of date. Load it again and repeat.');
});

app.get('/', (req, res) => res.redirect('/account'));

// `navigate`: AuthRocket's `url` leads here. `post` and `fetch`: the page hands the token over.
app.get('/login', (req, res) =>
  req.query.token === undefined ? res.send(loginPage(csrf(req))) : logIn(req, res, req.query),
);
app.post('/login', (req, res) => logIn(req, res, req.body));

async function logIn(req, res, { token, redir }) {
  // A Connected App without a signup handler sends signup tokens to the login handler.
  if (isSignupToken(token)) {
    return parkSignup(req, res, token);
  }
  await startSession(req, await verifyLogin(token));
  goOn(req, res, safePath(redir));
}

app.get('/signup', (req, res) =>
  req.query.token === undefined ? res.send(signupPage(csrf(req))) : parkSignup(req, res, req.query.token),
);
app.post('/signup', (req, res) =>
  // In a realm that signs up users rather than tokens, the token is that of a login.
  isSignupToken(req.body.token) ? parkSignup(req, res, req.body.token) : logIn(req, res, req.body),
);

/** Only remembers the token: opening an address makes no user. */
function parkSignup(req, res, token) {
  if (!isSignupToken(token)) {
    throw new Refused();
  }
  req.session.signupToken = token;
  goOn(req, res, '/signup/confirm');
}

app.get('/signup/confirm', (req, res) =>
  req.session.signupToken ? res.send(confirmPage(csrf(req))) : res.redirect('/signup'),
);
app.post('/signup/confirm', async (req, res) => {
  const { signupToken } = req.session;
  if (!signupToken) {
    return res.redirect('/signup');
  }
  if (req.body.terms !== 'yes') {
    return res.status(422).send(confirmPage(csrf(req), 'Please agree to the terms.'));
  }
  try {
    const browser = { ip: req.ip, client: req.get('User-Agent') };
    const userId = await createUser(signupToken, browser);
    delete req.session.signupToken;
    await startSession(req, await logInUser(userId, browser));
    res.redirect(303, '/account');
  } catch (error) {
    if (!(error instanceof Invalid)) {
      throw error;
    }
    res.status(422).send(confirmPage(csrf(req), error.message));
  }
});

/** A new session id, so that one known before the login is worth nothing after it. */
async function startSession(req, login) {
  await new Promise((done, fail) => req.session.regenerate((error) => (error ? fail(error) : done())));
  req.session.login = login;
  req.session.cookie.maxAge = Math.max(1, login.endsAt * 1000 - Date.now());
}

app.get('/account', (req, res) => {
  const { login } = req.session;
  if (!login || login.endsAt * 1000 <= Date.now()) {
    return res.redirect('/login');
  }
  res.send(accountPage(csrf(req), login));
});

app.post('/logout', async (req, res) => {
  const sessionId = req.session.login?.sessionId;
  await new Promise((done, fail) => req.session.destroy((error) => (error ? fail(error) : done())));
  res.clearCookie('sample_session');
  if (sessionId) {
    // Ours has ended in any case; the one at AuthRocket ends by itself if it cannot be told now.
    await endSession(sessionId).catch((error) => console.warn('logout at AuthRocket:', error.message));
  }
  res.redirect(303, '/login');
});

const wantsJson = (req) => req.method === 'POST' && req.accepts(['html', 'json']) === 'json';

/** To an address without the token; the `fetch` delivery is told it instead. */
function goOn(req, res, path) {
  return wantsJson(req) ? res.json({ redirect: path }) : res.redirect(303, path);
}

function refuse(req, res, status, text) {
  return wantsJson(req) ? res.status(status).json({ error: text }) : res.status(status).send(messagePage('Sorry', text));
}

/** `redir` comes from outside: only a path of our own is followed. */
function safePath(redir) {
  const here = 'http://here.invalid';
  if (typeof redir !== 'string' || !redir.startsWith('/') || !URL.canParse(redir, here)) {
    return '/account';
  }
  const url = new URL(redir, here);
  return url.origin === here && !url.pathname.startsWith('//') ? url.pathname + url.search : '/account';
}

// Four parameters make it Express's error handler.
app.use((error, req, res, next) => {
  if (error instanceof Refused || error instanceof Invalid) {
    return refuse(req, res, 401, 'This login is not valid any more. Please log in again.');
  }
  if (error instanceof Unavailable) {
    console.warn('AuthRocket:', error.message);
    return refuse(req, res, 503, 'We cannot check your login right now. Please try again in a moment.');
  }
  next(error);
});

app.listen(settings.port, '127.0.0.1', (error) => {
  if (error) {
    throw error;
  }
  console.log(`http://localhost:${settings.port}/`);
});
