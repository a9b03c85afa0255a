// Door C for a page whose policy forbids scripts of its own.
import { createClient } from '/pkg/module.js';

window.createClient = createClient;
