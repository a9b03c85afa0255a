/** What is measured: each function makes one run of one peer, and returns figures by name. */
import { PEERS, sizes } from './pages.mjs';

/** A phone on a slow network, by the browser's own emulation. */
export const SLOW = { cpu: 4, latency: 150, kilobytesPerSecond: 200 };
const FAST = {};

const mark = (name) => `performance.getEntriesByName('${name}').length`;
const at = (name) => `performance.getEntriesByName('${name}')[0].startTime`;
const CLICKED = 'sessionStorage.clicked = performance.timeOrigin + performance.now();';
const CLICK = `${CLICKED} performance.mark('click'); document.querySelector('button').click()`;
const WRONG = `document.querySelector('[name=password]').value = 'wrong'`;
const TEXT = `document.querySelector('[role=alert]').textContent`;
/** Milliseconds from the click to the app's page, which runs in the same tab. */
const TO_APP = `performance.timeOrigin + ${at('app')} - Number(sessionStorage.clicked)`;
/** The requests that carried a login, oldest first. */
const LOGINS = `performance.getEntriesByType('resource').filter(({ name }) => /lr-/.test(name) && !/refresh$/.test(name))`;

/** A user who types, for some milliseconds. */
const pause = (milliseconds = 0) => `new Promise((resolve) => setTimeout(resolve, ${milliseconds}))`;

let runs = 0;

/**
 * Opens the page of a peer on hosts that no run has used before.
 * @param {{browser: any, port: number}} world
 */
async function open({ browser, port }, peer, { profile = FAST, query = '' } = {}) {
  runs += 1;
  const host = `app-${runs}.bench.example`;
  const tab = await browser.open();
  await tab.slow(profile);
  await tab.go(`https://${host}:${port}/page/${peer}${query}`);
  return { tab, host, instance: host.replace('app-', 'lr-') };
}

/** A failed login on the same page; resolves once its error is shown and the form can be used again. */
async function fail(tab) {
  await tab.evaluate(`${TEXT.replace('textContent', "replaceChildren()")}; ${WRONG}; ${CLICK}`);
  await tab.until(`${TEXT} && !document.querySelector('button').disabled`);
}

