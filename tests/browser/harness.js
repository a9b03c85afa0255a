// The small test harness that runs inside the page. README.md in this folder describes what a test file may use.
'use strict';

(function () {
  const TEST_DEADLINE = 20000;
  const places = JSON.parse(document.getElementById('places').textContent);
  const tests = [];
  const report = { failure: null, tests: [], done: false };
  const acts = { next: 1, waiting: null, settle: null };
  let pageErrors = [];
  let errorsExpected = false;

  // --- Assertions -------------------------------------------------------------------------------------------------

  class AssertionFailed extends Error {}

  function shown(value) {
    if (value instanceof Error) return String(value);
    if (value === undefined) return 'undefined';
    try { return JSON.stringify(value) ?? String(value); } catch { return String(value); }
  }

  function assert(condition, text = 'the assertion') {
    if (!condition) throw new AssertionFailed(`does not hold: ${text}`);
  }

  // Plain data is compared by value: members in any order, `undefined` members count.
  function alike(a, b) {
    if (Object.is(a, b)) return true;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    // An element has no members of its own, so it equals only itself.
    if ('nodeType' in a || 'nodeType' in b) return false;
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((name) => name in b && alike(a[name], b[name]));
  }

  assert.equal = (got, wanted, text = '') => {
    if (!alike(got, wanted)) throw new AssertionFailed(`${text} is ${shown(got)}, should be ${shown(wanted)}`.trim());
  };
  assert.match = (got, pattern, text = '') => {
    if (!pattern.test(String(got))) throw new AssertionFailed(`${text} is ${shown(got)}, should match ${pattern}`.trim());
  };
  assert.rejects = async (promise, check = () => true) => {
    let value;
    try { value = await promise; } catch (error) {
      assert(check(error), `the rejection is the right one: ${shown(error)}`);
      return error;
    }
    throw new AssertionFailed(`should be rejected, was ${shown(value)}`);
  };

  // --- Waiting ----------------------------------------------------------------------------------------------------

  // Waits until `condition` returns something truthy, and returns that; a throw counts as not yet.
  async function waitUntil(condition, what = String(condition)) {
    const end = Date.now() + TEST_DEADLINE / 2;
    let last = 'not yet';
    while (Date.now() < end) {
      try {
        const value = await condition();
        if (value) return value;
      } catch (error) { last = shown(error); }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new AssertionFailed(`waited in vain for ${what} (${last})`);
  }

  // --- The servers ------------------------------------------------------------------------------------------------

  async function ask(method, url, body) {
    const answer = await nativeFetch(url, { method, body: body && JSON.stringify(body), cache: 'no-store' });
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
  // Tests may replace the page's fetch; the harness keeps the browser's own.
  const nativeFetch = window.fetch.bind(window);
  const instance = `${places.instance}/_fake`;
  // In the pass on AuthRocket 2, tests name the calls of version 1: rules are for the calls of version 2 then, and the log shows
  // what was sent under the names of version 1.
  const V2_PATHS = {
    '/v1/login': '/v2/login', '/v1/signup': '/v2/signup', '/v1/logout': '/v2/session', '/v1/forgot_password': '/v2/password/forgot',
    '/v1/reset_password': '/v2/password/reset', '/v1/verify_email': '/v2/email/verify',
  };
  const ruled = (rule) => ({ ...rule, path: places.api === 'v2' && V2_PATHS[rule.path] || rule.path });
  const apis = new Set();
  function logged(entry) {
    const [, api] = /^\/(v\d)\//.exec(entry.path) || [];
    if (entry.server === 'instance' && api) apis.add(api);
    if (places.api === 'v1') return entry;
    const [path = entry.path] = Object.entries(V2_PATHS).find(([, v2]) => v2 === entry.path.replace(/\/verify$/, '')) || [];
    const { email, ...fields } = entry.fields;
    const isNamed = email !== undefined && !/signup/.test(path);
    return { ...entry, path, fields: isNamed ? { username: email, ...fields } : entry.fields };
  }
  const fake = {
    set: (rule) => ask('POST', `${instance}/set`, ruled(rule)),
    reset: () => ask('POST', `${instance}/reset`),
    release: () => ask('POST', `${instance}/release`),
    log: async () => (await (await ask('GET', `${instance}/log`)).json()).map(logged),
    connections: async () => (await ask('GET', `${instance}/connections`)).json(),
  };
  const app = {
    log: async () => (await ask('GET', '/_app/log')).json(),
    reset: () => ask('DELETE', '/_app/log'),
  };
  const fetched = async () => (await ask('GET', '/_bundle/log')).json();

  // --- Pages and elements -----------------------------------------------------------------------------------------

  async function makePage({ html, headers = {} }) {
    const answer = await ask('POST', '/made', { body: html, headers });
    return new URL((await answer.json()).url, location.href).href;
  }

  // Opens an address, or a page made of { html, headers }, in a frame of its own; returns the frame.
  async function openFrame(page, attributes = {}) {
    const frame = document.createElement('iframe');
    for (const [name, value] of Object.entries({ width: 600, height: 400, ...attributes })) frame.setAttribute(name, value);
    frame.src = typeof page === 'string' ? page : await makePage(page);
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.body.append(frame);
    await loaded;
    return frame;
  }

  function fixture(html = '') {
    const place = document.getElementById('fixture');
    place.innerHTML = html;
    return place.firstElementChild;
  }

  // Real keys and clicks, made by the browser's driver.
  function act(wants, css, text) {
    return new Promise((resolve, reject) => {
      acts.waiting = { id: acts.next++, wants, css, text };
      acts.settle = (error) => (error ? reject(new Error(error)) : resolve());
      tell();
    });
  }
  const user = {
    click: (css) => act('click', css),
    fill: (css, text) => act('fill', css, text),
    keys: (text) => act('keys', undefined, text),
  };
  const KEY = { tab: '\uE004', enter: '\uE007', escape: '\uE00C', space: ' ', backspace: '\uE003' };

  // --- Running ----------------------------------------------------------------------------------------------------

  function expectErrors() {
    errorsExpected = true;
    return pageErrors;
  }
  window.addEventListener('error', (event) => { pageErrors.push(event.error ?? event.message); });
  window.addEventListener('unhandledrejection', (event) => { pageErrors.push(event.reason); });

  function test(name, body) {
    if (tests.some((each) => each.name === name)) throw new Error(`two tests are called ${shown(name)}`);
    tests.push({ name, body });
  }
  // Tests of what only one version of the API has, in a file that runs on both.
  for (const api of ['v1', 'v2']) test[api] = (name, body) => { if (api === places.api) test(name, body); };

  // Every engine that a page of this file reported.
  const engines = new Set();
  function look({ contentWindow: page }) {
    try {
      if (page.AuthRocket) engines.add(page.AuthRocket.engine);
    } catch { /* A page of another origin. */ }
  }
  if (location.search === '?checked') {
    window.addEventListener('tests-known', () => test('every page ran on the engine of this pass', async () => {
      const { createClient } = await import('/pkg/module.js');
      engines.add(await createClient({ url: places.instance }).ready());
      engines.delete(undefined);
      assert.equal([...engines], [places.engine]);
      if (places.api === 'v2') assert.equal([...apis], ['v2'], 'the API that was called');
    }));
  }

  async function clean() {
    for (const frame of document.querySelectorAll('iframe')) {
      look(frame);
      frame.remove();
    }
    fixture();
    pageErrors = [];
    errorsExpected = false;
    // Notes which API was called.
    if (places.api === 'v2') await fake.log();
    await Promise.all([fake.reset(), app.reset()]);
  }

  async function runOne({ name, body }) {
    const begun = performance.now();
    const milliseconds = () => Math.round(performance.now() - begun);
    let late;
    const deadline = new Promise((_, reject) => {
      late = setTimeout(() => reject(new AssertionFailed(`took more than ${TEST_DEADLINE} ms`)), TEST_DEADLINE);
    });
    try {
      await clean();
      await Promise.race([body(), deadline]);
      if (!errorsExpected && pageErrors.length) throw new AssertionFailed(`error on the page: ${shown(pageErrors[0])}`);
      report.tests.push({ name, passed: true, milliseconds: milliseconds() });
    } catch (error) {
      const text = error instanceof AssertionFailed ? error.message : `${error}\n${error?.stack ?? ''}`;
      report.tests.push({ name, passed: false, error: text, milliseconds: milliseconds() });
    } finally { clearTimeout(late); }
  }

  // Called with the module of the test file, or with the error that kept it from loading.
  window.runTests = async (loaded) => {
    if (loaded instanceof Error) report.failure = String(loaded);
    else {
      window.dispatchEvent(new Event('tests-known'));
      for (const each of tests) await runOne(each);
    }
    report.done = true;
    tell();
  };

  // The next task for the driver's side, as soon as there is one; null from time to time, so that the driver never waits forever.
  let driver = null;
  function tell() {
    if (!driver || !(report.done || acts.waiting)) return;
    driver(report.done ? { wants: 'report', failure: report.failure, tests: report.tests } : acts.waiting);
    driver = acts.waiting = null;
  }
  window.testState = () => new Promise((resolve) => {
    const enough = setTimeout(() => { driver = null; resolve(null); }, TEST_DEADLINE / 4);
    driver = (state) => { clearTimeout(enough); resolve(state); };
    tell();
  });
  window.testActed = (id, error) => { if (acts.next === id + 1) acts.settle(error); };

  Object.assign(window, {
    test, assert, waitUntil, fake, app, makePage, openFrame, fixture, user, KEY, expectErrors,
    fetched, ENGINE: places.engine, API: places.api, ELSEWHERE: places.elsewhere, INSTANCE: places.instance, OTHER: places.other, CLOSED: places.closed,
  });
})();
