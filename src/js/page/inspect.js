/**
 * On a developer's machine, lets `pkg/hints.js` check the page when it loads, not only after a failure.
 * Tests: tests/browser/developers.test.js.
 */

/** Hosts of developers: localhost, IP addresses, and names that only exist in a local network. */
const LOCAL = /^[\d.]*$|^\[|(localhost|\.local|\.test)$/;

/**
 * @param {EngineClient} client
 * @param {any} [form] the form to check; without it, the whole page
 * @param {object} [options] those of `attach`
 */
export function inspect(client, form, options) {
  if (LOCAL.test(location.hostname)) {
    client.file('hints.js').then((file) => file.inspect(client, form, options)).catch(() => {});
  }
}
