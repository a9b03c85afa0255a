/** The entry of `pkg/strength.js`. `pkg/comforts.js` loads the file by this name. */
export { estimate } from './strength/estimate.js';
export { attachMeter } from './strength/meter.js';
