import { AuthClient } from '@supabase/auth-js';
import { instance, onSubmit } from './page.js';

const auth = new AuthClient({ url: `${instance}/supabase`, headers: { apikey: 'bench' }, autoRefreshToken: false, persistSession: false });
onSubmit(async (email, password) => {
  const { data, error } = await auth.signInWithPassword({ email, password });
  if (error) {
    throw error;
  }
  return data.session.access_token;
});
