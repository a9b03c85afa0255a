// Without the script tag's types there is no global.
import { createClient } from 'authrocket-wasm';

createClient({ url: 'https://demo.e1.loginrocket.com/' });
// @ts-expect-error not declared
AuthRocket.setInstanceUrl('https://demo.e1.loginrocket.com/');
// @ts-expect-error nor on the window
window.AuthRocket.setInstanceUrl('https://demo.e1.loginrocket.com/');
