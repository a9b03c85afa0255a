/** Checks for attributes that the library does not read, and links to the instance. Tests: tests/browser/doctor-markup.test.js. */
import { call, get } from '../../../src/js/page/dom.js';
import { finding } from '../findings.js';
import { all } from '../page.js';
import { closest } from '../spelling.js';
import { HOSTED, KNOWN_ATTRIBUTES, OF_CONTROLS, OF_FORMS, PROVIDERS, TEXT_KEYS } from '../words.js';

/** Names that are not for a framework, such as `@authrocket:error`, `:data-authrocket-to` or `[attr.data-authrocket]`. */
const PLAIN = /^[\w-]+$/;

/** @param {import('../page.js').Page} page */
export function* marks({ root, api }) {
  for (const element of all(root, '[data-authrocket]:not(form)')) {
    yield finding(
      'kind-misplaced',
      element,
      `data-authrocket is on <${element.localName}>, where it has no effect.`,
      'Put it on the form.',
    );
  }
  for (const element of all(root, '*')) {
    for (const name of call(element, 'getAttributeNames').filter((each) => PLAIN.test(each))) {
      yield* checkName(element, name);
    }
  }
  yield* checkLinks(root, HOSTED[api]);
}

const TEXT = /^data-authrocket-text-(.*)$/;

function* checkName(element, name) {
  const key = TEXT.exec(name);
  if (key && !TEXT_KEYS.includes(key[1])) {
    const meant = closest(key[1], TEXT_KEYS);
    yield finding(
      'text-unknown',
      element,
      `${name} replaces no text.`,
      meant ? `Write data-authrocket-text-${meant}.` : 'Look for the key in docs/markup.md, with - for _.',
    );
  } else if (KNOWN_ATTRIBUTES.includes(name)) {
    yield* checkPlace(element, name);
  } else if (!key) {
    const meant = meantAttribute(element, name);
    if (meant || name.startsWith('data-authrocket')) {
      yield finding(
        'attribute-unknown',
        element,
        `${name} is not known, and has no effect.`,
        meant ? `Write ${meant}.` : 'Look for its right spelling in docs/markup.md.',
      );
    }
  }
}

/** The attribute of the library that an unknown one probably means. */
function meantAttribute(element, name) {
  // React's `dataAuthrocketTo`, and names without `data-`.
  const plain = `data-${name.replace(/^data[-_]?/, '')}`;
  if (/^data-(deliver|bridge|include)$/.test(plain) && call(element, 'matches', 'form[data-authrocket]')) {
    return plain.replace('data-', 'data-authrocket-');
  }
  return /auth|rock/.test(plain) ? closest(plain.replace('auth-rocket', 'authrocket'), KNOWN_ATTRIBUTES) : undefined;
}

const CONTROLS = 'input, select, textarea, button';

/** Checks that an attribute of forms is on a form, and one of controls on a control. A custom element may be a control. */
function* checkPlace(element, name) {
  const isOfForm = OF_FORMS.includes(name) && get(element, 'localName') !== 'form';
  const isOfControl = OF_CONTROLS.includes(name) && !call(element, 'matches', CONTROLS) && !get(element, 'localName').includes('-');
  if (isOfForm || isOfControl) {
    yield finding(
      'attribute-misplaced',
      element,
      `${name} is on <${element.localName}>, where it has no effect.`,
      isOfForm ? 'Put it on the form.' : 'Put it on the input that it is about.',
    );
  }
}

const SOCIAL = 'data-authrocket-social';

function* checkLinks(root, hosted) {
  for (const element of all(root, '[data-authrocket-hosted]')) {
    const page = element.getAttribute('data-authrocket-hosted');
    if (!hosted.includes(page)) {
      const meant = closest(page, hosted);
      yield finding(
        'hosted-unknown',
        element,
        `data-authrocket-hosted="${page}" is not a hosted page.`,
        meant ? `Write data-authrocket-hosted="${meant}".` : `Use one of ${hosted.join(', ')}.`,
      );
    }
  }
  for (const element of all(root, `[${SOCIAL}]`)) {
    yield* checkProvider(element, element.getAttribute(SOCIAL).trim());
  }
}

/** A provider is named by its type, or by its id (`ap_…`). */
function* checkProvider(element, provider) {
  if (!provider) {
    yield finding(
      'social-empty',
      element,
      'data-authrocket-social names no provider.',
      'Write a provider type such as "facebook", or a provider id (ap_…).',
    );
  } else if (!PROVIDERS.includes(provider) && !/^ap_\w+$/.test(provider)) {
    const meant = closest(provider, PROVIDERS);
    yield finding(
      'social-unknown',
      element,
      `data-authrocket-social="${provider}" is no provider type that is known.`,
      meant ? `Write data-authrocket-social="${meant}".` : 'Write a provider type such as "facebook", or a provider id (ap_…).',
    );
  }
}
