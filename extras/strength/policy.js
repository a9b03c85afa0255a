/**
 * What a new password needs: `minlength` of the field, and the kinds of characters in `data-authrocket-require`. Imports nothing.
 * Tests: tests/browser/strength-policy.test.js.
 */

const REQUIRE = 'data-authrocket-require';

/**
 * Kinds of characters by name, as the service counts them, each with the service's message. `symbol` is another word for `special`.
 * @type {Record<string, [RegExp, string]>}
 */
export const KINDS = {
  lower: [/\p{Lowercase}/u, 'must_include_a_lower_case_letter'],
  upper: [/\p{Uppercase}/u, 'must_include_an_upper_case_letter'],
  digit: [/\p{N}/u, 'must_include_a_digit'],
  special: [/[^\p{Alphabetic}\p{N}]/u, 'must_include_a_special_character'],
};

/**
 * The rules of a field.
 * @returns {{ key: string, number?: number, message?: string, isMet: boolean }[]} `message` is the key of the error of an unmet rule;
 *   the browser itself checks the length
 */
export function rulesOf(field) {
  const { value, minLength } = field;
  const named = (field.getAttribute(REQUIRE) || '').replace('symbol', 'special').split(/[\s,]+/);
  const kinds = Object.entries(KINDS).filter(([name]) => named.includes(name));
  return [
    ...(minLength > 0 ? [{ key: 'rule_length', number: minLength, isMet: value.length >= minLength }] : []),
    ...kinds.map(([name, [pattern, message]]) => ({ key: `rule_${name}`, message, isMet: pattern.test(value) })),
  ];
}
