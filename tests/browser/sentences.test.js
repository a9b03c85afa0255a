// The service's sentences in the page's language and with the page's own messages.

import { createClient } from '/pkg/module.js';
import english from '/pkg/lang/en.js';
import { openPage } from './support.js';

const LANGUAGES = ['ar', 'de', 'es', 'fr', 'it', 'ja', 'nl', 'pt', 'zh', 'zh-hant'];
const texts = async (language) => (await import(`/pkg/lang/${language}.js`)).default;

/** Every known sentence of the service: its key, the field that it names, and its values. */
const KNOWN = [
  ['Login failed', 'login_failed'],
  ['Error validating code', 'error_validating_code'],
  ['Please verify your email address before you log in: see the mail that we have sent you',
    'please_verify_your_email_address_before_you_log_in_see_the_mail_that_we_have_sent_you'],
  ['This account needs a second step, which this page does not offer', 'this_account_needs_a_second_step_which_this_page_does_not_offer'],
  ["Username can't be blank", 'can_t_be_blank', 'username'],
  ["Org name can't be blank", 'can_t_be_blank', 'org_name'],
  ['Username has already been taken', 'has_already_been_taken', 'username'],
  ['Email has already been taken', 'has_already_been_taken', 'email'],
  ['Email is invalid', 'is_invalid', 'email'],
  ['Email is not used for logins here', 'is_not_used_for_logins_here', 'email'],
  ['Password is too short (minimum is 12 characters)', 'is_too_short_minimum_is_characters', 'password', '12'],
  ['Password is too short', 'is_too_short', 'password'],
  ['Password must include a lower-case letter', 'must_include_a_lower_case_letter', 'password'],
  ['Password must include an upper-case letter', 'must_include_an_upper_case_letter', 'password'],
  ['Password must include a digit', 'must_include_a_digit', 'password'],
  ['Password must include a special character', 'must_include_a_special_character', 'password'],
  ['Password is too easy to guess', 'is_too_easy_to_guess', 'password'],
  ["Password confirmation doesn't match Password", 'doesn_t_match_password', 'password_confirmation'],
  ["Email confirmation doesn't match Email", 'doesn_t_match_email', 'email_confirmation'],
  ['Token is invalid, used or expired', 'is_invalid_used_or_expired', 'token'],
  ['Session is unknown or has ended', 'session_is_unknown_or_has_ended'],
];
const refuses = (errors) => fake.set({ answer: { body: { error: errors.join('; '), errors } } });
const SENTENCES = KNOWN.map(([sentence]) => sentence);
const login = (options) => createClient({ url: INSTANCE, ...options }).login({ username: 'ada', password: 'x' });

for (const language of LANGUAGES) {
  test(`${language}: every known sentence is translated, at its field and with its numbers; an unknown one stays as sent`, async () => {
    const own = await texts(language);
    await refuses([...SENTENCES, 'The moon is full', 'Email dislikes 3 things']);
    const { errors, fields } = await login({ locale: language });
    const wanted = KNOWN.map(([, key, field, number]) => own[key].replace('{field}', own[field]).replace('{number}', number));
    assert.equal(errors, [...wanted, 'The moon is full', 'Email dislikes 3 things']);
    assert.equal(errors.filter((text) => /[{}]|undefined/.test(text)), []);
    assert.equal(fields.password_confirmation, [wanted[17]]);
  });
}

test('in English the service\'s sentences stay as sent', async () => {
  await refuses(SENTENCES);
  assert.equal((await login({ locale: 'en' })).errors, SENTENCES);
  for (const [sentence, key, field, number] of KNOWN) {
    if (field !== 'token') assert.equal(english[key].replace('{field}', english[field]).replace('{number}', number), sentence);
  }
});

test('an errors hash, whose sentences may leave their field out, is translated too', async () => {
  const de = await texts('de');
  await fake.set({ answer: { body: { error: 'x', errors: { email: ['is invalid', 'Email has already been taken'] } } } });
  assert.equal((await login({ locale: 'de' })).errors, ['is_invalid', 'has_already_been_taken'].map((key) => de[key].replace('{field}', de.email)));
});

test('a page can replace each sentence: by the option, and at a form by attribute, in any language', async () => {
  await refuses(['Login failed', 'Password is too short (minimum is 12 characters)', 'The moon is full of 3 things']);
  const messages = { login_failed: 'Nope', is_too_short_minimum_is_characters: '{number} or more', the_moon_is_full_of_things: 'A moon of {number}' };
  for (const locale of ['en', 'de']) assert.equal((await login({ locale, messages })).errors, ['Nope', '12 or more', 'A moon of 3']);
  const page = await openPage(`<form data-authrocket=login data-authrocket-text-login-failed="Nein" data-authrocket-text-the_moon_is_full_of_things="Mond"
    data-authrocket-text-is-too-short-minimum-is-characters="{field}: {number}"><input name=username value=a><input name=password value=x><button>Go</button></form>`);
  page.submit();
  await page.reaches('error');
  assert.equal(page.$('[role=alert]').textContent, 'Nein; Password: 12; Mond');
});

const refusedForm = (attributes) => `<form data-authrocket=login ${attributes}><input name=username value=a><input name=password value=x><button>Go</button></form>`;
for (const lang of ['en', 'de']) {
  test(`${lang}: the page's own refused replaces a refusal, unless the refusal names a field or has its own message`, async () => {
    await refuses(['Login failed']);
    const alert = async (attributes) => {
      const page = await openPage(refusedForm(attributes), { lang });
      page.submit();
      await page.reaches('error');
      return page.$('[role=alert]').textContent;
    };
    assert.equal(await alert('data-authrocket-text-refused="Not you"'), 'Not you');
    assert.equal(await alert('data-authrocket-text-refused="Not you" data-authrocket-text-login-failed="Nope"'), 'Nope');
    await refuses(['Username has already been taken', 'The moon is full']);
    const { errors } = await login({ locale: 'en', messages: { refused: 'Not you' } });
    assert.equal(errors, ['Username has already been taken', 'Not you']);
  });
}

test('an error of the app\'s own server is not a refusal of the service', async () => {
  await fake.set({ path: '/app/session', answer: { status: 422, body: { error: 'Your account is closed' } } });
  const page = await openPage(refusedForm('data-authrocket-deliver=fetch data-authrocket-to=/app/session data-authrocket-text-refused="Not you"'));
  page.submit();
  await page.reaches('error');
  assert.equal(page.$('[role=alert]').textContent, 'Your account is closed');
});
