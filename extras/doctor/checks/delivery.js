/** Checks how the token is to reach the app. Tests: tests/browser/doctor-forms.test.js. */
import { attribute } from '../../../src/js/page/dom.js';
import { finding } from '../findings.js';
import { isSecure } from '../../../src/js/page/instance-url.js';
import { resolveWeb } from '../page.js';
import { closest } from '../spelling.js';
import { BRIDGES, DELIVERIES, WITH_TOKEN } from '../words.js';

/** @param {import('../page.js').Page} page */
export function* delivery(page) {
  for (const form of page.forms.filter(({ marked }) => marked)) {
    yield* checkWay(form);
    yield* checkTarget(form, page);
  }
}

/** The value that is probably meant, or all of them. */
const oneOf = (value, values) => (closest(value, values) ? `Write "${closest(value, values)}".` : `Use one of ${values.join(', ')}.`);

function* checkWay({ element, deliver }) {
  if (!DELIVERIES.includes(deliver)) {
    yield finding(
      'deliver-unknown',
      element,
      `data-authrocket-deliver="${deliver}" is not known.`,
      oneOf(deliver, DELIVERIES),
    );
  }
  const bridge = attribute(element, 'data-authrocket-bridge');
  if (bridge && !BRIDGES.includes(bridge)) {
    yield finding(
      'bridge-unknown',
      element,
      `data-authrocket-bridge="${bridge}" is not known.`,
      oneOf(bridge, BRIDGES),
    );
  }
  const include = attribute(element, 'data-authrocket-include');
  if (include && include !== 'session') {
    yield finding(
      'include-unknown',
      element,
      `data-authrocket-include="${include}" is not known.`,
      'Write "session", or leave it out.',
    );
  }
}

function* checkTarget({ element, deliver, to, kind }, { document, origin, api, instance }) {
  const url = to && resolveWeb(to, document);
  if (!to && (deliver === 'post' || deliver === 'fetch')) {
    yield finding(
      'to-missing',
      element,
      `Delivery by ${deliver} has no address to go to.`,
      'Write data-authrocket-to="/login", your login handler.',
    );
  } else if (!to && deliver === 'navigate' && api === 'v2' && WITH_TOKEN.includes(kind)) {
    yield finding(
      'to-missing',
      element,
      'AuthRocket 2 names no address for a token, and the form does not, either.',
      'Write data-authrocket-to="/login", your login handler, or another data-authrocket-deliver.',
    );
  } else if (to && !url) {
    yield finding(
      'to-unsafe',
      element,
      'data-authrocket-to is not an http(s) address; it is not followed.',
      'Write an address of your app, such as /login.',
    );
  } else if (url && instance && url.origin === instance.origin && url.origin !== origin && WITH_TOKEN.includes(kind)) {
    yield finding(
      'to-instance',
      element,
      'data-authrocket-to leads to the instance: the token would go back to AuthRocket, not to your server.',
      'Write an address of your app, such as /login; the instance URL belongs in data-url.',
    );
  } else if (url && deliver === 'fetch' && url.origin !== origin) {
    yield finding(
      'to-foreign',
      element,
      `Delivery by fetch is for the page's own origin, not ${url.origin}.`,
      'Name an address of this origin, or deliver by post.',
    );
  } else if (url && url.protocol === 'http:' && !isSecure(url.origin)) {
    yield finding(
      'to-insecure',
      element,
      `The token would travel unencrypted to ${url.origin}; from a page with https, browsers warn or send nothing.`,
      'Write an https: address.',
    );
  }
}
