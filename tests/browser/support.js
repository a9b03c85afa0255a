// Helpers shared by several test files: pages with forms in a frame, and what the page, the console and the fake instance show.

/** The requests that the fake instance got, without preflights. */
export const posts = async () => (await fake.log()).filter((entry) => entry.method !== 'OPTIONS');

/** The fields of each of these requests. */
export const sent = async () => (await posts()).map((entry) => entry.fields);

/** The code's token in the answer `code`. */
export const CODE_TOKEN = API === 'v2' ? 'tmf:0fakefakefakefakefake' : 'kli_0fakefakefakefakefake';

/** Attributes of a form that navigates to `/app/login`: AuthRocket 1 names that address in its answer, AuthRocket 2 does not. */
export const NAVIGATES = API === 'v2' ? 'data-authrocket-to="/app/login"' : '';

/** Waits until the fake instance got `count` requests, and returns the fields of each. */
export const waitSent = (count) =>
  waitUntil(async () => {
    const all = await sent();
    return all.length >= count && all;
  }, `${count} requests at the instance`);

/**
 * Script for `before`: holds every start of the engine until the page's `openGate()`; `openGate(error)` makes the wasm fail.
 * In the pass on the fallback, the wasm fails with either call.
 */
export const GATE = `
  window.gates = [];
  window.gated = true;
  window.openGate = (error) => { window.gate = { error }; gates.splice(0).forEach((open) => open()); };
  for (const name of ['instantiate', 'instantiateStreaming', 'compile', 'compileStreaming']) {
    const real = WebAssembly[name];
    WebAssembly[name] = async function (...given) {
      if (!window.gate) await new Promise((open) => gates.push(open));
      if (gate.error) throw gate.error;
      if (${ENGINE === 'javascript'}) throw new WebAssembly.CompileError('not in this pass');
      return real.apply(WebAssembly, given);
    };
  }`;

/** Script for `before`: the JavaScript fallback cannot be loaded until the page's `allowFallback()`. */
export const NO_FALLBACK = `
  let fallback;
  let allowed = false;
  window.allowFallback = () => { allowed = true; };
  Object.defineProperty(window, Symbol.for('authrocket.fallback'), {
    set(value) { fallback = value; },
    get() { if (!allowed) throw new TypeError('no fallback today'); return fallback; },
  });`;

/** Script for `before`: keeps the engine's memories in `memories`, and makes its exports trap once `trap` is true. */
export const HOOK = `
  window.trap = false;
  const hooked = (exports) => Object.fromEntries(Object.entries(exports).map(([name, value]) => {
    if (value.buffer) memories.push(value);
    return [name, typeof value !== 'function' ? value : (...words) => {
      if (window.trap) throw new Error('unreachable');
      return value(...words);
    }];
  }));
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async function (...given) {
    const made = await instantiate.apply(WebAssembly, given);
    const exports = hooked((made.instance || made).exports);
    return made.instance ? { module: made.module, instance: { exports } } : { exports };
  };
  let asJavascript;
  Object.defineProperty(window, Symbol.for('authrocket.fallback'), {
    set(value) { asJavascript = value; },
    get: () => asJavascript && ((imports) => hooked(asJavascript(imports))),
  });`;

/** Script for `before`: keeps the signal of each request in `signals`. */
export const SIGNALS = `
  window.signals = [];
  const ask = window.fetch;
  window.fetch = (url, init) => { signals.push(init.signal); return ask(url, init); };`;

/**
 * Script for `before`: deadlines (timers of 10 s and more) run only when the page's `passDeadlines()` is called.
 * So a test on a slow machine can reach its condition before a deadline passes.
 */
export const DEADLINES = `
  const deadlines = new Map();
  const [start, stop] = [window.setTimeout, window.clearTimeout];
  window.setTimeout = (work, wait, ...rest) => {
    const id = wait >= 10000 ? start(() => {}, 2 ** 30) : start(work, wait, ...rest);
    if (wait >= 10000) deadlines.set(id, () => work(...rest));
    return id;
  };
  window.clearTimeout = (id) => { deadlines.delete(id); stop(id); };
  window.countDeadlines = () => deadlines.size;
  window.passDeadlines = () => [...deadlines].forEach(([id, work]) => { clearTimeout(id); work(); });`;

/** Script for `before`: timers of 1 to 10 s run only when the page's `runLate()` is called. */
export const LATE = `
  window.late = [];
  window.runLate = () => late.splice(0).forEach((work) => work());
  const timer = window.setTimeout;
  window.setTimeout = (work, wait, ...rest) => (wait >= 1000 && wait < 10000 ? late.push(() => work(...rest)) : timer(work, wait, ...rest));`;

/** Script for `before`: counts listeners; `listeners()` returns the number per event type. */
export const COUNT = `
  const counts = {};
  for (const [name, step] of [['addEventListener', 1], ['removeEventListener', -1]]) {
    const real = EventTarget.prototype[name];
    EventTarget.prototype[name] = function (type, ...rest) {
      counts[type] = (counts[type] || 0) + step;
      return real.call(this, type, ...rest);
    };
  }
  window.listeners = () => Object.fromEntries(Object.entries(counts).filter(([, count]) => count));`;

/**
 * Opens a page with the script tag. Returns a live view of its frame: after a navigation, the view shows the new page.
 * `url: null` leaves `data-url` out; `before` is a script before the tag, `after` a script after the tag; `lang` is the page's
 * language, `query` is appended to its address.
 */
