// Elements with names of members of the document, the window or a form have no influence: not on where code comes
// from, not on where a password goes, and not on whether a form works.

import { loginForm, openPage, sent } from './support.js';

const ada = { username: 'ada', password: 'correct horse' };

/** A page whose body has `first` before the script tag. */
async function openAfter(first, { form = loginForm(), tag = `data-url="${INSTANCE}"`, after = '' } = {}) {
  const html = `<!doctype html><html lang=en><title>page</title><script src="/browser/pages/notes.js"></script><body>${first}
    <script src="/pkg/authrocket.js" ${tag}></script>${after}${form}`;
  const frame = await openFrame(await makePage({ html }));
  const find = frame.contentWindow.Document.prototype.querySelector;
  const $ = (css) => find.call(frame.contentDocument, css);
  const state = () => frame.contentWindow.Element.prototype.getAttribute.call($('#login'), 'data-authrocket-state');
  return { frame, $, window: frame.contentWindow, reaches: (wanted) => waitUntil(() => state() === wanted, `the form to be ${wanted}`) };
}

const PICTURE = `src="${ELSEWHERE}/picture.png"`;

test('an image named currentScript decides neither the instance nor where files come from', async () => {
  const page = await openAfter(`<img name=currentScript alt="" ${PICTURE} data-url="${CLOSED}">`);
  await page.reaches('idle');
  page.$('button').click();
  await page.reaches('done');
  assert.equal(await sent(), [ada]);
  const asked = page.window.performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /\.js$/.test(name));
  assert(asked.every((name) => name.startsWith(`${location.origin}/`)), asked.join());
});

test('an image named currentScript changes nothing if the page sets the instance by script', async () => {
  const page = await openAfter(`<img name=currentScript alt="" ${PICTURE} data-url="${CLOSED}">`, {
    tag: '', after: `<script>AuthRocket.setInstanceUrl('${INSTANCE}')</script>`,
  });
  await page.reaches('idle');
  page.$('button').click();
  await page.reaches('done');
  assert.equal(await sent(), [ada]);
});

const MEMBERS = {
  document: ['querySelector', 'querySelectorAll', 'addEventListener', 'getElementById', 'createElement', 'documentElement', 'head', 'body',
    'readyState', 'defaultView', 'activeElement', 'baseURI', 'location', 'forms', 'dispatchEvent'],
  window: ['AuthRocket', 'SubmitEvent', 'URL', 'fetch', 'addEventListener', 'navigator', 'location', 'performance', 'webkit', 'AuthRocketBridge'],
};
for (const name of MEMBERS.document) {
  test(`document.${name} that is an image changes nothing`, async () => {
    const page = await openAfter(`<img name="${name}" alt=""><form name="${name}"></form>`);
    await page.reaches('idle');
    page.$('#login button').click();
    await page.reaches('done');
    assert.equal(await sent(), [ada]);
  });
}
test('window members that are elements change nothing', async () => {
  const page = await openAfter(MEMBERS.window.map((name) => `<p id="${name}"></p>`).join(''));
  await page.reaches('idle');
  page.$('button').click();
  await page.reaches('done');
  assert.equal(await sent(), [ada]);
});

test('a frame with the name of a bridge gets no token', async () => {
  const page = await openAfter('<iframe name=AuthRocketBridge></iframe><iframe name=ReactNativeWebView></iframe>', {
    form: loginForm({ attributes: 'data-authrocket-deliver=bridge' }),
  });
  const heard = [];
  for (const name of ['AuthRocketBridge', 'ReactNativeWebView']) page.window.frames[name].addEventListener('message', ({ data }) => heard.push(data));
  await page.reaches('idle');
  page.$('button').click();
  await page.reaches('error');
  assert.equal(heard, []);
});

const FORM_MEMBERS = ['lang', 'attributes', 'matches', 'elements', 'children', 'action', 'method', 'submit', 'requestSubmit', 'id', 'name', 'form',
  'dispatchEvent', 'addEventListener', 'removeEventListener', 'getAttribute', 'setAttribute', 'removeAttribute', 'hasAttribute', 'querySelector',
  'closest', 'contains', 'append', 'appendChild', 'ownerDocument', 'isConnected', 'parentNode', 'nextSibling', 'localName', 'target', 'hidden'];
for (const name of FORM_MEMBERS) {
  test(`a hidden input called ${name} changes nothing`, async () => {
    const form = loginForm({ more: `<input type=hidden name="${name}" value=de>` }).replace('<form ', '<form lang=fr ');
    const page = await openAfter('', { form });
    await page.reaches('idle');
    await fake.set({ path: '/v1/login', answer: 'refused', times: 1 });
    page.$('button').click();
    await page.reaches('error');
    assert.equal(page.$('button').disabled, false);
    page.$('button').click();
    await page.reaches('done');
    assert.equal(await sent(), [ada, ada]);
  });
}

test('through attach, too: a form full of such inputs logs in, and is detached', async () => {
  const more = FORM_MEMBERS.map((name) => `<input type=hidden name="${name}" value=x>`).join('');
  const form = `${loginForm({ more }).replace('data-authrocket=login', '')}<script type=module>
    import { createClient } from '/pkg/module.js';
    const form = document.querySelector('#login');
    window.attached = createClient({ url: '${INSTANCE}' }).attach(form, { kind: 'login' });</script>`;
  const page = await openAfter('', { form, tag: '' });
  await page.reaches('idle');
  assert.equal(page.window.attached.state, 'idle');
  page.$('button').click();
  await page.reaches('done');
  page.window.attached.detach();
  await page.reaches(null);
});
