/** Checks where a form with a password goes without script: never to the app. Tests: tests/browser/doctor-forms.test.js. */
import { attribute } from '../../../src/js/page/dom.js';
import { finding, plain } from '../findings.js';
import { isSecure } from '../../../src/js/page/instance-url.js';
import { hasPassword, resolve } from '../page.js';

/** @param {import('../page.js').Page} page */
export function* action(page) {
  for (const form of page.forms.filter(hasPassword)) {
    const { element } = form;
    // A form with method="dialog" sends nothing.
    const method = (attribute(element, 'method') || 'get').toLowerCase();
    const buttons = form.controls.filter((control) => control.hasAttribute('formaction'));
    if (method !== 'dialog') {
      yield* checkMethod(form, method);
      yield* checkAction(page, element, attribute(element, 'action'), kindOfPage(form));
    }
    for (const button of buttons) {
      yield* checkAction(page, button, button.getAttribute('formaction'), kindOfPage(form));
    }
  }
}

const kindOfPage = ({ kind }) => ({ signup: 'signup', 'reset-password': 'reset_password' })[kind] || 'login';

function* checkMethod({ element, controls }, method) {
  const getting = controls.find((control) => (control.getAttribute('formmethod') || '').toLowerCase() === 'get');
  if (method !== 'post' || getting) {
    yield finding(
      'method-get',
      getting || element,
      'Without script the password would go into an address, and so into histories and logs.',
      'Write method="post".',
    );
  }
}

function* checkAction(page, element, said, hostedPage) {
  const hosted = page.instance ? `${page.instance.origin}/${hostedPage}` : `https://myapp.e1.loginrocket.com/${hostedPage}`;
  const fix = `Write action="${hosted}", the hosted page.`;
  const url = said && resolve(said.trim(), page.document);
  if (!url) {
    yield finding(
      'action-missing',
      element,
      'The form has no action: without script the password would go to this page.',
      fix,
    );
  } else if (url.protocol === 'javascript:') {
    yield finding(
      'action-script',
      element,
      'The action is a script: without script the form does nothing, and a Content-Security-Policy blocks it.',
      fix,
    );
  } else if (!/^https?:$/.test(url.protocol)) {
    // Browsers post nothing to about: and the like.
  } else if (page.instance && url.origin === page.instance.origin) {
    yield* checkHosted(element, url, hostedPage, fix);
  } else if (url.origin === page.origin) {
    yield finding(
      'action-to-app',
      element,
      `Without script, or when it fails to load, the password would be posted to the app: ${plain(url)}.`,
      fix,
    );
  } else if (url.protocol === 'http:' && !isSecure(url.origin)) {
    yield finding(
      'action-insecure',
      element,
      `Without script the password would travel unencrypted to ${plain(url)}.`,
      fix,
    );
  } else if (page.instance) {
    yield finding(
      'action-elsewhere',
      element,
      `The action leads to ${url.origin}, which is not the instance.`,
      `${fix} A custom domain of the hosted pages is fine.`,
    );
  }
}

/** The last part of a hosted page's address, by what the page is for. */
const HOSTED = { login: 'log in', signup: 'sign up', logout: 'log out', forgot_password: 'ask for a new password', reset_password: 'set a new password' };

function* checkHosted(element, url, hostedPage, fix) {
  const led = url.pathname.split('/').filter(Boolean).pop() || '';
  if (/^\/v[12](\/|$)/.test(url.pathname)) {
    yield finding(
      'action-to-api',
      element,
      'The action is the API: without script a user would be shown JSON, with the token in it.',
      fix,
    );
  } else if (led in HOSTED && led !== hostedPage) {
    yield finding(
      'action-kind',
      element,
      `The action is the hosted page to ${HOSTED[led]}. Without JavaScript, a user who wants to ${HOSTED[hostedPage]} lands there.`,
      fix,
    );
  }
}
