/**
 * What several comforts need of the page's elements.
 */

const STATE = 'data-authrocket-state';
const OURS = `[data-authrocket],[${STATE}]`;

/** Sets attributes; answers the way back to what they were. */
export function put(element, values) {
  const write = (pairs) =>
    pairs.forEach(([name, value]) =>
      value === null ? element.removeAttribute(name) : element.setAttribute(name, value),
    );
  const before = Object.keys(values).map((name) => [name, element.getAttribute(name)]);
  write(Object.entries(values));
  return () => write(before);
}

/** The nearest such element around what an event happened to. */
export const around = (event, css) => event.target.closest && event.target.closest(css);

/** Whether an element belongs to a form that the library takes care of. */
export const isOurs = (form) => !!form && !!form.matches && form.matches(OURS);

/** The form's controls for an API field, by any of its spellings. */
export const controls = (form, field) => [...form.elements].filter((control) => nameOf(control) === field);

const nameOf = (control) =>
  (control.getAttribute('data-authrocket-field') || control.name || '').replace(/^[^[]*\[(.*)\]$/, '$1');

/** Calls back once the form is in another state than now; answers the way to stop watching. */
export function onNextState(form, changed) {
  const now = form.getAttribute(STATE);
  const observer = new MutationObserver(() => {
    if (form.getAttribute(STATE) !== now) {
      changed();
    }
  });
  observer.observe(form, { attributeFilter: [STATE] });
  return () => observer.disconnect();
}
