/**
 * Shows findings in a panel on the page, and frames their elements. Everything is in one shadow root with constructed style sheets:
 * no node, style or policy of the page is changed, and nothing in it is a form or a field. Tests: tests/browser/doctor-overlay.test.js.
 */
import { call, get } from '../../src/js/page/dom.js';
import { countOf, linesOf, sorted } from './report.js';
import { STYLE } from './overlay-style.js';

/** Elements that are not seen. */
const UNSEEN = 'html, head, head *, script, body';

/** @type {{ close: () => void } | undefined} the overlay that is open */
let open;

/** @type {import('../../types/doctor.module.d.ts').overlay} */
export function overlay(findings) {
  if (open) {
    open.close();
  }
  const host = document.createElement('authrocket-doctor');
  const root = host.attachShadow({ mode: 'open' });
  const places = new CSSStyleSheet();
  const style = new CSSStyleSheet();
  style.replaceSync(STYLE);
  root.adoptedStyleSheets = [style, places];

  const title = make('h2');
  const list = make('ol');
  const fold = make('button', { type: 'button', 'aria-expanded': 'true', 'aria-label': 'Show the findings' }, '–');
  const shut = make('button', { type: 'button', 'aria-label': 'Close the form doctor' }, '×');
  const header = make('header', {}, title, fold, shut);
  const panel = make('section', { class: 'panel', role: 'region', 'aria-label': 'AuthRocket form doctor' }, header, list);
  const boxes = make('div');
  root.append(boxes, panel);

  /** @type {{ element: Element, box: HTMLElement }[]} */
  let framed = [];
  let chosen;
  let earlier;

  const place = () => {
    places.replaceSync(framed.map(({ element }, at) => ruleFor(element, at)).join('\n'));
  };
  const choose = (button, element) => {
    chosen = element;
    buttons().forEach((each) => each.setAttribute('aria-pressed', String(each === button)));
    framed.forEach((each) => each.box.classList.toggle('chosen', each.element === element));
  };
  const buttons = () => [...list.querySelectorAll('button')];

  const item = (finding) => {
    const [what, fix, docs] = linesOf(finding).map((line) => make('span', {}, line || ''));
    docs.className = 'docs';
    const severity = make('span', { class: 'severity' }, finding.severity);
    const button = make('button', { type: 'button', 'aria-pressed': 'false' }, severity, what, fix, docs);
    const { element } = finding;
    button.addEventListener('focus', () => choose(button, element));
    button.addEventListener('click', () => {
      choose(button, element);
      if (element && get(element, 'isConnected')) {
        call(element, 'scrollIntoView', { block: 'center' });
        place();
      }
    });
    return make('li', { class: finding.severity }, button);
  };

  const update = (given) => {
    const all = sorted(given);
    const at = buttons().indexOf(/** @type {any} */ (root.activeElement));
    title.textContent = countOf(all);
    list.replaceChildren(...all.map(item));
    framed = [];
    for (const { element, severity } of all) {
      // An element with several findings has the colour of the worst one, which comes first.
      if (element && !call(element, 'matches', UNSEEN) && !framed.some((each) => each.element === element)) {
        framed.push({ element, box: make('div', { class: `box ${severity} at${framed.length}` }) });
      }
    }
    boxes.replaceChildren(...framed.map(({ box }) => box));
    place();
    if (at >= 0) {
      (buttons()[Math.min(at, all.length - 1)] || shut).focus({ preventScroll: true });
    } else if (chosen) {
      choose(undefined, chosen);
    }
  };

  const close = () => {
    const hadFocus = Boolean(root.activeElement);
    host.remove();
    ['scroll', 'resize'].forEach((type) => removeEventListener(type, place, true));
    open = open === handle ? undefined : open;
    if (hadFocus && earlier && earlier.isConnected) {
      earlier.focus({ preventScroll: true });
    }
  };

  fold.addEventListener('click', () => {
    list.hidden = !list.hidden;
    fold.setAttribute('aria-expanded', String(!list.hidden));
    fold.textContent = list.hidden ? '+' : '–';
  });
  shut.addEventListener('click', close);
  panel.addEventListener('focusin', ({ relatedTarget }) => {
    earlier = relatedTarget && !root.contains(/** @type {any} */ (relatedTarget)) ? relatedTarget : earlier;
  });
  panel.addEventListener('keydown', (event) => {
    const all = buttons();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = all.indexOf(/** @type {any} */ (root.activeElement));
    if (event.key === 'Escape') {
      close();
    } else if (step && all.length) {
      event.preventDefault();
      all[(at + step + all.length) % all.length].focus();
    }
  });
  // The page's own shortcuts and handlers are not for clicks and keys in the panel.
  ['click', 'keydown', 'keyup', 'keypress'].forEach((type) => panel.addEventListener(type, (event) => event.stopPropagation()));
  ['scroll', 'resize'].forEach((type) => addEventListener(type, place, true));

  const handle = { update: (given) => host.isConnected && update(given), close };
  open = handle;
  document.documentElement.append(host);
  update(findings);
  return handle;
}

/** The rule that puts the frame with this number around its element; an element that is not rendered has none. */
function ruleFor(element, at) {
  const { left, top, width, height } = call(element, 'getBoundingClientRect');
  const isSeen = width > 0 && height > 0;
  return isSeen
    ? `.at${at} { transform: translate(${left - 3}px, ${top - 3}px); width: ${width + 6}px; height: ${height + 6}px; }`
    : `.at${at} { display: none; }`;
}

/** @returns {HTMLElement} */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...children);
  return element;
}
