// The floor: the same login by hand.
import { instance, onSubmit } from './page.js';

onSubmit(async (username, password) => {
  const answer = await fetch(`${instance}/v1/login`, { method: 'POST', body: new URLSearchParams({ username, password }) });
  const { token, error } = await answer.json();
  if (error) {
    throw new Error(error);
  }
  return token;
});
