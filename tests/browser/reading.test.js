// A form is read as the browser reads it: what the browser would not send is neither sent to the service nor delivered to the app.

import { codeForm, events, loginForm, openPage, sent, waitSent } from './support.js';

const ada = { username: 'ada', password: 'correct horse' };
const TO = '/app/session';
const POST = `data-authrocket-deliver=post data-authrocket-to=${TO}`;

/** The fields that the app got beside the token, as pairs. */
async function delivered() {
  const [request] = await waitUntil(async () => {
    const all = (await app.log()).filter(({ path }) => path === TO);
    return all.length && all;
  }, 'a delivery');
  return [...new URLSearchParams(request.body)].filter(([name]) => name !== 'token');
}

/** Logs in, and returns what the service got. */
async function logsIn(page, css = '#login') {
  await page.reaches('idle', css);
  page.$(`${css} button:not([type]), button[form]`).click();
  await page.reaches('done', css);
  return sent();
}

// --- What goes to the service -------------------------------------------------------------------------------------

const NOT_READ = {
  'a disabled fieldset': '<fieldset disabled hidden><input name=email><input type=password name=password></fieldset>',
  'a disabled field': '<input name=email value=x@y.test disabled><input type=password name=password disabled>',
  'a fieldset in a disabled one': '<fieldset disabled><fieldset><input name=email value=x@y.test></fieldset></fieldset>',
  'the second legend of a disabled fieldset': '<fieldset disabled><legend>One</legend><legend><input name=email value=x@y.test></legend></fieldset>',
  'an unchecked box': '<input type=checkbox name=email value=x@y.test>',
  'unchecked radios': '<input type=radio name=email value=x@y.test><input type=radio name=email value=z@y.test>',
  'a datalist': '<input list=names name=first_name value=Ada><datalist id=names><input name=email value=x@y.test><option value=Ada></datalist>',
  'an output, a fieldset and an object': '<output name=email>x@y.test</output><fieldset name=email></fieldset><object name=email></object>',
  'buttons that were not pressed': '<button name=email value=x@y.test type=submit>A</button><input type=submit name=email value=x><input type=reset name=email value=x><button type=button name=email value=x>B</button>',
  'nothing chosen of a list': '<select name=email><option disabled selected>x@y.test</select>',
};
for (const [what, more] of Object.entries(NOT_READ)) {
  test(`not read: ${what}`, async () => {
    const page = await openPage(loginForm({ more }));
    const [{ first_name: _, ...fields }] = await logsIn(page);
    assert.equal(fields, ada);
  });
}

const READ = {
  'the first legend of a disabled fieldset': ['<fieldset disabled><legend><input name=redir value=/a></legend></fieldset>', '/a'],
  'a checked box': ['<input type=checkbox name=redir value=/a checked>', '/a'],
  'the radio that is checked': ['<input type=radio name=redir value=/a><input type=radio name=redir value=/b checked><input type=radio name=redir value=/c>', '/b'],
  'a text area': ['<textarea name=redir>/a</textarea>', '/a'],
  'a list': ['<select name=redir><option>/a<option selected>/b</select>', '/b'],
  'the last of several': ['<input name=redir value=/a><input name=redir value=/b><input name=redir value=/c disabled>', '/b'],
  'a control outside that is tied by its attribute': ['</form><input name=redir value=/a form=login><form>', '/a'],
};
for (const [what, [more, redir]] of Object.entries(READ)) {
  test(`read: ${what}`, async () => {
    const page = await openPage(loginForm().replace('<button>Log in</button>', `<button>Log in</button>${more}`));
    assert.equal(await logsIn(page), [{ ...ada, redir }]);
  });
}

test('the button that was pressed is read, no other', async () => {
  const page = await openPage(loginForm({ more: '<button name=redir value=/a>A</button><button name=redir value=/b id=b>B</button><button name=redir value=/c>C</button>' }));
  await page.reaches('idle');
  page.$('#b').click();
  await page.reaches('done');
  assert.equal(await sent(), [{ ...ada, redir: '/b' }]);
});

test('fields that the page disables while the form is busy are still read', async () => {
  await fake.set({ path: '/v1/login', answer: 'ok' });
  const form = loginForm({ attributes: POST, more: '<input type=hidden name=plan value=small>' })
    .replace(/(<form [^>]*>)([^]*)<\/form>/, '$1<fieldset>$2</fieldset></form>');
  const page = await openPage(form, {
    after: `addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
      const form = document.querySelector('#login');
      form.querySelector('fieldset').disabled = form.getAttribute('data-authrocket-state') === 'busy';
    }).observe(document.querySelector('#login'), { attributes: true }));`,
  });
  await page.reaches('idle');
  page.$('button').click();
  assert.equal([await delivered(), await sent()], [[['plan', 'small']], [ada]]);
});

