// Mistakes that the types of the drop-in for loginrocket.js must catch: each line below a mark must be an error.
import LoginRocket from 'authrocket-wasm/loginrocket';

// @ts-expect-error no such option
new LoginRocket({ uri: 'https://demo.e2.loginrocket.com/' });
// @ts-expect-error a text
new LoginRocket({ url: 42 });
const loginRocket = new LoginRocket({ url: 'https://demo.e2.loginrocket.com/' });
// @ts-expect-error no such method
loginRocket.authenticate({});
// @ts-expect-error an object
void loginRocket.login('ada', 'p');
// @ts-expect-error the version of the original
LoginRocket.VERSION = '2.0.0';
const reply = await loginRocket.login({ email: 'ada', password: 'p' });
// @ts-expect-error a login may have failed
reply.token;
// @ts-expect-error there is no such result
if (reply.result === 'login') throw reply;
// @ts-expect-error a conditional login may have no token
if (reply.result === 'conditional_login') reply.token.length;
// @ts-expect-error only failures have texts
if (reply.result === 'full_login') reply.errors;
// @ts-expect-error there is no such source
if (reply.result === 'error' && reply.source === 'Timeout') throw reply;
// @ts-expect-error a logout gives no token
if ((await loginRocket.logout({})).result === 'full_login') throw reply;
