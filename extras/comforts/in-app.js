/**
 * Detects by the user agent whether an in-app browser shows the page. Identity providers refuse logins there. Imports nothing.
 * Tests: tests/browser/comforts-webview.test.js.
 */

const APPS = {
  facebook: /FBAN|FBAV|FB_IAB/,
  instagram: /\bInstagram \d/,
  linkedin: /LinkedInApp/,
  line: /\bLine\/\d/,
  android: /; wv\)/,
  // Every real browser on these systems names Safari. A web view on an iPad may identify as a Macintosh.
  apple: /\((?:iPhone|iPad|iPod|Macintosh)(?!.*Safari\/).*AppleWebKit\//,
};

/** @returns {string | undefined} the app's name; `android` or `apple` for an unknown app */
export const inAppBrowser = (userAgent) => Object.keys(APPS).find((app) => APPS[app].test(userAgent));

/** An address that opens a page in the system's browser, if the app allows that. */
export function wayOut(app, userAgent, address) {
  const url = new URL(address);
  if (app === 'line') {
    url.searchParams.set('openExternalBrowser', '1');
  } else if (app !== 'android' && /Android/.test(userAgent)) {
    // Only for known apps: other apps often do not support intents, and would show an error page.
    const [scheme, rest] = [url.protocol.slice(0, -1), url.href.slice(url.protocol.length)];
    return `intent:${rest}#Intent;scheme=${scheme};S.browser_fallback_url=${encodeURIComponent(url.href)};end`;
  }
  return url.href;
}
