// Mistakes that the types must catch: each line below a mark must be an error.
import { createClient, AuthRocketError, type Messages } from 'authrocket-wasm';

// @ts-expect-error the url is required
createClient({});
// @ts-expect-error no such option
createClient({ url: 'https://demo.e1.loginrocket.com/', retries: 3 });
// @ts-expect-error milliseconds are a number
createClient({ url: 'https://demo.e1.loginrocket.com/', timeout: '5s' });
// @ts-expect-error neither where the wasm is, nor the wasm
createClient({ url: 'https://demo.e1.loginrocket.com/', wasm: true });
// @ts-expect-error fetch gives a Response
createClient({ url: 'https://demo.e1.loginrocket.com/', fetch: async () => ({ ok: true }) });
// @ts-expect-error no such text
export const messages: Messages = { tiemout: 'x' };

const client = createClient({ url: 'https://demo.e1.loginrocket.com/' });
const result = await client.login({ username: 'ada', password: 'p' });
// @ts-expect-error a login may have failed
result.token;
// @ts-expect-error there is no such code
if (result.result === 'error' && result.code === 'wrong_password') throw result;
// @ts-expect-error a client throws config
if (result.result === 'error' && result.code === 'config') throw result;
// @ts-expect-error a login is never a signup token
if (result.result === 'signup_token') throw result;
// @ts-expect-error a failure has no token
if (result.result === 'error') result.token;
// @ts-expect-error a code is due: there is nowhere to go yet
if (result.result === 'code_required') result.url;
// @ts-expect-error it may not be known
if (result.result === 'error') result.retryAfter.toFixed();
// @ts-expect-error the code is missing
await client.completeLogin({ token: 'kli_' });
// @ts-expect-error the token is missing
await client.completeLogin({ code: '123456' });
// @ts-expect-error a password is a text
await client.login({ username: 'ada', password: 42 });
// @ts-expect-error nobody logs in without a name and a password
await client.login({});
// @ts-expect-error the name is username or email
await client.login({ userName: 'ada', password: 'p' });
// @ts-expect-error the password is missing
await client.login({ username: 'ada' });
// @ts-expect-error who signs up?
await client.signup({ password: 'p' });
// @ts-expect-error who forgot it?
await client.forgotPassword({});
// @ts-expect-error the name is username or email
await client.forgotPassword({ userName: 'ada' });
// @ts-expect-error a signal, not its controller
await client.login({ username: 'ada', password: 'p' }, { signal: new AbortController() });
// @ts-expect-error no such delivery
client.attach(document.forms[0], { deliver: 'carrier-pigeon' });
// @ts-expect-error a form, not a selector
client.attach('#login');
// @ts-expect-error state is read only
client.attach(document.forms[0]!).state = 'idle';
// @ts-expect-error so is the engine
client.engine = 'wasm';
// @ts-expect-error no such page
client.hostedUrl('account');
// @ts-expect-error the address is asked for by name
client.socialUrl();
// @ts-expect-error the one code that is thrown
new AuthRocketError('x', 'timeout');

const form = document.forms[0]!;
// @ts-expect-error a form that is sent tells names, no values
form.addEventListener('authrocket:submit', (event) => event.detail.password);
// @ts-expect-error no such event
form.addEventListener('authrocket:tokens', (event) => event.detail);
// @ts-expect-error without a token there is no url
document.addEventListener('authrocket:done', (event) => event.detail.url.length);

// @ts-expect-error a score is a number
createClient({ url: 'https://demo.e1.loginrocket.com/', strength: () => 'strong' });
// @ts-expect-error the file is for the page to serve
import { comfort } from 'authrocket-wasm/comforts.js';
// @ts-expect-error inner files are not exported
import { createClient as inner } from 'authrocket-wasm/pkg/module.js';

export {};
