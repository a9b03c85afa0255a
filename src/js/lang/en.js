/**
 * Every key that a language has, with the English text: what to copy to add a language, or to override one text.
 */
import { ENGLISH as COMFORTS } from '../comforts/texts.js';
import { ENGLISH } from '../texts.js';

/** After a call that has nowhere to go, or that stops at the app's own server. */
const ENDS = {
  sent: 'If we know this account, a mail with a link is on its way.',
  reset_done: 'Your password is changed. You can log in with it now.',
  verified: 'Your email address is confirmed.',
  token_missing: 'This link is incomplete or was used already. Please ask for a new one.',
  app_refused: 'You are known, but this site did not let you in. Please try again.',
  app_unreachable: 'This site cannot be reached right now. Please try again.',
  no_bridge: 'Please open this page in the app.',
};

/** By API name; they stand for `{field}`. */
const FIELDS = {
  username: 'Username',
  email: 'Email',
  email_confirmation: 'Email confirmation',
  password: 'Password',
  password_confirmation: 'Password confirmation',
  first_name: 'First name',
  last_name: 'Last name',
  org_name: 'Org name',
  code: 'Code',
};

const texts = { ...ENDS, ...ENGLISH, ...COMFORTS, ...FIELDS };

/** @typedef {Record<keyof typeof texts, string>} Texts */

export default texts;
