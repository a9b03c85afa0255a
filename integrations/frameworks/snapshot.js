/**
 * What a framework shows of a form. Each change is a new object, so that frameworks see it by identity.
 * Used by attached.js and login.js. Tests: tests/frameworks.
 */

/**
 * A form that nobody has used yet.
 * @type {import('../../types/forms.d.ts').FormSnapshot}
 */
export const IDLE = Object.freeze({ state: 'idle', error: '', errors: Object.freeze({}), codeRequired: false });

/** The first text of each field of an error result. */
const firstTexts = ({ fields }) => Object.fromEntries(Object.entries(fields).map(([field, texts]) => [field, texts[0]]));

/** The members of a snapshot that an error result changes. */
export const failed = (result) => ({ state: 'error', error: result.error, errors: firstTexts(result) });

/** The API field of a control's name: `username`, or `login[username]` as in AuthRocket's samples. */
export const fieldOf = (name) => /([^[\]]*)\]?$/.exec(name)[1];
