/**
 * Every key that a language has, with the English text: what to copy to add a language, or to override one text.
 */
import { ENGLISH as COMFORTS } from '../comforts/texts.js';
import { ENGLISH } from '../../src/js/texts/english.js';

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

const texts = { ...ENGLISH, ...COMFORTS, ...FIELDS };

/** @typedef {Record<keyof typeof texts, string>} Texts */

export default texts;