const ELEMENTS = `
  customElements.define('x-field', class extends HTMLElement {
    static formAssociated = true;
    constructor() { super(); this.inner = this.attachInternals(); }
    connectedCallback() { this.inner.setFormValue(this.getAttribute('content')); }
  });
  // Design systems did this before form-associated elements.
  customElements.define('y-field', class extends HTMLElement {
    connectedCallback() {
      const form = this.closest('form');
      form.addEventListener('formdata', ({ formData }) => formData.append(this.getAttribute('name'), this.getAttribute('content')));
    }
  });`;
for (const tag of ['x-field', 'y-field']) {
  test(`read: custom elements: ${tag}`, async () => {
    const page = await openPage(`<form id=login data-authrocket=login ${POST} method=post>
      <${tag} name=username content=ada></${tag}><${tag} name="login[password]" content="correct horse"></${tag}>
      <${tag} name=plan content=typed></${tag}><input type=hidden name=mirror value="correct horse"><button>Log in</button></form>`, { before: ELEMENTS });
    await page.reaches('idle');
    page.$('button').click();
    assert.equal([await delivered(), await sent()], [[], [ada]]);
  });
}

test('a custom element in a disabled fieldset is not read', async () => {
  const page = await openPage(loginForm({ more: '<fieldset disabled><x-field name=email content=x@y.test></x-field></fieldset>' }), { before: ELEMENTS });
  assert.equal(await logsIn(page), [ada]);
});

test('formdata listeners see no password field and run once, and the field keeps its text', async () => {
  const page = await openPage(loginForm(), {
    after: `window.heard = []; document.addEventListener('formdata', ({ formData }) => heard.push([...formData.keys()]));`,
  });
  assert.equal(await logsIn(page), [ada]);
  assert.equal([page.window.heard, page.$('[name=password]').value, page.$('[name=password]').disabled], [[['username']], 'correct horse', false]);
});

// --- What goes to the app -----------------------------------------------------------------------------------------

const KEEP = '<input type=hidden name=plan value=small>';
const NOT_DELIVERED = {
  'a hidden input of a disabled fieldset': '<fieldset disabled hidden><input type=hidden name=plan value=huge></fieldset>',
  'one of a datalist': '<datalist><input type=hidden name=plan value=huge></datalist>',
  'a text area that is typed into': '<textarea name=note>4711</textarea>',
  'a box, a radio, a list': '<input type=checkbox name=news checked><input type=radio name=size value=4711 checked><select name=land><option>4711</select>',
  'a hidden text area that is disabled': '<textarea name=note style="display:none" disabled>4711</textarea>',
  'a hidden text area that stands for a field': '<textarea name="signup[password]" hidden>4711</textarea><textarea name=who data-authrocket-field=username hidden disabled>4711</textarea>',
};
for (const [what, more] of Object.entries(NOT_DELIVERED)) {
  test(`not delivered: ${what}`, async () => {
    const page = await openPage(loginForm({ attributes: POST, more: KEEP + more }), {
      after: `document.addEventListener('submit', () => {});`,
    });
    await page.reaches('idle');
    if (what.includes('stands for a field')) page.fill({ username: 'ada' });
    page.$('form button').click();
    assert.equal(await delivered(), [['plan', 'small']]);
  });
}

const CAPTCHAS = {
  'a text area that is not displayed': '<div><textarea name=g-recaptcha-response style="display:none">human</textarea></div>',
  'a text area with hidden': '<textarea name=g-recaptcha-response hidden>human</textarea>',
  'a text area in something hidden': '<div hidden><textarea name=g-recaptcha-response>human</textarea></div>',
  'a hidden input': '<div><input type=hidden name=g-recaptcha-response value=human></div>',
};
for (const [what, more] of Object.entries(CAPTCHAS)) {
  test(`delivered: ${what} of a captcha`, async () => {
    const page = await openPage(loginForm({ attributes: POST, more: more + KEEP }));
    await page.reaches('idle');
    page.submit();
    assert.equal(await delivered(), [['g-recaptcha-response', 'human'], ['plan', 'small']]);
  });
}

test('a hidden text area that the user filled in on an earlier step is not delivered', async () => {
  const page = await openPage(loginForm({ attributes: POST, more: `${KEEP}<div id=step><textarea name=note></textarea></div>` }));
  await page.reaches('idle');
  page.fill({ note: 'about me' });
  page.$('#step').hidden = true;
  page.submit();
  assert.equal(await delivered(), [['plan', 'small']]);
});

