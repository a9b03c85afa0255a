// What `cargo xtask build` generates beside the wasm; the exports of src/wasm/mod.rs.
declare module 'engine' {
  export const imports: WebAssembly.Imports;
  export function bind(exports: WebAssembly.Exports): void;
  export function attach(form: HTMLFormElement, client: object, options?: object): boolean;
  export function detach(form: HTMLFormElement): void;
  export function happened(form: HTMLFormElement, what?: Element | null | string): void;
  export function perform(options: object, operation: string, fields: object, signal?: AbortSignal): Promise<any>;
  export function submit(form: HTMLFormElement): Promise<string>;
  export function sweep(): void;
}

declare module 'embedded' {
  export const table: string;
  export const text: string;
}

interface Window {
  AuthRocket: any;
}
