/**
 * The words of the markup door (docs/markup.md), as the doctor compares pages with them. A word that the library
 * learns is added here; the library itself keeps its own in src/js/page/fields.js and src/js/page/view.js.
 */
import { ENGLISH as COMFORTS } from '../comforts/texts.js';
import { ENGLISH as TEXTS } from '../../src/js/texts/english.js';

/** What a form needs by what it does: each entry is met by one of its fields. */
export const NEEDED = Object.freeze({
  login: [['username', 'email'], ['password']],
  signup: [['username', 'email'], ['password']],
  code: [['code']],
  logout: [['token']],
  'forgot-password': [['username', 'email']],
  'reset-password': [['password']],
  'verify-email': [],
});

/** Kinds that take their token from the page's address. */
export const BY_LINK = ['reset-password', 'verify-email'];

export const FIELDS = [
  'username', 'email', 'email_confirmation', 'password', 'password_confirmation', 'first_name', 'last_name',
  'org_name', 'code', 'token', 'redir', 'redirect_uri',
];

export const DELIVERIES = ['navigate', 'post', 'fetch', 'bridge', 'event'];
export const BRIDGES = ['auto', 'wkwebview', 'android', 'react-native', 'flutter'];
export const HOSTED = ['login', 'signup', 'logout'];

const ATTRIBUTES = [
  'field', 'error', 'state', 'deliver', 'to', 'bridge', 'done', 'social', 'hosted', 'redir', 'redirect-uri', 'reveal',
  'capslock', 'webview',
];

/** Whether the library knows an attribute of this name, those that replace a text apart. */
export function isAttribute(name) {
  return name === 'data-authrocket' || ATTRIBUTES.includes(name.slice('data-authrocket-'.length));
}

/** The inline guard's one text: the library has none of this key, since it was not there. */
const OF_GUARD = { script_missing: '' };

/** Whether `data-authrocket-text-…` of this key replaces a text. */
export const isTextKey = (key) => [TEXTS, COMFORTS, OF_GUARD].some((texts) => key.replace(/-/g, '_') in texts);

/** The API field that a name stands for: `username`, or AuthRocket's sample style `login[username]`. */
export function apiField(name) {
  const inner = /^[^[]*\[([^\]]*)\]$/.exec(name);
  const field = inner ? inner[1] : name;
  return FIELDS.includes(field) ? field : undefined;
}

/** What people write where they mean an API field; compared without case, dashes, dots and underscores. */
const MEANT = Object.freeze({
  username: ['user', 'userid', 'loginname', 'login', 'uname', 'usr', 'nickname', 'accountname', 'userlogin'],
  email: ['mail', 'emailaddress', 'useremail', 'mailaddress', 'emailid'],
  email_confirmation: ['confirmemail', 'emailconfirm', 'email2', 'emailagain', 'repeatemail', 'verifyemail'],
  password: ['pass', 'passwd', 'pwd', 'passphrase', 'pw', 'userpassword', 'newpassword', 'currentpassword', 'secret'],
  password_confirmation: [
    'confirmpassword', 'passwordconfirm', 'password2', 'passwordagain', 'repeatpassword', 'passwordrepeat',
    'verifypassword', 'confirmation', 'passconfirm', 'retypepassword',
  ],
  first_name: ['fname', 'givenname', 'forename', 'first'],
  last_name: ['lname', 'surname', 'familyname', 'last'],
  org_name: ['org', 'organization', 'organisation', 'company', 'companyname', 'team', 'teamname', 'organizationname'],
  code: ['otp', 'totp', 'otpcode', 'totpcode', 'pin', 'mfacode', 'authcode', 'verificationcode', 'twofactorcode', '2fa'],
});

/** The API field that an unknown name is likely meant for. */
export function meantField(name) {
  const inner = /\[([^\]]*)\]$/.exec(name);
  const bare = (inner ? inner[1] : name).toLowerCase().replace(/[^a-z0-9]/g, '');
  return Object.keys(MEANT).find((field) => {
    const plain = field.replace('_', '');
    return bare === plain || MEANT[field].includes(bare) || (bare.length > 4 && isNear(bare, plain));
  });
}

/** The word of a list that another is likely meant for. @returns {string | undefined} */
export const nearest = (word, list) =>
  word && (list.find((each) => isNear(word.toLowerCase(), each)) || list.find((each) => word.length > 2 && each.startsWith(word.toLowerCase())));

/** Whether one letter more, less, other or swapped makes the same word. */
function isNear(one, other) {
  if (Math.abs(one.length - other.length) > 1) {
    return false;
  }
  let at = 0;
  while (at < one.length && one[at] === other[at]) {
    at += 1;
  }
  const [a, b] = [one.slice(at), other.slice(at)];
  const isSwapped = a.length === b.length && a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
  return isSwapped || a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1);
}

/** Tokens of `autocomplete` that suit a field, the best first; none where nothing is demanded. */
export function autocompleteOf(field, kind) {
  switch (field) {
    case 'username':
      return ['username', 'email'];
    case 'email':
      return kind === 'signup' ? ['email', 'username'] : ['username', 'email'];
    case 'email_confirmation':
      return ['email', 'off'];
    case 'password':
      return { login: ['current-password'], signup: ['new-password'], 'reset-password': ['new-password'] }[kind] || [];
    case 'password_confirmation':
      return ['new-password'];
    case 'first_name':
      return ['given-name', 'name', 'off'];
    case 'last_name':
      return ['family-name', 'off'];
    case 'org_name':
      return ['organization', 'off'];
    case 'code':
      return ['one-time-code'];
    default:
      return [];
  }
}
