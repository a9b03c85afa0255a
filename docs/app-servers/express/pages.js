/** The pages. Everything that is put in goes through `escape`. */
import { settings } from './settings.js';

const escape = (text) =>
  String(text ?? '').replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const page = (title, body) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<script src="/authrocket.js" data-url="${escape(settings.instanceUrl)}" data-api="${settings.isV2 ? 'v2' : 'v1'}"></script>
<h1>${escape(title)}</h1>
${body}
</html>
`;

const hidden = (csrf) => `<input type="hidden" name="_csrf" value="${escape(csrf)}">`;

export const loginPage = (csrf) =>
  page(
    'Log in',
    `<form data-authrocket="login" data-authrocket-deliver="fetch" data-authrocket-to="/login"
      method="post" action="${escape(settings.instanceUrl)}login">
  ${hidden(csrf)}
  <p><label>User name <input name="username" autocomplete="username" required></label></p>
  <p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
  <p data-authrocket-error role="alert"></p>
  <button>Log in</button>
</form>
<p><a href="/signup">Sign up</a></p>`,
  );

export const signupPage = (csrf) =>
  page(
    'Sign up',
    `<form data-authrocket="signup" data-authrocket-deliver="fetch" data-authrocket-to="/signup"
      method="post" action="${escape(settings.instanceUrl)}signup">
  ${hidden(csrf)}
  <p><label>User name <input name="username" autocomplete="username" required></label></p>
  <p><label>Email <input name="email" type="email" autocomplete="email" required></label></p>
  <p><label>Password <input name="password" type="password" autocomplete="new-password" minlength="8" required></label></p>
  <p data-authrocket-error role="alert"></p>
  <button>Sign up</button>
</form>`,
  );

export const confirmPage = (csrf, error) =>
  page(
    'One more step',
    `<form method="post" action="/signup/confirm">
  ${hidden(csrf)}
  <p role="alert">${escape(error)}</p>
  <p><label><input type="checkbox" name="terms" value="yes" required> I agree to the terms</label></p>
  <button>Create my account</button>
</form>`,
  );

export const accountPage = (csrf, login) =>
  page(
    'Your account',
    `<p>Logged in as <strong>${escape(login.name)}</strong></p>
<form method="post" action="/logout">${hidden(csrf)}<button>Log out</button></form>`,
  );

export const messagePage = (title, text) => page(title, `<p>${escape(text)}</p><p><a href="/login">Log in</a></p>`);
