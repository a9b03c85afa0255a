/** `npx playwright test --config e2e`, in the folder of the app. CHROMIUM names a browser that is already installed. */
export default {
  testDir: '.',
  timeout: 20_000,
  use: { launchOptions: { executablePath: process.env.CHROMIUM } },
};
