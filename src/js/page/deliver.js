/**
 * Carries out a delivery that the engine has planned (`src/domain/delivery.rs`): one executor per kind of plan.
 * Tests: tests/browser/delivery.test.js, deliver-fetch.test.js, deliver-bridge.test.js.
 */
import { attribute, call, documentOf, find, get, setAttribute, windowOf } from './dom.js';
import { exchange } from '../engine/exchange.js';

/**
 * @param {{ navigate?: string, post?: any, fetch?: any, bridge?: any }} plan has one member
 * @param {any} form
 * @param {any} submitter the button that was pressed
 * @param {AbortController} controller of the submit
 * @param {EngineClient} client
 * @returns {Promise<any>} for `fetch` the result of the exchange; for `bridge` whether a native app received the message
 */
export async function deliver(plan, form, submitter, controller, client) {
  if (plan.navigate) {
    navigate(form, plan.navigate, targetOf(form, submitter));
  } else if (plan.post) {
    post(documentOf(form), plan.post, targetOf(form, submitter));
  } else if (plan.fetch) {
    return exchange(plan.fetch, controller, { timeout: client.timeout, fetch: (...request) => windowOf(form).fetch(...request) });
  } else {
    return send(windowOf(form), plan.bridge);
  }
  return undefined;
}

/** The frame or window that the form targets, by HTML's rules: `formtarget`, `target`, then the `target` of `<base>`. */
function targetOf(form, submitter) {
  const said = (submitter && submitter.getAttribute('formtarget')) || attribute(form, 'target');
  const base = find(documentOf(form), 'base[target]');
  return said || (base ? base.target : '');
}

/**
 * With a target, clicks a link, because the browser then finds or opens that window. Without one, assigns the location: apps
 * around a webview treat a click on a link differently.
 */
function navigate(form, href, target) {
  if (target) {
    Object.assign(call(documentOf(form), 'createElement', 'a'), { href, target }).click();
  } else {
    windowOf(form).location.assign(href);
  }
}

function post(document, { url, fields }, target) {
  const form = call(document, 'createElement', 'form');
  fields.forEach(([name, value]) => {
    const input = call(document, 'createElement', 'input');
    call(form, 'appendChild', Object.assign(input, { type: 'hidden', name, value }));
  });
  Object.entries({ method: 'post', action: url, target, hidden: '' }).forEach(([name, value]) => setAttribute(form, name, value));
  call(get(document, 'body'), 'appendChild', form);
  call(form, 'submit');
}

/**
 * Native bridges in order of preference, each with its names and the global that it defines; the first one present gets the
 * message.
 * @type {[string, string, (bridge: any, message: object) => void][]}
 */
const BRIDGES = [
  ['wkwebview', 'webkit', (bridge, message) => bridge.messageHandlers.authrocket.postMessage(message)],
  ['react-native', 'ReactNativeWebView', (bridge, message) => bridge.postMessage(JSON.stringify(message))],
  ['flutter', 'flutter_inappwebview', (bridge, message) => bridge.callHandler('authrocket', message)],
  ['android flutter', 'AuthRocketBridge', (bridge, message) => bridge.postMessage(JSON.stringify(message))],
];

/** Sends the fields to a native app. @returns {boolean} whether a bridge accepted the message */
function send(view, { host, fields }) {
  const message = Object.fromEntries(fields.map(([name, value]) => [name, String(value)]));
  return BRIDGES.some(([names, global, sendTo]) => {
    // Own properties only: a named element or frame of the page is also readable from the window, but is not an own property.
    const isPresent = Object.prototype.hasOwnProperty.call(view, global);
    if (!isPresent || (host && host !== 'auto' && !names.split(' ').includes(host))) {
      return false;
    }
    try {
      sendTo(view[global], message);
      return true;
    } catch {
      return false;
    }
  });
}
