/** How the token is to reach the app. */
import { finding } from '../findings.js';
import { all, resolveWeb } from '../page.js';
import { BRIDGES, DELIVERIES, HOSTED } from '../words.js';

/** @param {import('../page.js').Page} page */
export function* delivery(page) {
  for (const form of page.forms.filter(({ marked }) => marked)) {
    yield* checkWay(form);
    yield* checkTarget(form, page);
  }
  yield* checkLinks(page);
}

function* checkWay({ element, deliver }) {
  if (!DELIVERIES.includes(deliver)) {
    yield finding(
      'deliver-unknown',
      element,
      `data-authrocket-deliver="${deliver}" is not known.`,
      `Use one of ${DELIVERIES.join(', ')}.`,
    );
  }
  const bridge = element.getAttribute('data-authrocket-bridge');
  if (bridge && !BRIDGES.includes(bridge)) {
    yield finding(
      'bridge-unknown',
      element,
      `data-authrocket-bridge="${bridge}" is not known.`,
      `Use one of ${BRIDGES.join(', ')}, or leave it out.`,
    );
  }
}

function* checkTarget({ element, deliver, to }, { document, origin }) {
  const url = to && resolveWeb(to, document);
  if (!to && (deliver === 'post' || deliver === 'fetch')) {
    yield finding(
      'to-missing',
      element,
      `Delivery by ${deliver} has no address to go to.`,
      'Write data-authrocket-to="/login", your login handler.',
    );
  } else if (to && !url) {
    yield finding(
      'to-unsafe',
      element,
      'data-authrocket-to is not an http(s) address; it is not followed.',
      'Write an address of your app, such as /login.',
    );
  } else if (url && deliver === 'fetch' && url.origin !== origin) {
    yield finding(
      'to-foreign',
      element,
      `Delivery by fetch is for the page's own origin, not ${url.origin}.`,
      'Name an address of this origin, or deliver by post.',
    );
  }
}

function* checkLinks({ root }) {
  for (const element of all(root, '[data-authrocket-hosted]')) {
    const page = element.getAttribute('data-authrocket-hosted');
    if (!HOSTED.includes(page)) {
      yield finding(
        'hosted-unknown',
        element,
        `data-authrocket-hosted="${page}" is not a hosted page.`,
        `Use one of ${HOSTED.join(', ')}.`,
      );
    }
  }
  for (const element of all(root, '[data-authrocket-social]')) {
    if (!element.getAttribute('data-authrocket-social').trim()) {
      yield finding(
        'social-empty',
        element,
        'data-authrocket-social names no provider.',
        'Write a provider type such as "facebook", or a provider id (ap_…).',
      );
    }
  }
}
