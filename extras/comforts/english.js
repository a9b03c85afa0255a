/** The English texts of the enhancements in `pkg/comforts.js`. `{seconds}` is filled in. Tests: tests/browser/lang.test.js. */
export const ENGLISH = {
  caps_lock: 'Caps Lock is on',
  show: 'Show',
  hide: 'Hide',
  show_password: 'Show password',
  hide_password: 'Hide password',
  retry_in: 'Try again in {seconds} s',
  resend_in: 'available in {seconds} s',
  resent: 'Requested again. If no mail arrives, look in your spam folder.',
  webview: 'Signing in this way does not work inside this app. Please open this page in your browser.',
  webview_open: 'Open in browser',
  webview_link: 'Address',
  webview_copy: 'Copy',
  webview_copied: 'Copied',
  webview_anyway: 'Try anyway',
};
