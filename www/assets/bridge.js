// Stand-ins for the native hosts of a page, and what they got. A real app needs nothing of this.
"use strict";

const choice = document.querySelector("#bridge-host");
const place = document.querySelector("#bridge");
const received = document.querySelector("#bridge-received");
/** Takes each host away again; one that was there before this page belongs to a real app and stays. */
const hosts = {
  wkwebview: host("webkit", { messageHandlers: { authrocket: { postMessage: take } } }),
  android: host("AuthRocketBridge", { postMessage: takeText }),
  "react-native": host("ReactNativeWebView", { postMessage: takeText }),
  flutter: host("flutter_inappwebview", { callHandler: (name, message) => take({ handler: name, ...message }) }),
};
let remove = () => {};

choice.addEventListener("change", () => {
  remove();
  remove = hosts[choice.value]?.() ?? (() => {});
  place.hidden = true;
});
choice.value = "";

function host(name, object) {
  return () => {
    const before = Object.getOwnPropertyDescriptor(window, name);
    Object.defineProperty(window, name, { value: object, configurable: true, writable: true });
    return () => {
      delete window[name];
      if (before !== undefined) {
        Object.defineProperty(window, name, before);
      }
    };
  };
}

function takeText(text) {
  take(JSON.parse(text));
}

function take(message) {
  const shown = { ...message };
  if (typeof shown.token === "string") {
    shown.token = `${shown.token.slice(0, 8)}… (${shown.token.length} characters)`;
  }
  received.textContent = JSON.stringify(shown, null, 2);
  place.hidden = false;
}
