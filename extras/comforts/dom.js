/**
 * DOM helpers that several enhancements share. Imports nothing: the enhancements know the library only by its attributes and
 * events. Tests: tests/browser/comforts-*.test.js.
 */

const STATE = 'data-authrocket-state';
const DESCRIBED = 'aria-describedby';
const OURS = `[data-authrocket],[${STATE}]`;

/** Sets attributes; `null` removes one. @returns {() => void} restores the previous values */
export function put(element, values) {
  const write = (pairs) =>
    pairs.forEach(([name, value]) =>
      value === null ? element.removeAttribute(name) : element.setAttribute(name, value),
    );
  const before = Object.keys(values).map((name) => [name, element.getAttribute(name)]);
  write(Object.entries(values));
  return () => write(before);
}

/** The closest element around the target of an event that matches. */
export const around = (event, css) => event.target.closest && event.target.closest(css);

/** Whether a form is marked for or attached by the library. */
export const isOurs = (form) => !!form && !!form.matches && form.matches(OURS);

/** The form's controls for an API field, in each spelling of its name. */
export const controls = (form, field) => [...form.elements].filter((control) => nameOf(control) === field);

const nameOf = (control) =>
  (control.getAttribute('data-authrocket-field') || control.name || '').replace(/^[^[]*\[(.*)\]$/, '$1');

/** Changes a control's value as typing does. Its prototype's setter is used because frameworks track its own `value`. */
export function typeInto(field, value) {
  Reflect.set(Object.getPrototypeOf(field), 'value', value, field);
  ['input', 'change'].forEach((type) => field.dispatchEvent(new Event(type, { bubbles: true })));
}

/** The words of `aria-describedby`. */
export const describedBy = (field) => (field.getAttribute(DESCRIBED) || '').split(' ').filter(Boolean);

/** Sets `aria-describedby`; removes the attribute if there are no ids. */
export const describe = (field, ids) => put(field, { [DESCRIBED]: ids.join(' ') || null });

/** Calls `changed` when the state of the form changes. @returns {() => void} stops watching */
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
