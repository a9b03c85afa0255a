/**
 * Which app a page is shown in, by its user agent. Identity providers refuse to be used there.
 */

const APPS = {
  facebook: /FBAN|FBAV|FB_IAB/,
  instagram: /\bInstagram \d/,
  linkedin: /LinkedInApp/,
  line: /\bLine\/\d/,
  android: /; wv\)/,
  // Every browser of these systems says Safari; an iPad's web view may call itself a Macintosh.
  apple: /\((?:iPhone|iPad|iPod|Macintosh)(?!.*Safari\/).*AppleWebKit\//,
};

/** @returns {string | undefined} the app; `android` or `apple` for one that is not known by name */
export const inAppBrowser = (userAgent) => Object.keys(APPS).find((app) => APPS[app].test(userAgent));

/** An address that leaves the app for the browser, as far as the app lets it. */
export function wayOut(app, userAgent, address) {
  const url = new URL(address);
  if (app === 'line') {
    url.searchParams.set('openExternalBrowser', '1');
  } else if (app !== 'android' && /Android/.test(userAgent)) {
    // Apps of no name often do not know intents, and would show an error in the page's place.
    const [scheme, rest] = [url.protocol.slice(0, -1), url.href.slice(url.protocol.length)];
    return `intent:${rest}#Intent;scheme=${scheme};S.browser_fallback_url=${encodeURIComponent(url.href)};end`;
  }
  return url.href;
}
