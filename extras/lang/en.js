/**
 * Every key of a language file, with its English text. Copy this file to add a language, or a line to override one text.
 * Tests: tests/browser/lang.test.js.
 */
import { ENGLISH as ENHANCEMENTS } from '../comforts/texts.js';
import { ENGLISH } from '../../src/js/texts/english.js';

/** Names of fields, by API name; they replace `{field}`. */
const FIELDS = {
  username: 'Username',
  email: 'Email',
  email_confirmation: 'Email confirmation',
  password_confirmation: 'Password confirmation',
  current_password: 'Current password',
  first_name: 'First name',
  last_name: 'Last name',
  org_name: 'Org name',
  code: 'Code',
};

/** Known messages of the service, beside those of `extras/strength/english.js`. `src/domain/sentence.rs` makes the key from a message. */
const SENTENCES = {
  login_failed: 'Login failed',
  error_validating_code: 'Error validating code',
  verification_failed: 'Verification failed',
  please_verify_your_email_address_before_you_log_in_see_the_mail_that_we_have_sent_you:
    'Please verify your email address before you log in: see the mail that we have sent you',
  this_account_needs_a_second_step_which_this_page_does_not_offer: 'This account needs a second step, which this page does not offer',
  can_t_be_blank: "{field} can't be blank",
  has_already_been_taken: '{field} has already been taken',
  is_invalid: '{field} is invalid',
  is_not_used_for_logins_here: '{field} is not used for logins here',
  is_too_short_minimum_is_characters: '{field} is too short (minimum is {number} characters)',
  is_too_short: '{field} is too short',
  is_too_easy_to_guess: '{field} is too easy to guess',
  does_not_match: '{field} does not match',
  doesn_t_match_password: "{field} doesn't match Password",
  doesn_t_match_email: "{field} doesn't match Email",
  is_invalid_used_or_expired: 'Token is invalid, used or expired',
  session_is_unknown_or_has_ended: 'Session is unknown or has ended',
};

const texts = { ...ENGLISH, ...ENHANCEMENTS, ...FIELDS, ...SENTENCES };

/** @typedef {Record<keyof typeof texts, string>} Texts */

export default texts;
