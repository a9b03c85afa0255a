/** The entry of `pkg/comforts.js`, by the name that both doors load it by. */
export * from './comforts/index.js';
