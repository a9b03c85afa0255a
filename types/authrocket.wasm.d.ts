/** The wasm file. Your bundler or runtime decides what the import is: the file's address, or the compiled module. */
import type { WasmSource } from './index.js';

/** Pass it to `createClient` as `wasm`. */
declare const wasm: Extract<WasmSource, string | WebAssembly.Module>;

export default wasm;
