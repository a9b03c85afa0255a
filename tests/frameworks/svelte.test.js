import { bareCases, cases, renderedCases } from './cases.js';

cases('svelte');
bareCases('svelte');
renderedCases('svelte');