/** Bytes and requests until the login is done, and from the click to the app's page. */
export async function login(world, peer, profile) {
  const { tab, host, instance } = await open(world, peer, { profile });
  await tab.until(mark('ready'));
  await tab.evaluate(pause(profile.pause));
  await tab.evaluate(CLICK);
  await tab.until(mark('app'));
  const toApp = await tab.evaluate(TO_APP);
  await tab.close();
  const log = world.service.log.filter((each) => each.host === host || each.host === instance);
  const own = log.map(({ path }) => path).filter((path) => world.files[path]);
  return {
    toApp,
    requests: log.filter(({ path }) => !/^\/(page|app)\//.test(path)).length,
    preflights: log.filter(({ method }) => method === 'OPTIONS').length,
    ...sizes([...new Set(own)], world.files),
  };
}

/** From the start of the navigation until a submit is held, and until the client can send. With what loading costs. */
export async function load(world, peer, profile) {
  const { tab } = await open(world, peer, { profile });
  await tab.until(mark('ready'));
  const held = await tab.evaluate(at('held'));
  const ready = await tab.evaluate(at('ready'));
  const { ScriptDuration: script } = await tab.metrics();
  const heap = await tab.heap();
  await tab.close();
  return { held, ready, script: script * 1000, heap: heap / 1000 };
}

/** The longest task of the page's main thread until the client can send. */
export async function longest(world, peer, profile) {
  const tab = await world.browser.open();
  await tab.slow(profile);
  runs += 1;
  const events = [];
  tab.cdp.Tracing.dataCollected(({ value }) => events.push(...value));
  await tab.cdp.Tracing.start({ transferMode: 'ReportEvents', traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing'] } });
  await tab.go(`https://app-${runs}.bench.example:${world.port}/page/${peer}`);
  await tab.until(mark('ready'));
  const complete = new Promise((resolve) => tab.cdp.Tracing.tracingComplete(resolve));
  await tab.cdp.Tracing.end();
  await complete;
  await tab.close();
  const mine = events.find(({ name }) => name === 'ready');
  const tasks = events.filter(({ name, pid, tid, ts }) => /RunTask$/.test(name) && pid === mine.pid && tid === mine.tid && ts <= mine.ts);
  return { longest: Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000 };
}

/** From a click until the request leaves: the first click of a page, and the third. */
export async function clicks(world, peer, profile) {
  const { tab } = await open(world, peer, { profile: { cpu: profile.cpu } });
  await tab.until(mark('ready'));
  // Idle work of the page is over.
  await tab.evaluate(pause(500));
  const leaves = [];
  for (let time = 0; time < 3; time++) {
    await fail(tab);
    leaves.push(await tab.evaluate(`${LOGINS}.pop().startTime - performance.getEntriesByName('click').pop().startTime`));
  }
  await tab.close();
  return { first: leaves[0], warm: leaves[2] };
}

/** A user who submits as soon as the form is parsed: where the password goes, and when the app's page runs. */
export async function impatient(world, peer, profile) {
  const { tab, host, instance } = await open(world, peer, { profile, query: '?impatient' });
  await tab.until(mark('app'));
  const toApp = await tab.evaluate(TO_APP);
  await tab.close();
  const holds = (wanted) => world.service.log.some((each) => each.host === wanted && /correct.horse/.test(each.body));
  return { toApp, leaked: holds(host) ? 1 : 0, sent: holds(instance) ? 1 : 0 };
}

/** The whole login over TLS through a slow line: from the click to the app's page. */
export const distant = (world, peer) => login({ ...world, port: world.line.port }, peer, { pause: 1000 }).then(({ toApp }) => ({ toApp }));

/** Rounds of logins before the growth is measured: caches of the browser fill up first. */
const WARM_UP = 4;

/** Growth of the heap over 200 failed logins, after a warm-up, and the memory of the wasm. */
export async function memory(world, peer, _profile, logins = 200) {
  runs += 1;
  const tab = await world.browser.open();
  await tab.cdp.Page.addScriptToEvaluateOnNewDocument({ source: `(${watchWasm})()` });
  await tab.go(`https://app-${runs}.bench.example:${world.port}/page/${peer}`);
  await tab.until(mark('ready'));
  const rounds = async (count) => {
    for (let time = 0; time < count; time++) {
      await fail(tab);
    }
    // The page's own record of its requests would count as growth.
    await tab.evaluate('performance.clearResourceTimings(); performance.clearMarks("click"); 0');
    return tab.heap();
  };
  const before = await rounds(logins * WARM_UP);
  const after = await rounds(logins);
  const wasm = await tab.evaluate('window.wasmMemory ? wasmMemory.buffer.byteLength : 0');
  await tab.close();
  return { growth: (after - before) / 1000, wasm: wasm / 1024 };
}

function watchWasm() {
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const native = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await native.apply(WebAssembly, given);
      window.wasmMemory = Object.values((made.instance || made).exports).find((each) => each instanceof WebAssembly.Memory);
      return made;
    };
  }
}

/** Growth of the heap over 10,000 cycles of attaching a form and detaching it; the npm client only. */
export async function cycles(world, peer, _profile, count = 10_000) {
  const { tab } = await open(world, peer);
  await tab.until(mark('ready'));
  const round = async () => {
    await tab.evaluate(`(async () => {
      for (let time = 0; time < ${count}; time++) {
        const form = document.createElement('form');
        form.innerHTML = '<input name=username><input name=password type=password><button>Go</button>';
        document.body.append(form);
        const { detach } = client.attach(form, { kind: 'login' });
        await undefined;
        detach();
        form.remove();
        if (time % 500 === 0) await new Promise((resolve) => setTimeout(resolve));
      }
    })()`);
    return tab.heap();
  };
  const before = await round();
  const after = await round();
  await tab.close();
  return { growth: (after - before) / 1000 };
}

export const isOwn = (peer) => Boolean(PEERS[peer].own);
