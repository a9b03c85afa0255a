// CommonJS: the package is an ES module, which `import()` brings.
// @ts-expect-error and nothing else
import { createClient } from 'authrocket-wasm';

export async function logIn(): Promise<string> {
  const { createClient } = await import('authrocket-wasm');
  const result = await createClient({ url: 'https://demo.e1.loginrocket.com/' }).login({ username: 'ada', password: 'p' });
  return result.result === 'login' ? result.token : result.result === 'error' ? result.code : result.token;
}
