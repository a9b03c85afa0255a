import SuperTokens from 'supertokens-web-js';
import EmailPassword from 'supertokens-web-js/recipe/emailpassword';
import Session from 'supertokens-web-js/recipe/session';
import { instance, onSubmit } from './page.js';

SuperTokens.init({
  appInfo: { appName: 'bench', apiDomain: instance, apiBasePath: '/auth' },
  recipeList: [EmailPassword.init(), Session.init({ tokenTransferMethod: 'header' })],
});
onSubmit(async (email, password) => {
  const answer = await EmailPassword.signIn({ formFields: [{ id: 'email', value: email }, { id: 'password', value: password }] });
  if (answer.status !== 'OK') {
    throw new Error('Login failed');
  }
  return Session.getAccessToken();
});
