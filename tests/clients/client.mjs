// Node's libraries, as an app server uses them: one command a line comes in, one answer a line goes out.
import { createPublicKey } from 'node:crypto';
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

/** A public key in PEM; AuthRocket 2 also gives it bare, for its own libraries to put it between these lines. */
const pem = (key) =>
  key.startsWith('-----') ? key : `-----BEGIN PUBLIC KEY-----\n${key.match(/.{1,64}/g).join('\n')}\n-----END PUBLIC KEY-----\n`;

/** What was made of the key set at an address; it is kept, and loads the set again for a key that it does not know. */
const keySets = new Map();
const keySet = (url, make) => keySets.get(url) ?? keySets.set(url, make(url)).get(url);

/** For libraries that know keys, but no sets of them. */
const plainSet = (url) => {
  let keys = [];
  const find = (kid) => keys.find((key) => key.kid === kid);
  return async (kid) => {
    if (!find(kid)) keys = (await (await fetch(url)).json()).keys;
    const key = find(kid);
    if (!key) throw new jose.errors.JWKSNoMatchingKey();
    return createPublicKey({ key, format: 'jwk' });
  };
};

const remoteSet = (url) => jose.createRemoteJWKSet(new URL(url), { cacheMaxAge: 3_600_000, cooldownDuration: 0 });

const verifiers = {
  jsonwebtoken: ({ token, keys, jwks, algorithm, audience, issuer, leeway }) =>
    new Promise((resolve) => {
      const find = async ({ kid }) => {
        if (jwks) return keySet(jwks, plainSet)(kid);
        const key = named(keys, kid);
        return algorithm === 'HS256' ? key : pem(key);
      };
      const key = (header, found) => find(header).then((good) => found(null, good), found);
      const options = { algorithms: [algorithm], audience, issuer, clockTolerance: leeway };
      jsonwebtoken.verify(token, key, options, (error, claims) => {
        const refused = error instanceof jsonwebtoken.JsonWebTokenError;
        if (error) resolve(refused ? { refused: error.message } : { failed: String(error) });
        else resolve({ claims });
      });
    }),

  async jose({ token, keys, jwks, algorithm, audience, issuer, leeway }) {
    const given = (header) => {
      const text = named(keys, header.kid);
      return algorithm === 'HS256' ? new TextEncoder().encode(text) : jose.importSPKI(pem(text), algorithm);
    };
    const key = jwks ? keySet(jwks, remoteSet) : given;
    try {
      const rules = { algorithms: [algorithm], audience, issuer, clockTolerance: leeway };
      const { payload } = await jose.jwtVerify(token, key, rules);
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
