/**
 * What a developer should check, by its key, for the console; never holds what was typed or what was answered. Loaded
 * when there is something to say.
 */
export default {
  url_missing: 'the instance URL is not set: pass url, data-url or AuthRocket.setInstanceUrl(url)',
  url_malformed:
    'the instance URL must look like https://myapp.e1.loginrocket.com/ , without user, query or fragment',
  url_insecure: 'the instance URL must begin with https: (http: only for localhost and loopback addresses)',
  not_found: 'the instance answers 404: check the instance URL, and that the feature is switched on',
  not_the_api: "the answer is not the LoginRocket API's: check the instance URL",
  token_missing: 'the answer holds neither a token nor an error',
  target_missing: 'the answer holds a token without its url',
  target_unsafe: 'an address to go to is not an absolute http(s) address; it is not followed',
  no_answer:
    "no answer from the instance: check its URL, that it runs, that it allows this origin (CORS), and connect-src of this page's Content-Security-Policy",
  no_response: 'fetch gave no Response',
  deliver_unknown: 'data-authrocket-deliver must be navigate, post, fetch, bridge or event',
  to_missing: 'data-authrocket-deliver="post" and "fetch" need data-authrocket-to',
  to_foreign: 'data-authrocket-deliver="fetch" goes to the page\'s own origin only',
  no_bridge: 'no native host is there: see data-authrocket-deliver="bridge"',
};
