import 'authrocket-wasm';
import { createClient } from 'authrocket-wasm';

document.title = 'nothing of it is used';
