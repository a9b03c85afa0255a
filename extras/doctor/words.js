/**
 * The names of the markup (docs/markup.md) that the doctor knows. A new attribute, kind or field of the library is added here
 * too; the library reads them in src/js/page/fields.js and src/js/page/view.js. Tests: tests/browser/doctor*.test.js.
 */
import { ENGLISH as ENHANCEMENTS } from '../comforts/texts.js';
import { ENGLISH as TEXTS } from '../../src/js/texts/english.js';

/** By kind, the fields that a form needs: one of each entry. */
export const NEEDED = Object.freeze({
  login: [['username', 'email'], ['password']],
  signup: [['username', 'email'], ['password']],
  code: [['code']],
  logout: [['token']],
  'forgot-password': [['username', 'email']],
  'reset-password': [['password']],
  'verify-email': [],
  'request-invitation': [['email']],
  'update-password': [['session'], ['current_password'], ['password']],
  'update-profile': [['session']],
  'choose-account': [['session'], ['account']],
});

/** Kinds that only AuthRocket 2 has. */
export const NEWER = ['request-invitation', 'update-password', 'update-profile', 'choose-account'];

/** Kinds that end in a token, which AuthRocket 2 names no address for. */
export const WITH_TOKEN = ['login', 'signup', 'reset-password', 'update-profile', 'choose-account'];


/** Kinds whose token comes from the page's address. */
export const BY_LINK = ['reset-password', 'verify-email'];

export const FIELDS = [
  'username', 'email', 'email_confirmation', 'password', 'password_confirmation', 'first_name', 'last_name',
  'org_name', 'code', 'token', 'redir', 'redirect_uri', 'current_password', 'session', 'account', 'invitation', 'locale',
];

export const DELIVERIES = ['navigate', 'post', 'fetch', 'bridge', 'event'];
export const BRIDGES = ['auto', 'wkwebview', 'android', 'react-native', 'flutter'];
/** Hosted pages, by API. */
export const HOSTED = {
  v1: ['login', 'signup', 'logout'],
  v2: ['login', 'signup', 'logout', 'profile', 'accounts', 'account'],
};

const ATTRIBUTES = [
  'field', 'error', 'state', 'deliver', 'to', 'bridge', 'done', 'social', 'hosted', 'redir', 'redirect-uri', 'reveal',
  'capslock', 'webview', 'include', 'session', 'account', 'prompt', 'invitation', 'force',
  'strength', 'require', 'hints', 'level', 'met', 'resend', 'resent', 'show', 'hide', 'autosubmit', 'countdown',
];

/** Whether the library knows an attribute, apart from `data-authrocket-text-…`. */
export function isAttribute(name) {
  return name === 'data-authrocket' || ATTRIBUTES.includes(name.slice('data-authrocket-'.length));
}

/** The one text of the inline guard. The library has no such key, because the text says that the library is missing. */
const OF_GUARD = { script_missing: '' };

/** Whether `data-authrocket-text-…` with this key replaces a text. */
export const isTextKey = (key) => [TEXTS, ENHANCEMENTS, OF_GUARD].some((texts) => key.replace(/-/g, '_') in texts);

/** The API field of a name: `username`, or `login[username]` as in AuthRocket's samples. */
export function apiField(name) {
  const inner = /^[^[]*\[([^\]]*)\]$/.exec(name);
  const field = inner ? inner[1] : name;
  return FIELDS.includes(field) ? field : undefined;
}

/** Names that people write instead of an API field; compared without case, dashes, dots and underscores. */
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

/** The API field that an unknown name probably means. */
export function meantField(name) {
  const inner = /\[([^\]]*)\]$/.exec(name);
  const bare = (inner ? inner[1] : name).toLowerCase().replace(/[^a-z0-9]/g, '');
  return Object.keys(MEANT).find((field) => {
    const plain = field.replace('_', '');
    return bare === plain || MEANT[field].includes(bare) || (bare.length > 4 && isNear(bare, plain));
  });
}

/** The entry of a list that a misspelled word probably means. @returns {string | undefined} */
export const nearest = (word, list) =>
  word && (list.find((each) => isNear(word.toLowerCase(), each)) || list.find((each) => word.length > 2 && each.startsWith(word.toLowerCase())));

/** Whether two words differ by one letter that is added, missing, replaced or swapped with the next one. */
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

/** Suitable `autocomplete` tokens for a field, the best first; none if the doctor demands none. */
export function autocompleteOf(field, kind) {
  switch (field) {
    case 'username':
      return ['username', 'email'];
    case 'email':
      return kind === 'signup' ? ['email', 'username'] : ['username', 'email'];
    case 'email_confirmation':
      return ['email', 'off'];
    case 'password':
      return kind === 'login' ? ['current-password'] : ['signup', 'reset-password', 'update-password'].includes(kind) ? ['new-password'] : [];
    case 'current_password':
      return ['current-password'];
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
