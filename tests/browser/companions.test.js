// Fields delivered to the app with a token: the page's hidden inputs, and nothing that a user typed, whatever the field's name.

import { loginForm, openPage } from './support.js';

const TO = '/app/session';
const DELIVERIES = {
  post: `data-authrocket-deliver=post data-authrocket-to=${TO}`,
  fetch: `data-authrocket-deliver=fetch data-authrocket-to=${TO}`,
};
const KEEPS = '<input type=hidden name=plan value=small><input type=hidden name=redir value=/account>';

/** Names of the fields that the app got beside the token. */
async function companions(page) {
  page.submit();
  const [request] = await waitUntil(async () => {
    const all = (await app.log()).filter(({ path }) => path === TO);
    return all.length && all;
  });
  return [...new URLSearchParams(request.body).keys()].filter((name) => name !== 'token');
}

const HIDDEN = {
  'a keypad that is marked as the password': '<input type=hidden name=keypad_entry data-authrocket-field=password value=4711>',
  'a user name that is marked': '<input type=hidden name=who data-authrocket-field=username value=grace>',
  'a mark with a mistake in it': '<input type=hidden name=keypad_entry data-authrocket-field=pasword value=4711>',
  'a mark in the sample style': '<input type=hidden name=keypad_entry data-authrocket-field="login[password]" value=4711>',
  'each field of the API by its name': '<input type=hidden name=first_name value=4711><input type=hidden name="signup[email]" value=4711>',
  'nested names': '<input type=hidden name="session[user][password]" value=4711><input type=hidden name="user.password" value=4711>',
  'other spellings of a password': '<input type=hidden name=Passwd value=4711><input type=hidden name=oldPassword value=4711>',
  'what says so by its autocomplete': '<input type=hidden name=entry autocomplete=current-password value=4711><input type=hidden name=otp autocomplete="section-a one-time-code" value=4711>',
  'a copy of the password': '<input type=hidden name=mirror value="correct horse">',
};
for (const [how, attributes] of Object.entries(DELIVERIES)) {
  for (const [what, more] of Object.entries(HIDDEN)) {
    test(`${how}: not ${what}`, async () => {
      await fake.set({ path: TO, answer: { status: 204, headers: { 'content-type': null }, body: '' } });
      const page = await openPage(loginForm({ attributes, more: KEEPS + more }));
      await page.reaches('idle');
      assert.equal(await companions(page), ['plan', 'redir']);
      assert(!/4711|correct|grace/.test(JSON.stringify(await app.log())));
    });
  }
}

test('a native bridge gets no keypad field either', async () => {
  const page = await openPage(loginForm({ attributes: 'data-authrocket-deliver=bridge', more: HIDDEN['a keypad that is marked as the password'] + KEEPS }), {
    before: 'window.heard = []; window.AuthRocketBridge = { postMessage: (text) => heard.push(text) };',
  });
  page.submit();
  await page.reaches('done');
  assert.equal(page.window.heard.map((text) => Object.keys(JSON.parse(text))), [['plan', 'redir', 'token']]);
});
