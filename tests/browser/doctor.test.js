// The form doctor itself: ways to call it, its report, and that it changes nothing on a page.

import { LOGIN, SIGNUP, change, findings, open } from './doctor-pages.js';
import { openPage } from './support.js';
import { CODES, examine, report } from '/pkg/doctor.module.js';

const SICK = '<form data-authrocket="login"><input name="user_name" value="ada"><input name="password" type="text"></form>';
const DOCTOR = '<script src="/pkg/doctor.js"></script>';

test('every code is shown by a test on a bad page and a good one', async () => {
  const shown = new Set();
  for (const family of ['page', 'forms', 'fields', 'people', 'markup', 'files']) {
    const text = await (await fetch(`/browser/doctor-${family}.test.js`)).text();
    for (const [, code] of text.matchAll(/^(?:show|test)\('([a-z0-9-]+)['|:]/gm)) shown.add(code);
  }
  assert.equal(Object.keys(CODES).filter((code) => !shown.has(code)), []);
});

test('the script tag examines the loaded page, and prints its findings', async () => {
  const page = await openPage(`${DOCTOR}${SICK}`);
  const said = await waitUntil(() => page.window.said.filter((text) => text.includes('→')).length && page.window.said.join('\n'));
  assert.match(said, /label-missing: <input name="user_name"> has no label/);
  assert.match(said, /action-missing[^]*field-typo/, 'errors come before warnings');
  assert.equal(Object.keys(page.window.AuthRocketDoctor).sort(), ['CODES', 'examine', 'overlay', 'report', 'start']);
});

test('the script tag also prints that there is nothing to fix', async () => {
  const groups = 'window.groups = []; console.group = (text) => groups.push(text);';
  const page = await openPage(`${DOCTOR}${LOGIN}`, { before: groups });
  await waitUntil(() => page.window.groups.join() === 'authrocket doctor: nothing to fix');
});

test('an app\'s test can ask for errors, and gets none on a good page', async () => {
  const errors = (found) => found.filter(({ severity }) => severity === 'error');
  assert.equal(errors(await findings(LOGIN)).map(({ code }) => code), ['script-missing']);
  assert(errors(await findings(SICK)).length > 3);
});

test('a part of a page can be examined, and the test\'s own page by default', async () => {
  const frame = await open(SICK + SIGNUP);
  const [sick, sound] = frame.querySelectorAll('form');
  const codes = async (root) => (await examine(root, { url: INSTANCE })).map(({ code }) => code).filter((code) => code !== 'script-missing');
  assert((await codes(sick)).includes('field-typo'));
  assert.equal(await codes(sound), []);
  fixture(SICK);
  assert((await examine()).some(({ code }) => code === 'field-typo'));
});

test('examining changes nothing, sends nothing, tells no listener and moves no focus', async () => {
  const frame = await open(SICK + SIGNUP, { after: "for (const type of ['paste', 'input', 'change', 'focus', 'submit', 'invalid', 'click']) addEventListener(type, () => { window.told = type; }, true);" });
  const { defaultView: window } = frame;
  window.fetch = () => { window.told = 'fetch'; return Promise.reject(new Error('no')); };
  frame.querySelector('[name=password]').focus();
  window.told = undefined;
  const before = frame.documentElement.outerHTML;
  const changes = new window.MutationObserver(() => {});
  changes.observe(frame, { subtree: true, childList: true, attributes: true, characterData: true });
  report(await examine(frame, { url: INSTANCE }), { group() {}, groupEnd() {}, error() {}, warn() {}, info() {} });
  assert.equal([changes.takeRecords().length, window.told], [0, undefined]);
  assert.equal(frame.documentElement.outerHTML, before);
  assert.equal(frame.activeElement.name, 'password');
});

test('the page\'s headers are requested without its query', async () => {
  const frame = await open(LOGIN, { query: '?token=hush' });
  const asked = [];
  frame.defaultView.fetch = async (url, { method }) => { asked.push([method, url]); return new Response(); };
  await examine(frame, { headers: true });
  assert.equal(asked, [['HEAD', frame.location.origin + frame.location.pathname]]);
});

test('no finding holds what was typed, or a token of the address', async () => {
  const frame = await open(SICK + change(SIGNUP, ['action="', 'action="/app?key=canary-4#']), { query: '?token=canary-0' });
  for (const [index, field] of [...frame.querySelectorAll('input')].entries()) field.value = `canary-${index}`;
  const words = [];
  const found = await examine(frame, { url: `https://canary-7:canary-8@${location.host}/?canary-9`, csp: "default-src 'none'" });
  const print = (text) => words.push(text);
  report(found, { group: print, groupEnd() {}, error: print, warn: print, info: print });
  assert(words.length > 10);
  assert(!JSON.stringify([found.map(({ element, ...rest }) => rest), words]).includes('canary'), 'a value is told');
});

test('values are only checked for being empty', async () => {
  const frame = await open(SIGNUP);
  for (const field of frame.querySelectorAll('input:not([type=hidden])')) {
    Object.defineProperty(field, 'value', { get() { throw new Error('read'); } });
  }
  const warned = [];
  const { warn } = console;
  console.warn = (text) => warned.push(text);
  try {
    await examine(frame, { url: INSTANCE });
  } finally {
    console.warn = warn;
  }
  assert.equal(warned, [], 'a check that throws is reported by a warning');
});

test('the report groups by severity, with each element, its fix, and a count', () => {
  const lines = [];
  const print = (level) => (...words) => lines.push([level, ...words]);
  const output = { group: print('group'), groupEnd: print('end'), error: print('error'), warn: print('warn'), info: print('info') };
  const one = (code, element) => ({ code, severity: CODES[code], element, message: 'M', fix: 'F' });
  report([one('email-type', null), one('field-typo', null), one('label-missing', document.body), one('csp-connect', null)], output);
  assert.equal(lines.map(([level, text]) => [level, text]), [
    ['group', 'authrocket doctor: 2 errors, 1 warning, 1 hint'],
    ['error', 'label-missing: M\n→ F'], ['error', 'csp-connect: M\n→ F'], ['warn', 'field-typo: M\n→ F'], ['info', 'email-type: M\n→ F'], ['end', undefined],
  ]);
  assert(lines[1][2] === document.body, 'the element is printed');
});

test('an unknown option is refused by name', async () => {
  await assert.rejects(examine(document, { ulr: 'x' }), ({ message }) => message.includes('ulr'));
});

test('the production files contain no doctor code', async () => {
  for (const name of ['authrocket.js', 'module.js']) {
    assert(!/doctor|autocomplete-wrong/i.test(await (await fetch(`/pkg/${name}`)).text()), name);
  }
});

test('controls that shadow form members, and documents without a window, do not stop the doctor', async () => {
  const names = ['elements', 'action', 'method', 'id', 'attributes', 'children', 'parentElement', 'localName'];
  const found = await findings(change(LOGIN, ['<button', `${names.map((name) => `<input type=hidden name=${name}>`).join('')}<button`]));
  assert(found.some(({ code }) => code === 'name-shadows-form'));
  const parsed = new DOMParser().parseFromString(SICK, 'text/html');
  assert((await examine(parsed)).some(({ code }) => code === 'field-typo'));
});
