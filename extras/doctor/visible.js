/**
 * Whether CSS keeps an element hidden even when it has a text. Imports nothing. Tests: tests/browser/doctor-people.test.js.
 */

/** Properties that hide an element, each with the values that do. */
const HIDING = { display: /^none$/, visibility: /^(hidden|collapse)$/, opacity: /^0(\.0*)?$/ };

/**
 * The element that hides a place for texts: the place itself, or one around it inside its form. Rules for `:empty` do not count,
 * nor do those that another rule takes back once the place has a text or the form has an error.
 * @returns {Element | undefined}
 */
export function hiderOf(place, form) {
  const window = place.ownerDocument.defaultView;
  for (let element = window ? place : form; element && element !== form; element = element.parentElement) {
    const style = window.getComputedStyle(element);
    const hides = Object.keys(HIDING).some((property) => HIDING[property].test(style[property]) && stays(element, property));
    if (hides || isClipped(style)) {
      return element;
    }
  }
  return undefined;
}

/** As the class `visually-hidden` of many style sheets does it. */
const isClipped = (style) =>
  style.position === 'absolute' && (/^rect\([01]px/.test(style.clip) || /^inset\((50|100)%/.test(style.clipPath));

/** Whether a property hides an element also when the place is filled. */
function stays(element, property) {
  if (HIDING[property].test(element.style[property])) {
    return true;
  }
  const rules = rulesOf(element.ownerDocument).filter(({ style }) => style[property]);
  const filling = rules.filter(({ selectorText }) => matches(element, filled(selectorText)));
  const isShown = filling.some(({ selectorText, style }) => !HIDING[property].test(style[property]) && !matches(element, selectorText));
  return !isShown && filling.some(({ style }) => HIDING[property].test(style[property]));
}

/** A selector as it applies to a place with a text, in a form with an error. Other conditions of `:has()` may be met. */
const filled = (selector) =>
  selector
    .replace(/:has\([^()]*:empty[^()]*\)/g, ':not(*)')
    .replace(/:empty\b/g, ':not(*)')
    .replace(/\[(data-authrocket-state|aria-invalid|aria-busy)[^\]]*\]/g, ':not(:not(*))')
    .replace(/:has\(/g, ':is(*,');

function matches(element, selector) {
  try {
    return element.matches(selector);
  } catch {
    return false;
  }
}

/** The style rules of a document that can be read, also those in groups that apply now. */
function rulesOf(document) {
  const sheets = [...document.styleSheets, ...(document.adoptedStyleSheets || [])].filter(({ disabled }) => !disabled);
  return sheets.flatMap((sheet) => flatten(sheet, document.defaultView));
}

function flatten(group, window) {
  let rules = [];
  try {
    rules = [...group.cssRules];
  } catch {
    // A sheet from another origin.
  }
  return rules.flatMap((rule) => {
    const applies = !rule.media || !window.matchMedia || window.matchMedia(rule.media.mediaText || 'all').matches;
    const inside = rule.styleSheet || (rule.cssRules && rule.cssRules.length ? rule : undefined);
    return [...(rule.selectorText && rule.style ? [rule] : []), ...(inside && applies ? flatten(inside, window) : [])];
  });
}
