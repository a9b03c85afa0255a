import { bareCases, cases } from './cases.js';

cases('angular');
bareCases('angular');
