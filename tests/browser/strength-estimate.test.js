// The strength meter's estimate: rather too low than too high.

import { estimate } from '/pkg/strength.js';

const score = (password, inputs) => estimate(password, inputs).score;
const advice = (password, inputs) => estimate(password, inputs).advice;

test('very common passwords, rows of keys, repeats and sequences are very weak', () => {
  for (const password of ['password', 'PASSWORD', 'Passw0rd', 'p@ssw0rd', '12345678', '1234567890', 'qwertyuiop', 'poiuytrewq', 'abcdefgh', 'hgfedcba',
    'aaaaaaaaaaaa', 'abababababab', 'iloveyou', 'letmein', '1qaz2wsx', 'passwort', 'motdepasse', 'password1', 'azertyuiop']) {
    assert(score(password) <= (password === 'password1' ? 1 : 0), `${password}: ${score(password)}`);
  }
});

test('a common word does not become strong by a digit and a sign at its end', () => {
  for (const password of ['Password1!', 'Summer2024!', 'dragon123', 'monkey99', 'Welcome1', 'passwordpassword', 'football2023']) {
    assert(score(password) <= 1, `${password}: ${score(password)}`);
  }
});

test('short passwords are at most fair, and a longer one is never weaker', () => {
  assert(score('elephant') <= 1);
  assert(score('k7#Qz9') <= 2);
  let before = 0;
  for (let length = 1; length <= 40; length += 1) {
    const now = score('velvet turbine hides eleven warm pencils'.slice(0, length));
    assert(now >= before, `${length}: ${now} after ${before}`);
    before = now;
  }
  assert.equal(before, 4);
});

test('several words, or many different characters, are good or strong', () => {
  for (const [password, least] of [['correct horse battery staple', 4], ['analytical engine', 3], ['k7#Qz9!pW2', 4], ['Tr0ub4dor&3', 3],
    ['xkwvbnqzlfhd', 3], ['パスワードは長いほど安全です', 3]]) {
    assert(score(password) >= least, `${password}: ${score(password)}`);
  }
});

test('what the user has typed elsewhere counts as known', () => {
  assert(score('lovelace-turbine') > score('lovelace-turbine', ['lovelace', 'turbine']));
  assert.equal([score('AdaLovelace1', ['ada', 'lovelace']), advice('AdaLovelace1', ['ada', 'lovelace'])], [0, 'advice_personal']);
  assert.equal(score('x', ['', 'a']), 0, 'short inputs count as nothing');
});

test('the advice names the reason; a good password needs none', () => {
  assert.equal(['password', 'aaaaaaa', '19841984', 'velvet', 'correct horse battery staple'].map((each) => advice(each)),
    ['advice_common', 'advice_pattern', 'advice_pattern', 'advice_longer', undefined]);
});

test('every text is estimated, quickly, also a very long one', () => {
  for (const password of ['', ' ', '\u0000', '😀'.repeat(50), 'a'.repeat(100000), 'ab'.repeat(50000), '(((((((((', '\\1$&.*']) {
    assert([0, 1, 2, 3, 4].includes(score(password)), password.slice(0, 20));
  }
});
