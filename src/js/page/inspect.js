/**
 * On a developer's machine, has `pkg/hints.js` look at a page as soon as it is there, and not only when something fails.
 */

/** This machine, an address without a name, and names that are not of the internet. */
const LOCAL = /^[\d.]*$|^\[|(localhost|\.local|\.test)$/;

/**
 * @param {EngineClient} client
 * @param {any} [form] the whole page without it
 * @param {object} [options] of `attach`
 */
export function inspect(client, form, options) {
  if (LOCAL.test(location.hostname)) {
    client.file('hints.js').then((file) => file.inspect(client, form, options)).catch(() => {});
  }
}
