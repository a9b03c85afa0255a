/**
 * Starts the engine: once, and again after a failure. The engine runs as wasm. If the browser or the page's policy allows no
 * WebAssembly, or compiling fails, the same code runs as JavaScript. Tests: tests/browser/loading.test.js, fallback.test.js.
 */
import { bind, exported as engine, imports } from 'engine';
import { warnOfReplaced } from './natives.js';

/** The global function of `pkg/fallback.js`. A global, because the file runs as a module and as a plain script. */
const FALLBACK = Symbol.for('authrocket.fallback');
/** The generated bindings serve one instance, so all clients of a page share the engine that starts first. */
let started;
let running;
/** @type {import('../../../types/index.d.ts').Engine} */
let kind;

/** The engine; `undefined` before it runs. */
export const current = () => running;

/** How the engine runs: `wasm` or `javascript`; `undefined` before it runs. */
export const engineKind = () => kind;

/**
 * @param {() => any} source returns the wasm: an address, a `Response`, bytes, a `Module`, an `Instance`, a function that takes
 *   the imports and returns one of these, or a promise of one
 * @param {() => Promise<any>} fallback loads and runs `pkg/fallback.js`
 * @returns {() => Promise<typeof engine>} starts the engine at the first call
 */
export function loader(source, fallback) {
  return () => {
    started ||= start(source, fallback).then(
      () => (running = engine),
      (error) => {
        // Try again at the next call: the network may be back.
        started = undefined;
        throw error;
      },
    );
    return started;
  };
}

async function start(source, fallback) {
  warnOfReplaced();
  const exports = typeof WebAssembly === 'object' && (await instantiate(await source()));
  if (exports) {
    bind(exports);
    kind = 'wasm';
  } else {
    await fallback();
    bind(globalThis[FALLBACK](imports));
    kind = 'javascript';
  }
}

/** Compiles the wasm. Rejects if the wasm cannot be loaded; resolves to `undefined` if it cannot be compiled. */
async function instantiate(given) {
  given = await (typeof given === 'function' ? given(imports) : given);
  if (given instanceof URL || typeof given === 'string') {
    given = await fetch(given);
  }
  try {
    if (!(given instanceof Response)) {
      return exportsOf(given.exports ? given : await WebAssembly.instantiate(given, imports));
    }
    if (given.ok && WebAssembly.instantiateStreaming) {
      return exportsOf(await WebAssembly.instantiateStreaming(given.clone(), imports));
    }
  } catch (error) {
    // Streaming fails for a wrong content type, too. So compile the bytes before giving up.
    if (!(given instanceof Response)) {
      console.warn('authrocket: no WebAssembly:', error);
      return undefined;
    }
  }
  if (!given.ok) {
    throw new TypeError(`authrocket: the wasm answered ${given.status}`);
  }
  return instantiate(await given.arrayBuffer());
}

const exportsOf = (made) => (made.instance || made).exports;
