import { createAuthClient } from 'better-auth/client';
import { instance, onSubmit } from './page.js';

const { signIn } = createAuthClient({ baseURL: instance });
onSubmit(async (email, password) => {
  const { data, error } = await signIn.email({ email, password });
  if (error) {
    throw error;
  }
  return data.token;
});
