/**
 * The English messages for users, by error code or rule. `{field}` and `{seconds}` are filled in. When the service rejects a
 * request, its own messages are shown instead. Tests: tests/browser/words.test.js.
 */
export const ENGLISH = {
  invalid_input: 'Please check what you entered.',
  required: "{field} can't be blank",
  confirmation: "{field} doesn't match",
  refused: 'That did not work.',
  rate_limited: 'Too many attempts. Please try again in {seconds} seconds.',
  rate_limited_later: 'Too many attempts. Please try again in a little while.',
  switched_off: 'This is not available here at the moment. Please ask the people who run this site.',
  offline: 'You seem to be offline. Check your connection and try again.',
  timeout: 'The sign-in service took too long to answer. Please try again.',
  unreachable: 'The sign-in service cannot be reached right now. Please try again.',
  server: 'The sign-in service has a problem right now. Please try again in a minute.',
  bad_response: 'The sign-in service gave an answer that this page does not understand.',
  config: 'This page is not set up for signing in yet.',
  internal: 'Something went wrong on this page. Please reload it and try again.',
  code_label: 'Sign-in code',
  code_due: 'A sign-in code is needed. This page does not ask for one yet.',
  token_missing: 'This link is incomplete or was used already. Please ask for a new one.',
  sent: 'If we know this account, a mail with a link is on its way.',
  reset_done: 'Your password is changed. You can log in with it now.',
  verified: 'Your email address is confirmed.',
  verification_required: 'Almost done: please verify your email address. A mail with a link is on its way.',
  app_refused: 'You are known, but this site did not let you in. Please try again.',
  app_unreachable: 'This site cannot be reached right now. Please try again.',
  no_bridge: 'Please open this page in the app.',
};
