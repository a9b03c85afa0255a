/**
 * Records what happens on a page while the doctor runs: violations of its policy, pastes that are refused, and forms that a script
 * sends by `form.submit()`, which fires no event. Changes nothing but `form.submit()`, which it wraps to record calls.
 * Browsers with `ReportingObserver` also report earlier violations. Imports nothing. Tests: tests/browser/doctor-page.test.js.
 */

/** @typedef {{ directive: string, blocked: string }} Violation `blocked` is an origin or a keyword, never a whole address */
/** @typedef {{ violations: Violation[], refused: Set<Element>, scripted: WeakSet<Element>, catchUp: () => void }} Sightings */

/** @type {WeakMap<object, Sightings>} */
const known = new WeakMap();

/**
 * Starts to listen at the first call for a document. By document, because the window of a frame outlives its documents.
 * @returns {Sightings}
 */
export function watch(document) {
  if (!known.has(document)) {
    /** @type {Sightings} */
    const sightings = { violations: [], refused: new Set(), scripted: new WeakSet(), catchUp: () => {} };
    known.set(document, sightings);
    watchPolicy(document, sightings);
    watchSubmits(document.defaultView, sightings.scripted);
    document.addEventListener('paste', (event) => seePaste(event, sightings.refused), true);
  }
  return known.get(document);
}

function watchPolicy(document, sightings) {
  const see = (directive, blocked, disposition) => {
    const short = originOf(blocked);
    const isKnown = sightings.violations.some((one) => one.directive === directive && one.blocked === short);
    if (disposition !== 'report' && !isKnown) {
      sightings.violations.push({ directive, blocked: short });
    }
  };
  const listener = (event) => see(event.effectiveDirective, event.blockedURI, event.disposition);
  document.addEventListener('securitypolicyviolation', listener);
  const window = document.defaultView;
  if (window && typeof window.ReportingObserver === 'function') {
    const take = (reports) =>
      reports.forEach(({ body }) => body && see(body.effectiveDirective, body.blockedURL, body.disposition));
    const observer = new window.ReportingObserver(take, { types: ['csp-violation'], buffered: true });
    observer.observe();
    sightings.catchUp = () => take(observer.takeRecords());
  }
}

/**
 * Records calls of `form.submit()`, in front of the library and of the inline guard, which replace that method, too: a function that
 * a script reads here and later calls is the one that it replaced, and records as well.
 */
function watchSubmits(window, scripted) {
  const { prototype } = (window && window.HTMLFormElement) || { prototype: undefined };
  const described = prototype && Object.getOwnPropertyDescriptor(prototype, 'submit');
  if (!described || !described.configurable) {
    return;
  }
  const recording = (inner) =>
    function () {
      scripted.add(this);
      return Reflect.apply(inner, this, arguments);
    };
  let current = recording(prototype.submit);
  Object.defineProperty(prototype, 'submit', {
    configurable: true,
    enumerable: true,
    get: () => current,
    set(replacement) {
      if (this === prototype) {
        current = recording(replacement);
      } else {
        // `someForm.submit = …`, as ASP.NET Web Forms does it, is about that form alone.
        Object.defineProperty(this, 'submit', { configurable: true, enumerable: true, writable: true, value: replacement });
      }
    },
  });
}

function originOf(blocked) {
  try {
    const { origin, protocol } = new URL(blocked);
    return origin === 'null' ? protocol : origin;
  } catch {
    return String(blocked || 'inline');
  }
}

/** Records a cancelled paste that left an empty field empty. A page may also cancel a paste and fill in the field itself. */
function seePaste(event, refused) {
  const field = event.composedPath()[0];
  if (!field || field.value !== '') {
    return;
  }
  setTimeout(() => {
    if (event.defaultPrevented && field.value === '') {
      refused.add(field);
    } else {
      refused.delete(field);
    }
  });
}
