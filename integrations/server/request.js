/** The token of a Web `Request`. Tests: tests/package/server. */
import { LoginError } from './errors.js';

/** The fields of a body, as `post`, `fetch` and JSON clients send them. The request can be read again afterwards. */
async function bodyOf(request) {
  const type = request.headers.get('content-type') ?? '';
  if (request.method === 'GET' || request.method === 'HEAD' || request.bodyUsed) return [];
  try {
    if (/^application\/json\b/i.test(type)) return Object.entries(await request.clone().json());
    const isForm = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type);
    return isForm ? [...(await request.clone().formData())] : [];
  } catch (cause) {
    throw new LoginError('token_malformed', 'the body of the request cannot be read', { cause });
  }
}

/** A path of this site. `redir` comes from outside: `//evil.test` and `/\evil.test` lead to another site. */
function ownPath(redir) {
  const here = 'http://here.invalid';
  if (typeof redir !== 'string' || !redir.startsWith('/') || !URL.canParse(redir, here)) return undefined;
  const { origin, pathname, search, hash } = new URL(redir, here);
  return origin === here && !pathname.startsWith('//') ? pathname + search + hash : undefined;
}

/**
 * Reads `token`, `signup` and `redir` of a request, from its body or its query.
 * @param {Request} request
 */
export async function readToken(request) {
  const body = await bodyOf(request);
  const query = [...new URL(request.url).searchParams];
  const values = (name) => {
    const of = (pairs) => pairs.filter(([key]) => key === name).map(([, value]) => value);
    return of(body).length > 0 ? of(body) : of(query);
  };
  const tokens = values('token');
  if (tokens.length === 0 || tokens[0] === '') throw new LoginError('token_missing', 'the request has no token');
  if (tokens.length > 1 || typeof tokens[0] !== 'string') throw new LoginError('token_malformed', 'the request has no single token');
  return { token: tokens[0], signup: String(values('signup')[0]) === 'true', redir: ownPath(values('redir')[0]) };
}
