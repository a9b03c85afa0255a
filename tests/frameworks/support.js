// What the tests of all frameworks share: an app's page in a frame, and what it must never do.

export const PASSWORD = 'correct horse battery';
export const TOKEN = /^eyJ[\w.-]+$/;

/** What the fake instance got, preflights left out. */
export const sent = async () =>
  (await fake.log()).filter(({ method }) => method !== 'OPTIONS').map(({ path, fields }) => ({ path, ...fields }));

/** Waits until the fake instance got so many requests, and answers them. */
export const waitSent = (count) =>
  waitUntil(async () => {
    const all = await sent();
    return all.length >= count && all;
  }, `${count} requests at the instance`);

/** Opens a page of an app, once its form is attached. */
export async function open(path) {
  const page = view(await openFrame(`/apps/${path}`));
  await page.ready();
  return page;
}

/** A frame's page, looked at anew each time. */
export function view(frame) {
  const { noted = [] } = frame.contentWindow;
  const $ = (css) => frame.contentDocument.querySelector(css);
  return {
    $,
    /** Also after another page has come. */
    noted,
    get window() { return frame.contentWindow; },
    get path() { return frame.contentWindow.location.pathname; },
    get state() { return $('form').getAttribute('data-authrocket-state'); },
    get said() { return $('[data-authrocket-error]').textContent; },
    click: (css) => $(css).click(),
    type(values) {
      for (const [name, value] of Object.entries(values)) {
        const field = $(`[name="${name}"]`);
        field.focus();
        field.value = value;
        field.dispatchEvent(new frame.contentWindow.Event('input', { bubbles: true }));
        field.dispatchEvent(new frame.contentWindow.Event('change', { bubbles: true }));
      }
    },
    logIn(username = 'ada') {
      this.type({ username, password: PASSWORD });
      this.click('form button');
    },
    /** Waits until there is a form that is attached. */
    ready: () => waitUntil(() => $('form').matches('[data-authrocket-state]'), 'an attached form'),
    reaches: (state) => waitUntil(() => $('form').getAttribute('data-authrocket-state') === state, `the form to be ${state}`),
    /** Clicks until the page shows, or does not show, what matches. */
    async goes(link, css, shown = true) {
      this.click(link);
      await waitUntil(() => Boolean($(css)) === shown, `${css} after ${link}`);
    },
  };
}

/** What holds for every app at the end of every test: no password but at the instance, nothing kept, no complaint. */
export async function nothingElse(page) {
  const password = new RegExp(PASSWORD.replaceAll(' ', '(\\+| |%20)'));
  for (const request of await app.log()) {
    assert(!password.test(JSON.stringify(request)), `the app's server got the password: ${JSON.stringify(request)}`);
  }
  for (const { name } of page.window.performance.getEntriesByType('resource')) {
    assert(!password.test(name), `the password is in an address: ${name}`);
    assert([location.origin, INSTANCE].includes(new URL(name).origin), `a request to a stranger: ${name}`);
  }
  assert(!password.test(page.window.location.href), 'the password is in the address');
  for (const storage of [page.window.localStorage, page.window.sessionStorage]) {
    assert(!password.test(JSON.stringify(Object.entries(storage))), 'the password is in the storage');
  }
  assert.equal([...page.noted], [], 'what the console says');
}
