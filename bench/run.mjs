/**
 * `cargo xtask bench pages`: measures our library and the clients that people use today, in one Chromium, on the same page,
 * against one local service. Prints the figures, and writes them into docs/benchmarks.md. Nothing here fails for being slow.
 *
 * node bench/run.mjs [--runs 15] [--only load,clicks] [--peers fetch,script] [--write]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { startBrowser } from './lib/browser.mjs';
import { summarise } from './lib/figures.mjs';
import * as measures from './lib/measures.mjs';
import { bundle, pageOf, PEERS } from './lib/pages.mjs';
import { slowLine } from './lib/proxy.mjs';
import { table } from './lib/report.mjs';
import { serve } from './lib/service.mjs';

const ROUND_TRIP = 150;
const DOCUMENT = new URL('../docs/benchmarks.md', import.meta.url);
const SECTION = /(<!-- pages: begin -->\n)[^]*?(<!-- pages: end -->)/;
const FAST = { cpu: 1 };

const TIMES = [['held', 'a submit is held (ms)'], ['ready', 'client can send (ms)'], ['script', 'script (ms)'], ['heap', 'heap (kB)']];
const CLICKS = [['first', 'first click (ms)'], ['warm', 'third click (ms)']];
const IMPATIENT = [['toApp', 'until the app (ms)'], ['leaked', 'password to the app'], ['sent', 'password to the service']];

/** Name, title, what is done in a run, profile, columns, column of the ratio, and the peers that take part. */
const TABLES = [
  ['login', 'Bytes and requests until the login is done', measures.login, FAST,
    [['raw', 'bytes'], ['gzip', 'gzip'], ['brotli', 'brotli'], ['requests', 'requests'], ['preflights', 'preflights'], ['toApp', 'click to app (ms)']], 'brotli'],
  ['load', 'Loading: a fast machine', measures.load, FAST, TIMES, 'ready'],
  ['load', 'Loading: 4 × CPU, 150 ms, 1.6 Mbit/s', measures.load, measures.SLOW, TIMES, 'ready'],
  ['longest', 'Longest task while loading, 4 × CPU', measures.longest, measures.SLOW, [['longest', 'ms']], 'longest'],
  ['clicks', 'From a click until the request leaves', measures.clicks, FAST, CLICKS, 'first'],
  ['clicks', 'From a click until the request leaves, 4 × CPU', measures.clicks, measures.SLOW, CLICKS, 'first'],
  ['login-slow', 'Login: 4 × CPU, 150 ms, 1.6 Mbit/s', measures.login, measures.SLOW, [['toApp', 'click to app (ms)']], 'toApp'],
  ['distant', `Login over TLS on a line of ${ROUND_TRIP} ms`, measures.distant, FAST, [['toApp', 'click to app (ms)']], 'toApp'],
  ['impatient', 'A user who submits as soon as the form is parsed, 4 × CPU, 150 ms, 1.6 Mbit/s', measures.impatient, measures.SLOW, IMPATIENT],
  ['memory', 'Growth over 200 failed logins, after 800 to warm up', measures.memory, FAST, [['growth', 'heap (kB)'], ['wasm', 'wasm memory (KiB)']]],
  ['cycles', 'Growth over 10,000 forms attached and detached', measures.cycles, FAST, [['growth', 'heap (kB)']]],
];
/** Slow measures make fewer runs. */
const FEWER = { memory: 3, cycles: 3 };
const PEERS_OF = { memory: (peer) => !PEERS[peer].isExtra, cycles: (peer) => peer === 'module', impatient: (peer) => !PEERS[peer].isExtra };

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '15' }, only: { type: 'string' }, peers: { type: 'string' }, write: { type: 'boolean' } },
});
const wanted = (list, name) => !list || list.split(',').includes(name);
const runs = Number(options.runs);

const files = await bundle();
const service = await serve((peer, instance) => pageOf(peer, instance, files), files);
const line = await slowLine(service.port, ROUND_TRIP);
const browser = await startBrowser();
const world = { browser, service, files, line, port: service.port };
const sections = [];
try {
  for (const [name, title, measure, profile, columns, ratio] of TABLES) {
    if (!wanted(options.only, name)) {
      continue;
    }
    const peers = Object.keys(PEERS).filter((peer) => wanted(options.peers, peer) && (!PEERS_OF[name] || PEERS_OF[name](peer)));
    const all = Object.fromEntries(peers.map((peer) => [peer, []]));
    const count = Math.min(runs, FEWER[name] || runs);
    for (let run = 0; run < count; run++) {
      // Interleaved, so that what else the machine does meets all alike.
      for (const peer of peers) {
        try {
          all[peer].push(await measure(world, peer, profile));
        } catch (error) {
          console.error(`${name} ${peer}: ${error.message}`);
        }
        service.log.length = 0;
      }
    }
    const measured = Object.entries(all).filter(([, figures]) => figures.length).map(([peer, figures]) => [peer, summarise(figures)]);
    const section = table(`${title} (${count} runs)`, columns, Object.fromEntries(measured), ratio);
    sections.push(section);
    console.log(section);
  }
} finally {
  await browser.stop();
  line.stop();
  service.stop();
}
if (options.write) {
  const machine = `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.version}, ${browser.version}`;
  const text = await readFile(DOCUMENT, 'utf8');
  const about = `Measured ${new Date().toISOString().slice(0, 10)} on ${machine}. Medians ± half the interquartile range.\n\n`;
  await writeFile(DOCUMENT, text.replace(SECTION, (_, begin, end) => `${begin}${about}${sections.join('\n')}${end}`));
}
