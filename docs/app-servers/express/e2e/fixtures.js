import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test as base } from '@playwright/test';
import { startEmulator } from 'authrocket-wasm/testing';

/** Each worker has an emulator and the app of its own; each test begins with the seed. */
export const test = base.extend({
  stage: [
    async ({}, use, { parallelIndex }) => {
      const origin = `http://localhost:${3100 + parallelIndex}`;
      const emulator = await startEmulator({ seed: '../seed.json', vars: { APP: origin } });
      const own = { PORT: new URL(origin).port, LOGINROCKET_URL: emulator.loginRocketUrl, SESSION_SECRET: 'e2e'.repeat(20) };
      const app = spawn('node', ['server.js'], { env: { ...process.env, ...emulator.env, ...own }, stdio: ['ignore', 'pipe', 'inherit'] });
      await once(app.stdout, 'data'); // It says where it listens.
      await use({ emulator, origin });
      app.kill();
      await emulator.stop();
    },
    { scope: 'worker' },
  ],
  emulator: async ({ stage }, use) => {
    await stage.emulator.reset();
    await use(stage.emulator);
  },
  baseURL: ({ stage }, use) => use(stage.origin),
});
