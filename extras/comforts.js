/** The entry of `pkg/comforts.js`. The script tag and the npm client load the file by this name. */
export * from './comforts/index.js';
