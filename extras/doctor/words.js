/**
 * The names of the markup (docs/markup.md) that the doctor knows. A new attribute, kind or field of the library is added here
 * too; the library reads them in src/js/page/fields.js and src/js/page/view.js. Tests: tests/browser/doctor*.test.js.
 */
import { closest } from './spelling.js';
import { ENGLISH as ENHANCEMENTS } from '../comforts/texts.js';
import { KINDS } from '../strength/policy.js';
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

/** Names that people write instead of a kind. */
const MEANT_KINDS = Object.freeze({
  login: ['signin', 'sign-in', 'log-in', 'logon', 'session'],
  signup: ['register', 'registration', 'sign-up', 'create-account'],
  code: ['otp', 'totp', '2fa', 'mfa', 'two-factor'],
  logout: ['signout', 'sign-out', 'log-out'],
  'forgot-password': ['forgot', 'lost-password', 'recover-password', 'password-forgotten'],
  'reset-password': ['reset', 'password-reset', 'new-password'],
  'verify-email': ['verify', 'confirm-email', 'email-verification'],
});

/** The kind that an unknown one probably means. */
export const meantKind = (word) =>
  Object.keys(MEANT_KINDS).find((kind) => MEANT_KINDS[kind].includes(word.trim().toLowerCase().replace(/[_\s]/g, '-'))) ||
  closest(word, Object.keys(NEEDED));

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
/** Words of `data-authrocket-require`. */
export const REQUIREMENTS = [...Object.keys(KINDS), 'symbol'];
/** Hosted pages, by API. */
export const HOSTED = {
  v1: ['login', 'signup', 'logout'],
  v2: ['login', 'signup', 'logout', 'profile', 'accounts', 'account'],
};

/** Types of social providers (protocol-v1 §5.9), and some that AuthRocket may have added. */
export const PROVIDERS = [
  'apple', 'facebook', 'github', 'google', 'linkedin', 'microsoft', 'oauth2', 'slack', 'twitter', 'yahoo', 'login_rocket',
];

/** Attributes after `data-authrocket-`, by the elements that the library reads them on. */
const ATTRIBUTES = {
  form: ['deliver', 'to', 'bridge', 'include', 'state'],
  control: ['field'],
  link: ['social', 'hosted', 'redir', 'redirect-uri', 'session', 'account', 'prompt', 'invitation', 'force'],
  any: [
    'error', 'done', 'reveal', 'capslock', 'countdown', 'webview',
    'strength', 'require', 'hints', 'level', 'met', 'resend', 'resent', 'show', 'hide', 'autosubmit',
  ],
};
const named = (names) => names.map((name) => `data-authrocket-${name}`);

/** All attributes, apart from `data-authrocket-text-…`. */
export const KNOWN_ATTRIBUTES = ['data-authrocket', ...named(Object.values(ATTRIBUTES).flat())];

/** Attributes that are read on a form only, or on a control only. */
export const OF_FORMS = named(ATTRIBUTES.form);
export const OF_CONTROLS = named(ATTRIBUTES.control);

/** The one text of the inline guard. The library has no such key, because the text says that the library is missing. */
const OF_GUARD = { script_missing: '' };

/** The keys of `data-authrocket-text-…`, with `-` for `_`. */
export const TEXT_KEYS = Object.keys({ ...TEXTS, ...ENHANCEMENTS, ...OF_GUARD }).map((key) => key.replace(/_/g, '-'));

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
