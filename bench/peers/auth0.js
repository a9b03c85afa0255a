import auth0 from 'auth0-js';
import { instance, onSubmit } from './page.js';

const { client } = new auth0.WebAuth({ domain: new URL(instance).host, clientID: 'bench' });
onSubmit((username, password) =>
  new Promise((resolve, reject) => {
    client.login({ realm: 'users', username, password }, (error, answer) =>
      error ? reject(new Error(error.description)) : resolve(answer.idToken));
  }));
