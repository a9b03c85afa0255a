/** The entry of `pkg/hints.js`. The script tag and the npm client load the file by this name. */
export { explain } from './hints/explain.js';
export { inspect } from './hints/inspect.js';
