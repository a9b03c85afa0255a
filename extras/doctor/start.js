/**
 * Examines a page by itself: once it has loaded, and again when its forms change. Each finding is printed once.
 * Tests: tests/browser/doctor-start.test.js.
 */
import { examine } from './examine.js';
import { overlay } from './overlay.js';
import { report } from './report.js';

/** Milliseconds without a change until the page is examined again. */
const QUIET = 300;
/** Attributes that checks read. Not `class`, `style` and the library's state, which change without a developer. */
const READ = [
  'action', 'aria-label', 'aria-labelledby', 'autocapitalize', 'autocomplete', 'data-authrocket', 'data-authrocket-bridge',
  'data-authrocket-deliver', 'data-authrocket-error', 'data-authrocket-field', 'data-authrocket-hints', 'data-authrocket-include',
  'data-authrocket-require', 'data-authrocket-strength', 'data-authrocket-to', 'for', 'id', 'inputmode', 'maxlength', 'method', 'name',
  'pattern', 'readonly', 'spellcheck', 'target', 'type',
];

/** @type {import('../../types/doctor.module.d.ts').start} */
export function start({ overlay: isShown = false, quiet: isQuiet = false, ...options } = {}) {
  /** @type {WeakMap<object, Set<string>>} */
  const printed = new WeakMap();
  let isFirst = true;
  let hasFailed = false;
  let isStopped = false;
  let panel;
  let timer;

  const isNew = ({ element, code, message }) => {
    const key = element || document;
    const texts = printed.get(key) || new Set();
    printed.set(key, texts);
    const before = texts.size;
    return texts.add(`${code}: ${message}`).size > before;
  };

  const look = async () => {
    const findings = await examine(document, options);
    if (isStopped) {
      return;
    }
    const fresh = findings.filter(isNew);
    if (isShown && (panel || findings.length)) {
      panel = panel || overlay([]);
      panel.update(findings);
    } else if (!isShown && (fresh.length || (isFirst && !isQuiet))) {
      report(fresh);
    }
    isFirst = false;
  };

  /** Does not reject: a page may be one that the doctor cannot read. */
  const tryLook = () =>
    look().catch((error) => {
      if (!hasFailed) {
        hasFailed = true;
        // The texts of other errors may hold what was typed.
        console.warn(/^authrocket/.test(Object(error).message) ? error.message : `authrocket doctor: ${Object(error).name}`);
      }
    });

  const observer = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(tryLook, QUIET);
  });
  const begin = () => {
    observer.observe(document, { subtree: true, childList: true, attributeFilter: READ });
    timer = setTimeout(tryLook);
  };
  if (document.readyState === 'complete') {
    begin();
  } else {
    addEventListener('load', begin, { once: true });
  }
  return {
    stop() {
      isStopped = true;
      removeEventListener('load', begin);
      observer.disconnect();
      clearTimeout(timer);
      if (panel) {
        panel.close();
      }
    },
  };
}
