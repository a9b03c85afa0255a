// The npm client for a page whose policy forbids inline scripts.
import { createClient } from '/pkg/module.js';

window.createClient = createClient;
