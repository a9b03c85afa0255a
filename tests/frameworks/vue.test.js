import { bareCases, cases, renderedCases } from './cases.js';

cases('vue');
bareCases('vue');
renderedCases('vue');
