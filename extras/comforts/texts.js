/**
 * The English texts of all enhancements, also of `pkg/strength.js`. Other languages: `extras/lang`.
 * Tests: tests/browser/lang.test.js.
 */
import { ENGLISH as STRENGTH } from '../strength/english.js';
import { ENGLISH as COMFORTS } from './english.js';

export const ENGLISH = { ...COMFORTS, ...STRENGTH };
