import { bareCases, cases, renderedCases } from './cases.js';
import { entryCases, fieldsCases } from './entry-cases.js';

cases('vue');
entryCases('vue');
fieldsCases('vue');
cases('vue', '?without');
cases('vue', '?alone');
bareCases('vue');
renderedCases('vue');
