import { initializeApp } from 'firebase/app';
import { connectAuthEmulator, inMemoryPersistence, initializeAuth, signInWithEmailAndPassword } from 'firebase/auth';
import { instance, onSubmit } from './page.js';

const auth = initializeAuth(initializeApp({ apiKey: 'bench', projectId: 'bench' }), { persistence: inMemoryPersistence });
connectAuthEmulator(auth, instance, { disableWarnings: true });
onSubmit(async (email, password) => (await signInWithEmailAndPassword(auth, email, password)).user.getIdToken());
