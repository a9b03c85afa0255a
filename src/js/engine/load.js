/**
 * Starts the engine: once, and again after a failure. It runs as wasm, or as the same code in JavaScript where a page's
 * policy, the browser or a broken compile leaves no WebAssembly. Knows nothing of what it does.
 */
import { bind, exported as engine, imports } from 'engine';
import { warnOfReplaced } from './natives.js';

/** Where `pkg/fallback.js` leaves its function: the same file is a module and a plain script. */
const FALLBACK = Symbol.for('authrocket.fallback');
/** The glue serves one instance, so a page has one engine, whoever starts it first. */
let started;
let running;
/** @type {import('../../../types/index.d.ts').Engine} */
let kind;

/** The engine if it runs already. */
export const current = () => running;

/** What it runs as: `wasm`, `javascript`, or `undefined` before it does. */
export const engineKind = () => kind;

/**
 * @param {() => any} source where the wasm comes from: an address, a `Response`, bytes, a `Module`, an `Instance`, a
 *   function of the imports that gives one of these, or a promise of one
 * @param {() => Promise<any>} fallback has `pkg/fallback.js` run
 * @returns {() => Promise<typeof engine>} starts the engine at the first call
 */
export function loader(source, fallback) {
  return () => {
    started ||= start(source, fallback).then(
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

/** Rejects when the wasm cannot be had; answers nothing when it is there and cannot be compiled. */
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
    // Not typed as wasm, cut short, or not allowed: the bytes tell.
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