test('all hidden inputs of a name are delivered, in order', async () => {
  const page = await openPage(loginForm({ attributes: POST, more: '<input type=hidden name="ids[]" value=1><input type=hidden name="ids[]" value=2>' }));
  await page.reaches('idle');
  page.submit();
  assert.equal(await delivered(), [['ids[]', '1'], ['ids[]', '2']]);
});

test('an image button is delivered with coordinates, as if pressed by a key', async () => {
  const page = await openPage(loginForm({ attributes: POST, more: '<input type=image name=go alt=Go id=go>' }));
  await page.reaches('idle');
  page.$('#go').click();
  assert.equal(await delivered(), [['go.x', '0'], ['go.y', '0']]);
});

// --- The code -----------------------------------------------------------------------------------------------------

for (const [typed, meant] of [['246 810', '246810'], ['246-810', '246810'], ['\u00a0246\u00a0810 ', '246810'], ['246\u2011810', '246810'], ['abcd-efgh 1', 'abcd-efgh 1']]) {
  test(`the code ${JSON.stringify(typed)} is sent as ${meant}`, async () => {
    await fake.set({ answer: 'code', times: 1 });
    const page = await openPage(loginForm() + codeForm);
    await page.reaches('idle', '#login');
    page.submit('#login');
    await page.reaches('code', '#login');
    page.fill({ code: typed }, '#code');
    page.submit('#code');
    const all = await waitSent(2);
    assert.equal(all[1].code, meant);
    // `comforts.js`, which may have loaded by now, tidies a code that was not typed by keys.
    assert([typed, meant].includes(page.$('#code [name=code]').value));
  });
}

test('a password is sent as it was typed', async () => {
  const page = await openPage(loginForm().replace('"correct horse"', '"246 810-\u00a0"'));
  assert.equal((await logsIn(page))[0].password, '246 810-\u00a0');
});

const WITH_CODE = loginForm({ more: '<label>Code, if you have one <input name=code></label>' });

test('a page that always shows a code field gets no second one, and an empty code is not sent', async () => {
  await fake.set({ answer: 'code', times: 1 });
  const page = await openPage(WITH_CODE);
  const seen = events(page);
  await page.reaches('idle');
  page.submit();
  await page.reaches('code');
  assert.equal([page.document.querySelectorAll('[name=code]').length, page.focused.name, await sent()], [1, 'code', [ada]]);
  assert.equal(seen[0].detail.fields, ['username', 'password']);
  page.fill({ code: '246 810' });
  page.submit();
  await page.reaches('done');
  assert.equal((await sent())[1], { token: 'kli_0fakefakefakefakefake', code: '246810' });
});

test('a code typed at the first step is kept for the second step', async () => {
  await fake.set({ answer: 'code', times: 1 });
  const page = await openPage(WITH_CODE);
  await page.reaches('idle');
  page.fill({ code: '246810' });
  page.submit();
  await page.reaches('code');
  assert.equal(await sent(), [ada]);
  page.submit();
  await page.reaches('done');
  assert.equal((await sent())[1], { token: 'kli_0fakefakefakefakefake', code: '246810' });
});

test('a login without a second factor sends no code, and the field stays', async () => {
  const page = await openPage(WITH_CODE);
  page.fill({ code: '246810' });
  assert.equal(await logsIn(page), [ada]);
  assert(page.$('[name=code]'));
});

test('a code field of the page that is hidden until it is needed is shown, and hidden again', async () => {
  await fake.set({ answer: 'code', times: 1 });
  const page = await openPage(loginForm({ more: '<p id=second hidden><input name=code></p>' }));
  await page.reaches('idle');
  page.submit();
  await page.reaches('code');
  assert.equal([page.document.querySelectorAll('[name=code]').length, page.$('#second').hidden, page.focused.name], [1, false, 'code']);
  page.fill({ username: 'grace' });
  await page.reaches('idle');
  assert.equal(page.$('#second').hidden, true);
});

for (const other of ['<input name=code disabled>', '<input type=hidden name=code>']) {
  test(`a field that nobody can fill in is no code field: ${other}`, async () => {
    await fake.set({ answer: 'code', times: 1 });
    const page = await openPage(loginForm({ more: other }));
    await page.reaches('idle');
    page.submit();
    await page.reaches('code');
    assert.equal(page.focused.getAttribute('autocomplete'), 'one-time-code');
    page.focused.value = '246810';
    page.submit();
    await page.reaches('done');
    assert.equal((await sent())[1].code, '246810');
  });
}
