/** Checks for attributes that the library does not read, and links to the instance. Tests: tests/browser/doctor-forms.test.js. */
import { finding } from '../findings.js';
import { all } from '../page.js';
import { HOSTED, isAttribute, isTextKey } from '../words.js';

/** @param {import('../page.js').Page} page */
export function* marks({ root, api }) {
  for (const element of all(root, '[data-authrocket]:not(form)')) {
    yield finding(
      'kind-misplaced',
      element,
      `data-authrocket stands on <${element.localName}>, where nobody reads it.`,
      'Put it on the form.',
    );
  }
  for (const element of all(root, '*')) {
    for (const name of element.getAttributeNames().filter((each) => each.startsWith('data-authrocket'))) {
      yield* checkName(element, name);
    }
  }
  yield* checkLinks(root, HOSTED[api]);
}

function* checkName(element, name) {
  const key = /^data-authrocket-text-(.*)$/.exec(name);
  if (key && !isTextKey(key[1])) {
    yield finding(
      'text-unknown',
      element,
      `${name} replaces no text.`,
      'Look for the key in docs/markup.md, with - for _.',
    );
  } else if (!key && !isAttribute(name)) {
    yield finding(
      'attribute-unknown',
      element,
      `${name} is not known.`,
      'Look for its right spelling in docs/markup.md.',
    );
  }
}

function* checkLinks(root, hosted) {
  for (const element of all(root, '[data-authrocket-hosted]')) {
    const page = element.getAttribute('data-authrocket-hosted');
    if (!hosted.includes(page)) {
      yield finding(
        'hosted-unknown',
        element,
        `data-authrocket-hosted="${page}" is not a hosted page.`,
        `Use one of ${hosted.join(', ')}.`,
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
