/** The entry of `pkg/hints.js`, by the name that both doors load it by. */
export { explain } from './hints/explain.js';
export { inspect } from './hints/inspect.js';
