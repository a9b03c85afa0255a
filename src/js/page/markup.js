/**
 * Names of the markup door that several files use (contract, section 4), and what a form does by them.
 */
import { attribute } from './dom.js';

export const STATE = 'data-authrocket-state';
export const BUSY = 'aria-busy';
/** The form that asks for a code, attached with the one that needs it. */
export const CODE_FORM = 'form[data-authrocket=code]';

/** What a form does. @returns {string} */
export const kindOf = (form, options) => (options && options.kind) || attribute(form, 'data-authrocket') || '';
