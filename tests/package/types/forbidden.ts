// Mistakes that the types must catch: each line below a mark must be an error.
import { createClient } from 'authrocket-wasm';

// @ts-expect-error the url is required
createClient({});
// @ts-expect-error no such option
createClient({ url: 'https://demo.e1.loginrocket.com/', retries: 3 });

const client = createClient({ url: 'https://demo.e1.loginrocket.com/' });
const result = await client.login({ username: 'ada', password: 'p' });
// @ts-expect-error a login may have failed
result.token;
// @ts-expect-error there is no such code
if (result.result === 'error' && result.code === 'wrong_password') throw result;
// @ts-expect-error a login is never a signup token
if (result.result === 'signup_token') throw result;
// @ts-expect-error the code is missing
await client.completeLogin({ token: 'kli_' });
// @ts-expect-error a password is a text
await client.login({ username: 'ada', password: 42 });
// @ts-expect-error no such delivery
client.attach(document.forms[0], { deliver: 'carrier-pigeon' });

export {};
