import { bareCases, cases } from './cases.js';
import { entryCases, fieldsCases } from './entry-cases.js';

cases('angular');
entryCases('angular');
fieldsCases('angular');
cases('angular', '?without');
cases('angular', '?alone');
bareCases('angular');
