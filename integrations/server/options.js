/** Checks the options of `createServerClient`. A mistake stops the start of the server, not a login. Tests: tests/package/server. */

const DEFAULTS = {
  // AuthRocket 1: a token comes straight from a login. AuthRocket 2 hands out a token again while its session is remembered.
  v1: { leeway: 10, maxAge: 120 },
  v2: { leeway: 5, maxAge: false },
};
const KNOWN = ['api', 'realm', 'verify', 'jwtKey', 'loginRocketUrl', 'apiUrl', 'apiKey', 'leeway', 'maxAge', 'cache', 'timeout', 'fetch'];

const mistake = (text) => new TypeError(`authrocket: ${text}`);

/** An address with a slash at its end, so that paths can be appended. */
function address(options, name) {
  const value = options[name];
  if (value === undefined) return undefined;
  const url = URL.canParse(value) && new URL(value);
  if (!url || !/^https?:$/.test(url.protocol)) throw mistake(`${name} must be an http(s) address`);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

const isPositive = (value) => Number.isFinite(value) && value > 0;

function number(options, name, fallback, isAllowed = (value) => Number.isFinite(value) && value >= 0) {
  const value = options[name] ?? fallback;
  if (!isAllowed(value)) throw mistake(`${name} must be a number, 0 or more`);
  return value;
}

/** The API version: as the option says, else by the path of `apiUrl`. */
function versionOf(options, apiUrl) {
  const named = apiUrl && /\/(v[12])\/$/.exec(apiUrl.pathname);
  const version = options.api ?? (named ? named[1] : 'v1');
  if (!(version in DEFAULTS)) throw mistake('api must be v1 or v2');
  if (named && named[1] !== version) throw mistake(`apiUrl is that of ${named[1]}, but api is ${version}`);
  return version;
}

/** The options, complete. @throws {TypeError} that names the mistake */
export function settingsOf(options = {}) {
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name));
  if (unknown) throw mistake(`unknown option: ${unknown}`);
  const apiUrl = address(options, 'apiUrl');
  const loginRocketUrl = address(options, 'loginRocketUrl');
  const api = versionOf(options, apiUrl);
  if (apiUrl && !/\/v[12]\/$/.test(apiUrl.pathname)) apiUrl.pathname += `${api}/`;
  if (!/^rl_\w+$/.test(options.realm ?? '')) throw mistake('realm is required, such as rl_…; tokens of another realm are refused');
  if (apiUrl && !options.apiKey) throw mistake('apiUrl needs apiKey');
  const jwtKeys = [options.jwtKey ?? []].flat();
  if (!jwtKeys.every((key) => typeof key === 'string' && key)) throw mistake('jwtKey must be a text: the realm\'s secret or public key');
  const hasKeys = jwtKeys.length > 0 || (api === 'v2' && loginRocketUrl);
  const verify = options.verify ?? (hasKeys ? 'jwt' : 'api');
  if (!['jwt', 'api'].includes(verify)) throw mistake('verify must be jwt or api');
  if (verify === 'api' && !apiUrl) throw mistake('verify by api needs apiUrl and apiKey');
  if (verify === 'jwt' && !hasKeys && !apiUrl) {
    throw mistake(api === 'v2' ? 'verify by jwt needs loginRocketUrl or jwtKey' : 'verify by jwt needs jwtKey, or apiUrl to ask for keys');
  }
  const defaults = DEFAULTS[api];
  return {
    api,
    realm: options.realm,
    verify,
    jwtKeys,
    loginRocketUrl,
    apiUrl,
    apiKey: options.apiKey,
    leeway: number(options, 'leeway', defaults.leeway),
    maxAge: number(options, 'maxAge', defaults.maxAge, (value) => value === false || isPositive(value)),
    cache: number(options, 'cache', 0),
    timeout: number(options, 'timeout', 10_000, isPositive),
    // Looked up when called: tests and runtimes replace it.
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
  };
}
