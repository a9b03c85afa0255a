/** What the environment says; `../README.md` lists the names. Stops the start when something is missing. */

function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`set ${name}`);
  }
  return value;
}

const isLocal = process.env.AUTHROCKET_VERIFY === 'local';
const apiUrl = `${required('AUTHROCKET_URL').replace(/\/+$/, '')}/`;
const isV2 = apiUrl.endsWith('/v2/');

export const settings = {
  port: Number(process.env.PORT ?? 3000),
  isProduction: process.env.NODE_ENV === 'production',
  sessionSecret: required('SESSION_SECRET'),
  /** The LoginRocket URL, with a slash at the end. */
  instanceUrl: new URL('./', required('LOGINROCKET_URL')).href,
  realm: required('AUTHROCKET_REALM'),
  apiUrl,
  /** AuthRocket 2: its API's address says so. */
  isV2,
  apiKey: required('AUTHROCKET_API_KEY'),
  isLocal,
  /** The secret's characters are the key as they stand; nothing is decoded. AuthRocket 2 publishes its keys instead. */
  jwtKey: isLocal && !isV2 ? new TextEncoder().encode(required('AUTHROCKET_JWT_SECRET')) : undefined,
  /** The library's script; copy it beside your other static files. */
  script: process.env.AUTHROCKET_JS ?? new URL('../../../pkg/authrocket.js', import.meta.url).pathname,
};
