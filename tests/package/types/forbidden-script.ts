// Mistakes on a page with the script tag: each line below a mark must be an error.

// @ts-expect-error a login may have failed
AuthRocket.authenticate({ username: 'ada', password: 'p' }, (response) => location.assign(response.url));
// @ts-expect-error a code may be due
AuthRocket.authenticate({ username: 'ada', password: 'p' }, (response) => response.result === 'error' || location.assign(response.url));
// @ts-expect-error nobody logs in without a name
AuthRocket.authenticate({ password: 'p' }, () => {});
// @ts-expect-error who forgot it?
AuthRocket.forgotPassword({});
// @ts-expect-error the handler is a function
AuthRocket.authenticate({ username: 'ada', password: 'p' }, '#login-errors');
// @ts-expect-error nothing is returned
AuthRocket.authenticate({ username: 'ada', password: 'p' }).then(console.log);
// @ts-expect-error the code is missing
AuthRocket.authenticateCode({ token: 'kli_1' });
// @ts-expect-error there may be no address yet
AuthRocket.socialUrl('facebook').length;
// @ts-expect-error no such text
AuthRocket.messages = { tiemout: 'x' };
// @ts-expect-error read only
AuthRocket.engine = 'wasm';
// @ts-expect-error a promise, no function
AuthRocket.ready();
// @ts-expect-error no such method
AuthRocket.login({ username: 'ada', password: 'p' });

export {};