export async function openPage(body, { before = '', after = '', url = INSTANCE, headers, lang = 'en', query = '' } = {}) {
  const tag = `<script src="/pkg/authrocket.js"${url === null ? '' : ` data-url="${url}"`}></script>`;
  const scripts = `<script src="/browser/pages/notes.js"></script><script>${before}</script>${tag}<script>${after}</script>`;
  const html = `<!doctype html><html lang="${lang}"><meta charset=utf-8><title>page</title>${scripts}<body>${body}</body></html>`;
  return view(await openFrame((await makePage({ html, headers })) + query));
}

/** The test's own page as such a view, with `html` in its fixture: for real keys and clicks, and for the npm client. */
export function fixtureView(html) {
  fixture(html);
  return view({ contentWindow: window, contentDocument: document });
}

/** A live view of a frame's page: each access reads the current document. */
export function view(frame) {
  return {
    get window() { return frame.contentWindow; },
    get document() { return frame.contentDocument; },
    get path() { return frame.contentWindow.location.pathname + frame.contentWindow.location.search; },
    $: (css) => frame.contentDocument.querySelector(css),
    get focused() { return frame.contentDocument.activeElement; },
    state: (css = 'form') => frame.contentDocument.querySelector(css).getAttribute('data-authrocket-state'),
    fill(values, css = 'form') {
      for (const [name, value] of Object.entries(values)) {
        const field = frame.contentDocument.querySelector(`${css} [name="${name}"]`);
        field.value = value;
        field.dispatchEvent(new frame.contentWindow.Event('input', { bubbles: true }));
      }
    },
    submit(css = 'form') { frame.contentDocument.querySelector(css).requestSubmit(); },
    reaches: (state, css = 'form') =>
      waitUntil(() => frame.contentDocument.querySelector(css).getAttribute('data-authrocket-state') === state, `${css} to be ${state}`),
  };
}

/** Waits until a page's console shows the text: the developer hints are loaded on demand. */
export const says = (page, text) => waitUntil(() => text.test(page.window.said.join('\n')), `the console to say ${text}`);

/** A login form in the current markup; its delivery is `event` unless `attributes` say otherwise. */
export const loginForm = ({ attributes = 'data-authrocket-deliver=event', more = '' } = {}) => `
  <form id=login data-authrocket=login ${attributes} action="/app/own-action" method=post>
    <label>User <input name=username value=ada autocomplete=username></label>
    <label>Password <input name=password type=password value="correct horse" autocomplete=current-password></label>
    ${more}<button>Log in</button></form>`;

/** A form for the code, hidden until it is needed. */
export const codeForm = `
  <form id=code data-authrocket=code hidden><label>Code <input name=code value=123456></label>
    <button>Go on</button><button type=reset>Back</button></form>`;

/** Collects the library's events that reach a page's document: `{type, detail, bubbles, cancelable}`. */
export function events(page) {
  const seen = [];
  for (const name of ['submit', 'code-required', 'error', 'token', 'done']) {
    page.document.addEventListener(`authrocket:${name}`, ({ type, detail, bubbles, cancelable }) => {
      seen.push({ type: type.slice(11), detail, bubbles, cancelable });
    });
  }
  return seen;
}

/**
 * Opens a page with the script tag in a frame of an opaque origin, which the test cannot read. The page reports with
 * `tell(data)`. Returns the list of reports, which grows as they arrive.
 */
export async function openOpaque(body, { before = '', after = '', query = '' } = {}) {
  const tell = "const tell = (data) => parent.postMessage(JSON.parse(JSON.stringify(data)), '*');"
    + "addEventListener('error', (event) => tell({ failed: String(event.message) }));"
    + "addEventListener('unhandledrejection', (event) => tell({ failed: String(event.reason) }));";
  const html = `<!doctype html><html lang=en><meta charset=utf-8><title>page</title><script>${tell}${before}</script>
    <script src="/pkg/authrocket.js" data-url="${INSTANCE}"></script><body>${body}<script>${after}</script></body></html>`;
  const heard = [];
  let frame;
  const listener = ({ source, data }) => frame && source === frame.contentWindow && heard.push(data);
  window.addEventListener('message', listener);
  frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts allow-forms');
  frame.src = (await makePage({ html })) + query;
  document.body.append(frame);
  return heard;
}

/** Everything a page may have stored: storage, cookies, databases, caches. */
export async function kept(window) {
  const databases = window.indexedDB.databases ? await window.indexedDB.databases() : [];
  const caches = window.caches ? await window.caches.keys() : [];
  return [...Object.keys(window.localStorage), ...Object.keys(window.sessionStorage), window.document.cookie,
    ...databases.map(({ name }) => name), ...caches].filter((each) => each !== '');
}

/** Whether these bytes hold any eight consecutive letters of `text`, in UTF-8 or UTF-16LE: freed memory is partly overwritten. */
export function holds(buffer, text) {
  const bytes = new Uint8Array(buffer);
  const encoders = [(part) => new TextEncoder().encode(part), (part) => new Uint8Array([...part].flatMap((letter) => [letter.charCodeAt(0), 0]))];
  for (let at = 0; at + 8 <= text.length; at++) {
    if (encoders.some((encode) => includes(bytes, encode(text.slice(at, at + 8))))) return true;
  }
  return false;
}

function includes(bytes, wanted) {
  for (let at = bytes.indexOf(wanted[0]); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return true;
  }
  return false;
}
