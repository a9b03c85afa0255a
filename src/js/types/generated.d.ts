// What `cargo xtask build` generates beside the exports' own declarations.
declare module 'embedded' {
  export const table: string;
  export const text: string;
}

/** `sha256-…` of `authrocket.wasm`. */
declare const WASM_INTEGRITY: string;
