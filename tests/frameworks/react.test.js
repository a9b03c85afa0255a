import { bareCases, cases, renderedCases } from './cases.js';

cases('react');
bareCases('react');
renderedCases('react');
