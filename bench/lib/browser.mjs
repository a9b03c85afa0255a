/** One Chromium for all runs, driven by its own protocol (CDP). */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import CDP from 'chrome-remote-interface';

const FLAGS = [
  '--headless=new', '--remote-debugging-port=0', '--no-first-run', '--no-default-browser-check', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-features=Translate,OptimizationHints', '--ignore-certificate-errors',
  '--enable-precise-memory-info', '--js-flags=--expose-gc', '--host-resolver-rules=MAP *.bench.example 127.0.0.1',
];

/** Starts Chromium with a profile of its own: off-the-record profiles ignore `preconnect`. */
export async function startBrowser(program = process.env.CHROMIUM || 'chromium') {
  const profile = await mkdtemp(join(tmpdir(), 'bench-'));
  const root = process.getuid && process.getuid() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(program, [...FLAGS, ...root, `--user-data-dir=${profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
      const found = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(said);
      if (found) {
        resolve(Number(found[1]));
      }
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`Chromium ended: ${said}`)));
  });
  const version = (await CDP.Version({ port })).Browser;
  return {
    version,
    open: () => openTab(port),
    async stop() {
      child.removeAllListeners('exit');
      const ended = new Promise((resolve) => child.on('exit', resolve));
      child.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function openTab(port) {
  const target = await CDP.New({ port, url: 'about:blank' });
  const cdp = await CDP({ port, target });
  const { Page, Runtime, Performance, Network, HeapProfiler, Emulation } = cdp;
  await Promise.all([Page.enable(), Runtime.enable(), Network.enable(), Performance.enable({ timeDomain: 'timeTicks' })]);
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await Runtime.evaluate({ expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description || exceptionDetails.text);
    }
    return result.value;
  };
  /** Asks the page until an expression is true; a navigation in between only means asking again. */
  const until = async (expression, seconds = 30) => {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const value = await evaluate(expression).catch(() => undefined);
      if (value) {
        return value;
      }
      if (Date.now() > end) {
        throw new Error(`no end of waiting for: ${expression}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return {
    cdp,
    evaluate,
    until,
    go: (url) => Page.navigate({ url }),
    async slow({ cpu = 1, latency = 0, kilobytesPerSecond = 0 }) {
      await Emulation.setCPUThrottlingRate({ rate: cpu });
      const throughput = kilobytesPerSecond ? kilobytesPerSecond * 1000 : -1;
      await Network.emulateNetworkConditions({ offline: false, latency, downloadThroughput: throughput, uploadThroughput: throughput });
    },
    async heap() {
      for (let time = 0; time < 3; time++) {
        await HeapProfiler.collectGarbage();
      }
      return (await Runtime.getHeapUsage()).usedSize;
    },
    metrics: async () => Object.fromEntries((await Performance.getMetrics()).metrics.map(({ name, value }) => [name, value])),
    async close() {
      await CDP.Close({ port, id: target.id });
      await cdp.close();
    },
  };
}
