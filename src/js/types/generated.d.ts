// What `cargo xtask build` generates beside the wasm; the exports of src/wasm/mod.rs.
declare module 'engine' {
  export const imports: WebAssembly.Imports;
  export function bind(exports: WebAssembly.Exports): void;
  export function attach(form: HTMLFormElement, client: object, options?: object): boolean;
  export function detach(form: HTMLFormElement): void;
  export function edited(form: HTMLFormElement, control?: Element): void;
  export function perform(options: object, operation: string, fields: object, signal?: AbortSignal): Promise<any>;
  export function scan(document: Document, client: object): void;
  export function submit(form: HTMLFormElement): Promise<string>;
}

declare module 'embedded' {
  export const table: string;
  export const text: string;
}

interface Window {
  AuthRocket: any;
}
