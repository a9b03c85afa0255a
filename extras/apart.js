/** Files that `pkg/comforts.js` loads on demand, from its own folder. Each has its own `import()`, so that bundlers find it. */
export const loadStrength = () => import('./strength.js');
