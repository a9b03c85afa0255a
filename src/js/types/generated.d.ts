// What `cargo xtask build` generates beside the wasm; the exports of src/wasm/mod.rs.
declare module 'engine' {
  export const imports: WebAssembly.Imports;
  export function bind(exports: WebAssembly.Exports): void;
  export function attach(form: HTMLFormElement, kind: string, client: object, options?: object): boolean;
  export function detach(form: HTMLFormElement): void;
  export function happened(form: HTMLFormElement, what: string): void;
  export function begin(options: object, operation: string, fields: object, signal: AbortSignal): any;
  export function end(options: object, operation: string, exchange: object): any;
  export function submit(form: HTMLFormElement, controller: AbortController): any;
  export function answered(form: HTMLFormElement, controller: AbortController, exchange: object): any;
  export function handed(form: HTMLFormElement, controller: AbortController, result: object, answer: any): any;
}

declare module 'embedded' {
  export const table: string;
  export const text: string;
}

/** `sha256-…` of `authrocket.wasm`. */
declare const WASM_INTEGRITY: string;
