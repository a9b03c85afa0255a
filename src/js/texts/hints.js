/**
 * Hints for developers, by the keys of `src/domain/hint.rs`. A hint never contains what was typed or what the service answered.
 * Part of `pkg/hints.js` (`extras/hints`), which fills in `{…}`. Tests: tests/browser/developers.test.js.
 */
export const HINTS = {
  url_missing: 'the instance URL is not set: pass url, data-url or AuthRocket.setInstanceUrl(url)',
  url_malformed:
    'the instance URL must look like https://myapp.e1.loginrocket.com/ , without user, query or fragment',
  url_insecure: 'the instance URL must begin with https: (http: only for localhost and loopback addresses)',
  url_unclear: 'api must be "v1" or "v2", and must not contradict an instance URL that ends in /v1 or /v2',
  not_found: 'the instance answers 404: check the instance URL, and that the feature is switched on',
  kind_unknown: 'data-authrocket="{kind}" is not known{meant}; it must be {kinds}. The form sends nothing',
  kind_newer: '"{kind}" exists in AuthRocket 2 only: name an instance URL of cluster e2 or later, or say api="v2"',
  fields_malformed: 'the fields of a call must be an object, such as { username, password }',
  fields_missing: '{kind} needs {needed}, and did not find all of that. Found: {found}',
  not_the_api: "the answer is not the LoginRocket API's: check the instance URL",
  origin_unlisted: "the instance answers 403: check that the realm's CORS Origins list the origin of this page",
  token_missing: 'the answer holds neither a token nor an error',
  target_missing: 'the answer holds a token without its url',
  target_unsafe: 'an address to go to is not an absolute http(s) address; it is not followed',
  no_answer:
    "no answer from the instance: check its URL, that it runs, that it allows this origin (CORS), and connect-src of this page's Content-Security-Policy",
  no_response: 'fetch gave no Response',
  deliver_unknown: 'data-authrocket-deliver must be navigate, post, fetch, bridge or event',
  to_missing: 'data-authrocket-deliver="post" and "fetch" need data-authrocket-to',
  to_needed:
    'AuthRocket 2 names no address for a token: write data-authrocket-to="/login", your login handler, or another data-authrocket-deliver',
  to_foreign: 'data-authrocket-deliver="fetch" goes to the page\'s own origin only',
  no_bridge: 'no native host is there: see data-authrocket-deliver="bridge"',
  social_hosted: 'AuthRocket 2 has no address for a social login; the link leads to the hosted login page, which has the buttons',
};
