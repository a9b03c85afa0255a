// A local HTTP server that records requests and answers as it is asked to, and the class under test on it.
import { createServer } from 'node:http';
import { LoginRocket } from 'authrocket-wasm/loginrocket';

export const GENERIC = 'An unexpected error occurred; please wait a minute and try again.';

/** What the class makes up for a failure. */
export const failure = (source, text = GENERIC) => ({ error: text, errors: [text], result: 'error', source });

/**
 * Starts a server for one test, which ends with it. `answer(request, response)` answers; `requests` has what was sent.
 * `lr(options)` is a `LoginRocket` whose URL is the server's.
 */
export async function serve(test, answer = (_, response) => reply(response, 200, '{"result":"okay"}')) {
  const requests = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const { method, url, headers } = request;
      const entry = { method, url, headers, body: Buffer.concat(parts).toString() };
      requests.push(entry);
      answer(entry, response);
    });
  });
  await new Promise((started) => server.listen(0, '127.0.0.1', started));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${server.address().port}`;
  return { url, requests, lr: (options) => new LoginRocket({ url, ...options }) };
}

export function reply(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}

/** What a call does: the value it throws at once, resolves to or rejects with. */
export async function outcome(call) {
  let promise;
  try {
    promise = call();
  } catch (error) {
    return { throws: error };
  }
  return promise.then(
    (resolves) => ({ resolves }),
    (rejects) => ({ rejects }),
  );
}
