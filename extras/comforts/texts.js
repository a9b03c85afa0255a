/**
 * The English texts of the enhancements. `{seconds}` is filled in. Other languages: `extras/lang`.
 * Tests: tests/browser/lang.test.js.
 */
export const ENGLISH = {
  caps_lock: 'Caps Lock is on',
  retry_in: 'Try again in {seconds} s',
  webview: 'Signing in this way does not work inside this app. Please open this page in your browser.',
  webview_open: 'Open in browser',
  webview_link: 'Address',
  webview_copy: 'Copy',
  webview_copied: 'Copied',
  webview_anyway: 'Try anyway',
};
