/**
 * `authrocket-wasm/testing`: an emulator for the tests of an app, in Node. Guide: docs/testing-your-app.md.
 * Tests: tests/package/testing.
 */
import { controlOf } from './control.js';
import { launch } from './launch.js';

/** Whether an emulator answers there. */
async function readiness(loginRocketUrl) {
  try {
    const response = await fetch(new URL('/_emulator/ready', loginRocketUrl), { signal: AbortSignal.timeout(5000) });
    return (await response.json()).ready === true;
  } catch {
    return false;
  }
}

/** Finds an emulator that runs: at `loginRocketUrl`, or the one whose `exec` command runs the tests. */
export async function connectEmulator(options = {}) {
  const { env } = process;
  const access = {
    loginRocketUrl: String(options.loginRocketUrl ?? env.AUTHROCKET_LOGIN_URL ?? 'http://localhost:4101/'),
    apiUrl: options.apiUrl ?? env.AUTHROCKET_URL,
    apiKey: options.apiKey ?? env.AUTHROCKET_API_KEY,
    realm: options.realm ?? env.AUTHROCKET_REALM,
    api: options.api ?? (env.LOGINROCKET_URL ? 'v2' : 'v1'),
  };
  access.jwtKey = options.jwtKey ?? (access.api === 'v2' ? env.AUTHROCKET_JWT_KEY : env.AUTHROCKET_JWT_SECRET);
  // Asked first: no call of a test may reach a real service.
  if (!(await readiness(access.loginRocketUrl))) {
    throw new Error(`no emulator answers at ${access.loginRocketUrl}; start one, or let startEmulator do it`);
  }
  return { ...controlOf(access), stop: async () => {} };
}

/** Starts an emulator of its own, on free ports, and waits until it is ready. */
export async function startEmulator(options = {}) {
  const { access, stop } = await launch(options);
  return { ...controlOf(access), stop };
}
