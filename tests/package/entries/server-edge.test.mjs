// `authrocket-wasm/server` where there is nothing but Web APIs: no module of Node, no `process`, no `Buffer`.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';

const { build } = createRequire(import.meta.url)('esbuild');
const WEB = ['AbortSignal', 'FormData', 'Headers', 'Request', 'Response', 'TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'atob', 'btoa',
  'crypto', 'CryptoKey', 'structuredClone', 'Uint8Array'];

test('a bundle for an edge runtime verifies a token', async () => {
  const contents = "export { createServerClient } from 'authrocket-wasm/server'; export { SignJWT } from 'jose';";
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname ?? new URL('.', import.meta.url).pathname },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'entry',
    platform: 'neutral',
    conditions: ['workerd', 'worker', 'edge-light'],
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  const context = createContext(Object.fromEntries(WEB.map((name) => [name, globalThis[name]])));
  const code = `${outputFiles[0].text};
    (async () => {
      const realm = 'rl_0edge';
      const jwtKey = 'jsk_SampleSecretForTests-NotASecretAnywhereElse';
      const server = entry.createServerClient({ realm, jwtKey });
      const token = await new entry.SignJWT({ uid: 'usr_1', un: 'ada', aud: realm }).setProtectedHeader({ alg: 'HS256' })
        .setIssuedAt().setExpirationTime('1h').sign(new TextEncoder().encode(jwtKey));
      const { userId } = await server.verify(new Request('https://app.test/login?token=' + token));
      const { code } = await server.verify(token.slice(0, -2) + 'xx').catch((error) => error);
      return [userId, code].join();
    })()`;
  assert.equal(await runInContext(code, context), 'usr_1,signature_invalid');
});
