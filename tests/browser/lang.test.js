// The translations: complete, with the same placeholders, and no text left in English.

import english from '/pkg/lang/en.js';

const LANGUAGES = ['ar', 'de', 'es', 'fr', 'it', 'ja', 'nl', 'pt', 'zh', 'zh-hant'];
const texts = async (language) => (await import(`/pkg/lang/${language}.js`)).default;
const gaps = (text) => (text.match(/\{[^}]*\}/g) || []).sort();

test('English has the texts of the forms, of the enhancements, and the names of the fields', async () => {
  for (const key of ['required', 'unreachable', 'sent', 'no_bridge', 'caps_lock', 'retry_in', 'webview', 'password_confirmation']) {
    assert.match(english[key], /[a-z]/, key);
  }
  assert.equal(gaps(english.required).concat(gaps(english.retry_in)), ['{field}', '{seconds}']);
});

for (const language of LANGUAGES) {
  test(`${language} has every text, and no others`, async () => {
    assert.equal(Object.keys(await texts(language)).sort(), Object.keys(english).sort());
  });

  test(`${language} has the same placeholders in each text`, async () => {
    const own = await texts(language);
    for (const [key, text] of Object.entries(english)) assert.equal(gaps(own[key]), gaps(text), key);
  });

  test(`${language} is translated: no text is empty, untrimmed, duplicate, or English`, async () => {
    const own = await texts(language);
    // The word is the same in both languages.
    const shared = language === 'it' ? ['password'] : ['code'];
    for (const [key, text] of Object.entries(own)) {
      assert(typeof text === 'string' && text && text === text.trim(), `${key}: ${text}`);
      assert(text !== english[key] || shared.includes(key), `${key} is English`);
    }
    assert.equal(new Set(Object.values(own)).size, Object.keys(own).length, 'different texts');
  });

  test(`${language}: a sentence about a field reads with each field's name in front`, async () => {
    const own = await texts(language);
    for (const key of ['required', 'confirmation']) assert(own[key].startsWith('{field}'), own[key]);
  });
}
