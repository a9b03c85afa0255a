/**
 * Carries out a delivery that the engine has planned (`src/domain/delivery.rs`): one executor per kind of plan.
 */
import { attribute, call, documentOf, find, get, setAttribute, windowOf } from './dom.js';
import { exchange } from '../engine/exchange.js';

/**
 * @param {{ navigate?: string, post?: any, fetch?: any, bridge?: any }} plan has one member
 * @param {any} form
 * @param {any} submitter the button that was pressed
 * @param {AbortController} controller of the submit
 * @param {EngineClient} client
 * @returns {Promise<any>} of `fetch` what the exchange gave, of `bridge` whether a native app is there
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

/** The frame or window that the form leads to, as HTML has it. */
function targetOf(form, submitter) {
  const said = (submitter && submitter.getAttribute('formtarget')) || attribute(form, 'target');
  const base = find(documentOf(form), 'base[target]');
  return said || (base ? base.target : '');
}

/** A link finds another window by the browser's own rules. Without one it is no link: apps around a webview tell these apart. */
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

/** Whether a native app has got the message. */
function send(view, { host, fields }) {
  const message = Object.fromEntries(fields.map(([name, value]) => [name, String(value)]));
  return BRIDGES.some(([names, global, tell]) => {
    // A named element or frame of the page is no own member of its window.
    const isThere = Object.prototype.hasOwnProperty.call(view, global);
    if (!isThere || (host && host !== 'auto' && !names.split(' ').includes(host))) {
      return false;
    }
    try {
      tell(view[global], message);
      return true;
    } catch {
      return false;
    }
  });
}
