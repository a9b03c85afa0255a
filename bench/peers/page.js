/**
 * What every page of the comparison does alike: fields, where the token goes, and the marks that the benchmark reads.
 *
 * `held`: from here on, a submit does not post the form natively. `ready`: the client can send.
 */
export const form = document.querySelector('form');
export const instance = window.INSTANCE;

/** Calls `login(username, password)` for each submit; it resolves to a token, or rejects with the text to show. */
export function onSubmit(login) {
  const errors = document.querySelector('[role=alert]');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      leave(await login(form.username.value, form.password.value));
    } catch (error) {
      errors.textContent = String(error.message || error);
    }
  });
  performance.mark('held');
  performance.mark('ready');
}

/** Takes the token to the app. */
export function leave(token) {
  location.assign(`/app/login?token=${encodeURIComponent(token)}`);
}
