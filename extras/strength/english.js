/**
 * The English texts of the strength meter. `{level}`, `{number}` and `{field}` are filled in. The name of the field
 * and the last four, which are messages of the service, are texts that other languages already have. Tests: tests/browser/lang.test.js.
 */
export const ENGLISH = {
  password: 'Password',
  strength: 'Password strength',
  strength_is: 'Password strength: {level}',
  strength_0: 'very weak',
  strength_1: 'weak',
  strength_2: 'fair',
  strength_3: 'good',
  strength_4: 'strong',
  advice_common: 'This is one of the most used passwords.',
  advice_personal: 'It contains your name or your address.',
  advice_pattern: 'Repeats, rows of keys and years are easy to guess.',
  advice_longer: 'Longer is stronger. Several words are easy to remember.',
  rules: 'The password needs',
  rule_length: 'At least {number} characters',
  rule_lower: 'A lower-case letter',
  rule_upper: 'An upper-case letter',
  rule_digit: 'A digit',
  rule_special: 'A special character',
  rule_met: 'Met',
  rule_unmet: 'Not met yet',
  must_include_a_lower_case_letter: '{field} must include a lower-case letter',
  must_include_an_upper_case_letter: '{field} must include an upper-case letter',
  must_include_a_digit: '{field} must include a digit',
  must_include_a_special_character: '{field} must include a special character',
};
