// Node's libraries, as an app server uses them: one command a line comes in, one answer a line goes out.
import { createInterface } from 'node:readline';
import axios from 'axios';
import * as jose from 'jose';
import jsonwebtoken from 'jsonwebtoken';

// Keys by `kid`; the secret of a realm that has no `kid` stands under the empty name.
const named = (keys, kid) => {
  const key = keys[kid ?? ''];
  if (key === undefined) throw new jose.errors.JWKSNoMatchingKey();
  return key;
};

const verifiers = {
  jsonwebtoken: ({ token, keys, algorithm, audience }) =>
    new Promise((resolve) => {
      const key = (header, found) => {
        try {
          found(null, named(keys, header.kid));
        } catch (error) {
          found(error);
        }
      };
      const options = { algorithms: [algorithm], audience };
      jsonwebtoken.verify(token, key, options, (error, claims) => {
        const refused = error instanceof jsonwebtoken.JsonWebTokenError;
        if (error) resolve(refused ? { refused: error.message } : { failed: String(error) });
        else resolve({ claims });
      });
    }),

  async jose({ token, keys, algorithm, audience }) {
    const key = (header) => {
      const text = named(keys, header.kid);
      return algorithm === 'HS256' ? new TextEncoder().encode(text) : jose.importSPKI(text, algorithm);
    };
    try {
      const { payload } = await jose.jwtVerify(token, key, { algorithms: [algorithm], audience });
      return { claims: payload };
    } catch (error) {
      return error instanceof jose.errors.JOSEError ? { refused: error.message } : { failed: String(error) };
    }
  },
};

const callers = {
  async fetch({ method, url, headers, json, form }) {
    const body = json ? JSON.stringify(json) : form && new URLSearchParams(form);
    const typed = json ? { ...headers, 'content-type': 'application/json' } : headers;
    const response = await fetch(url, { method, headers: typed, body, signal: AbortSignal.timeout(10_000) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  },

  async axios({ method, url, headers, json, form }) {
    const data = json ?? (form && new URLSearchParams(form));
    const options = { method, url, headers, data, timeout: 10_000, proxy: false, validateStatus: () => true };
    const response = await axios.request(options);
    return { status: response.status, body: response.data === '' ? null : response.data };
  },
};

const work = {
  verify: (command) => verifiers[command.library](command),
  call: (command) => callers[command.library](command),
  escape: ({ text }) => ({ text: encodeURIComponent(text) }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  const answer = await Promise.resolve()
    .then(() => work[command.do](command))
    .catch((error) => ({ failed: String(error.stack) }));
  console.log(JSON.stringify(answer));
}
