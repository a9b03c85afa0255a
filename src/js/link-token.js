/**
 * The token that a mail's link brings in the page's address: taken out of the address at once, so that it is neither
 * shared nor sent on as a referrer, and kept in the form.
 */
const KINDS = ['reset-password', 'verify-email'];

/** Puts `?token=` into the form's hidden `token` input, which is added if the page has none; a filled one wins. */
export function takeToken(form, options) {
  if (!KINDS.includes((options && options.kind) || form.getAttribute('data-authrocket'))) {
    return;
  }
  const { ownerDocument: document } = form;
  const { location, history } = document.defaultView;
  const token = new URLSearchParams(location.search).get('token');
  if (!token) {
    return;
  }
  let input = form.querySelector('[name=token]');
  if (!input) {
    input = form.appendChild(document.createElement('input'));
    Object.assign(input, { type: 'hidden', name: 'token' });
  }
  input.value = input.value || token;
  const search = location.search.replace(/([?&])token=[^&]*&?/g, '$1').replace(/[?&]$/, '');
  try {
    history.replaceState(history.state, '', location.pathname + search + location.hash);
  } catch {
    // An opaque origin may not change its address.
  }
}
