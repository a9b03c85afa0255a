/** One call of AuthRocket's servers: the Core API, and the public keys of a LoginRocket host. Tests: tests/package/server. */
import { LoginError } from './errors.js';

/** Headers of both versions (protocol-v1.md §5.1, protocol-v2.md §7.1). */
const headersOf = ({ api, apiKey, realm }) => {
  const prefix = api === 'v1' ? 'X-Authrocket' : 'Authrocket';
  return { [`${prefix}-Api-Key`]: apiKey, [`${prefix}-Realm`]: realm };
};

/** Statuses that say nothing about the token: a wrong key, too many calls, an outage. */
const isNoAnswer = (status) => status >= 500 || [401, 402, 403, 429].includes(status);

async function ask(settings, what, url, init) {
  let response;
  let text;
  try {
    response = await settings.fetch(url.href, { ...init, signal: AbortSignal.timeout(settings.timeout) });
    text = await response.text();
  } catch (cause) {
    throw new LoginError('unavailable', `${what} cannot be reached`, { cause });
  }
  const { status } = response;
  if (isNoAnswer(status)) {
    const why = status === 403 ? '; check apiKey, realm and the permissions of the key' : '';
    throw new LoginError('unavailable', `${what} answered ${status}${why}`);
  }
  try {
    return { status, body: text ? JSON.parse(text) : {} };
  } catch (cause) {
    throw new LoginError('unavailable', `${what} answered ${status} without JSON`, { cause });
  }
}

/** Calls the Core API. Resolves to status and body of an answer that says something. */
export function callApi(settings, method, path, content) {
  if (!settings.apiUrl) throw new TypeError('authrocket: this call needs apiUrl and apiKey');
  const headers = { Accept: 'application/json', ...headersOf(settings), ...(content && { 'Content-Type': 'application/json' }) };
  const init = { method, headers, body: content && JSON.stringify(content) };
  return ask(settings, 'the Core API', new URL(path, settings.apiUrl), init);
}

/** Reads a public document of the LoginRocket host. */
export async function readDocument(settings, path) {
  const { status, body } = await ask(settings, 'the LoginRocket host', new URL(path, settings.loginRocketUrl), {
    headers: { Accept: 'application/json' },
  });
  if (status !== 200) throw new LoginError('unavailable', `the LoginRocket host answered ${status} for ${path}`);
  return body;
}

/** The sentences of a 422 or 409: an object of lists in AuthRocket 1, a list in AuthRocket 2. */
const sentencesOf = ({ errors, error }) => Object.values(errors ?? {}).flat().concat(errors || !error ? [] : error).map(String);

/** Creates something; a refusal becomes an error with the service's sentences. */
export async function createByApi(settings, path, content) {
  const { status, body } = await callApi(settings, 'POST', path, content);
  if (status >= 300) {
    throw new LoginError('refused', `the Core API answered ${status} for ${path}`, { errors: sentencesOf(body) });
  }
  return body;
}
