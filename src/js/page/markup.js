/**
 * Names of the markup that several files use (contract §4), and the kind of a form.
 * Tests: tests/browser/markup.test.js.
 */
import { attribute } from './dom.js';

export const STATE = 'data-authrocket-state';
export const BUSY = 'aria-busy';
/** The page's form that asks for a code, beside its login form. */
export const CODE_FORM = 'form[data-authrocket=code]';

/** The kind of a form, such as `login`: from the options, else from the attribute. @returns {string} */
export const kindOf = (form, options) => (options && options.kind) || attribute(form, 'data-authrocket') || '';
