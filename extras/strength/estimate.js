/**
 * Estimates how many guesses a password takes, without a large dictionary. The estimate is conservative: it rather
 * counts too few guesses. Imports nothing.
 * Tests: tests/browser/strength-estimate.test.js.
 */

/** Very common passwords, and words that they are made of. */
const COMMON =
  'password passwort senha motdepasse qwerty letmein welcome admin login master monkey dragon sunshine princess football baseball soccer superman batman iloveyou trustno1 freedom shadow michael jennifer daniel thomas hunter charlie summer winter spring sommer flower cookie cheese orange silver computer internet google secret access angel hello hallo bonjour hola ciao monday changeme test user pass love happy lucky magic zaq12wsx 1qaz2wsx 1q2w3e4r'
    .split(' ');
const ROWS = 'qwertyuiop asdfghjkl zxcvbnm 567890 azertyuiop qwertzuiop';
const KEYS = [ROWS, [...ROWS].reverse().join('')];
/** Letters that people write as digits and signs. */
const LOOKALIKES = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' };
/** Powers of ten that each score needs. */
const LEVELS = [3, 6, 8, 10];
/** Characters that are looked at: a longer password is strong by its length. */
const MOST = 72;

/**
 * @param {string} password
 * @param {string[]} [inputs] what else the user typed, such as the user name
 * @returns {{ score: number, advice?: string }} 0 to 4, and the key of an advice for a score below 3
 */
export function estimate(password, inputs = []) {
  const reasons = new Set();
  const words = inputs.map((input) => input.toLowerCase()).filter((input) => input.length > 2);
  const guesses = cost(password.slice(0, MOST), words, reasons);
  const score = LEVELS.filter((level) => guesses >= level).length;
  const advice = ['common', 'personal', 'pattern'].find((each) => reasons.has(each)) || 'longer';
  return score < 3 ? { score, advice: `advice_${advice}` } : { score };
}

/** The power of ten of the guesses that a text takes. */
function cost(text, words, reasons) {
  const lower = text.toLowerCase();
  const plain = lower.replace(/[013457@$!]/g, (sign) => LOOKALIKES[sign]);
  let sum = 0;
  /** Changes between kinds of characters. A word with a digit and a sign at its end has two, and everybody guesses those. */
  let changes = 0;
  let last;
  for (let at = 0; at < text.length; ) {
    const [length, price, reason] = partAt(lower, plain, at, words, reasons);
    const kind = reason || kindOf(text[at]);
    // A capital at the beginning is no surprise.
    const isPlain = at === 0 && kind === 'upper';
    changes += last && kind !== last && !(last === 'upper' && at === 1) ? 1 : 0;
    sum += reason ? price : PRICES[isPlain ? 'lower' : kind];
    last = kind;
    at += length;
    if (reason) {
      reasons.add(reason);
    }
  }
  return sum + Math.max(0, changes - 2) * 0.6;
}

/** The longest part at a position that is easy to guess, as `[length, price, reason]`; else one character. */
function partAt(lower, plain, at, words, reasons) {
  const rest = lower.slice(at);
  const starts = (word) => rest.startsWith(word) || plain.startsWith(word, at);
  const parts = [
    ...words.filter(starts).map((word) => [word.length, 1, 'personal']),
    ...COMMON.filter(starts).map((word) => [word.length, 2, 'common']),
    [lengthOfRun(rest), 1.2, 'pattern'],
    [/^(19|20)\d\d/.test(rest) ? 4 : 0, 1.7, 'pattern'],
  ];
  const [all, unit] = /^(.+?)\1+/su.exec(rest) || [''];
  if (all.length > 3 || /^(.)\1\1/su.test(all)) {
    parts.push([all.length, cost(unit, words, reasons) + Math.log10(all.length / unit.length), 'pattern']);
  }
  return parts.filter(([length]) => length > 2).sort((a, b) => b[0] - a[0] || a[1] - b[1])[0] || [1];
}

/** How many characters follow each other as in the alphabet, in numbers, or in a row of keys. */
function lengthOfRun(rest) {
  const step = rest.charCodeAt(1) - rest.charCodeAt(0);
  let length = 1;
  while (Math.abs(step) === 1 && rest.charCodeAt(length) - rest.charCodeAt(length - 1) === step) {
    length += 1;
  }
  let keys = 4;
  while (keys <= rest.length && KEYS.some((rows) => rows.includes(rest.slice(0, keys)))) {
    keys += 1;
  }
  return Math.max(length > 2 ? length : 0, keys > 4 ? keys - 1 : 0);
}

/** What one character adds. People choose words, so a letter adds half of what a random one would. */
const PRICES = { lower: 0.7, upper: 0.9, digit: 0.8, other: 1.2 };

const kindOf = (character) =>
  /\p{Lu}/u.test(character) ? 'upper' : /\p{L}/u.test(character) ? 'lower' : /\p{N}/u.test(character) ? 'digit' : 'other';
