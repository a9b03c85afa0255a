/**
 * Starts the wasm: once, and again after a failure. Knows nothing of what it does.
 */
import { answered, attach, begin, bind, detach, end, handed, happened, imports, submit, sweep } from 'engine';

/** The glue serves one instance, so a page has one engine, whoever starts it first. */
const engine = { answered, attach, begin, detach, end, handed, happened, submit, sweep };
let started;
let running;

/** The engine if it runs already. */
export const current = () => running;

/**
 * @param {() => any} source bytes or a Response, or a promise of either: where the bytes come from
 * @returns {() => Promise<typeof engine>} starts the engine at the first call
 */
export function loader(source) {
  return () => {
    started ||= start(source).then(
      () => (running = engine),
      (error) => {
        // A failed load is not remembered: the network may be back.
        started = undefined;
        throw error;
      },
    );
    return started;
  };
}

async function start(source) {
  const { instance } = await instantiate(await source());
  bind(instance.exports);
}

async function instantiate(given) {
  if (typeof Response !== 'function' || !(given instanceof Response)) {
    return WebAssembly.instantiate(given, imports);
  }
  if (!given.ok) {
    throw new TypeError(`authrocket: the wasm answered ${given.status}`);
  }
  const typed = (given.headers.get('content-type') || '').startsWith('application/wasm');
  return typed && WebAssembly.instantiateStreaming
    ? WebAssembly.instantiateStreaming(given, imports)
    : WebAssembly.instantiate(await given.arrayBuffer(), imports);
}
