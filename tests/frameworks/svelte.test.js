import { bareCases, cases, renderedCases } from './cases.js';
import { entryCases, fieldsCases } from './entry-cases.js';

cases('svelte');
entryCases('svelte');
fieldsCases('svelte');
cases('svelte', '?without');
cases('svelte', '?alone');
bareCases('svelte');
renderedCases('svelte');
