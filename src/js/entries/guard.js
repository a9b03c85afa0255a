/**
 * The inline guard: `pkg/guard.js`, which a page pastes into a `<script>` at the start of its `<head>`. Holds the submits of
 * marked forms until the library takes the forms over. Shows an error at the form if the library does not load. Imports
 * nothing. Tests: tests/browser/early*.test.js.
 *
 * The limit is 500 bytes (brotli): `let` throughout, and the order of the lines, are what compresses best (docs/size.md).
 *
 * On a page, the name of a control hides a member of its form, and the name of an image a member of `document`. So methods
 * are taken from `HTMLFormElement.prototype`, and `document` is used only here, before the page has elements.
 */
{
  let key = Symbol.for('authrocket.guard');
  if (!window[key]) {
    let paragraph = document.createElement('p');
    paragraph.setAttribute('data-authrocket-error', '');
    /** The library's predicates: each knows forms that it has taken over. @type {((form: any) => boolean)[]} */
    let takers = [];
    /** @type {any} */
    let forms = HTMLFormElement.prototype;
    let submit = forms.submit;
    /** The submits that wait: form to submitter. */
    let held = new Map();
    /** The library calls this to take forms over. Returns their held submits as `[form, submitter]`. */
    window[key] = (isOurs) =>
      [...held].filter(([form]) => isOurs(form) && held.delete(form), takers.push(isOurs));
    /** Milliseconds until the library must have taken a form over; 0 once it has failed to load. */
    let wait = 15000;
    forms.submit = function () {
      hold(this) || submit.call(this);
    };
    /** Holds a submit; true for a marked form that the library has not taken over. A window has no `matches`. */
    let hold = (form, submitter) =>
      form.matches &&
      forms.matches.call(form, 'form[data-authrocket]') &&
      !takers.some((isOurs) => isOurs(form)) &&
      (setTimeout(giveUp, wait, form),
      forms.setAttribute.call(form, 'data-authrocket-state', 'busy'),
      forms.setAttribute.call(form, 'aria-busy', 'true'),
      held.set(form, submitter || held.get(form)));
    /** Drops the held submit of a form, and shows there that the library did not load. What was typed stays. */
    let giveUp = (form, place) => {
      if (held.delete(form)) {
        wait = 0;
        forms.setAttribute.call(form, 'data-authrocket-state', 'error');
        forms.removeAttribute.call(form, 'aria-busy');
        place =
          forms.querySelector.call(form, '[data-authrocket-error=""],[data-authrocket-error=true]') ||
          // The window has a member for each element's id: `login-errors`, `signup-errors`.
          window[forms.getAttribute.call(form, 'data-authrocket') + '-errors'];
        if (!place) {
          forms.append.call(form, (place = paragraph));
        }
        place.textContent =
          forms.getAttribute.call(form, 'data-authrocket-text-script-missing') ||
          'This page could not load its sign-in script. Please reload the page and try again.';
      }
    };
    paragraph.setAttribute('role', 'alert');
    addEventListener(
      'submit',
      function (/** @type {any} */ event) {
        hold(event.target, event.submitter) && event.stopImmediatePropagation(event.preventDefault());
      },
      true,
    );
    document.addEventListener(
      'error',
      function (event) {
        if (forms.matches.call(event.target, 'script[data-url],script[src*="authrocket.js"]')) {
          wait = 0;
          held.forEach((_, form) => giveUp(form));
        }
      },
      true,
    );
  }
}
