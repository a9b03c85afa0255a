// What `cargo xtask build` generates beside the exports' own declarations.
declare module 'embedded' {
  export const table: string;
  export const text: string;
}

/** `sha256-…` of `authrocket.wasm`. */
declare const WASM_INTEGRITY: string;

/** What the engine is given with each call or form. */
interface EngineClient {
  url?: any;
  /** Milliseconds. */
  timeout?: number;
  /** Stands in for the `lang` of the page. */
  locale?: string;
  /** Texts by key; in the settings of a page only its own. */
  messages?: Record<string, string>;
  /** Loads a file that stands beside ours. */
  file: (name: string) => Promise<any>;
  /** Called instead of the page's `fetch`. */
  fetch?: (url: string, init: RequestInit) => Promise<any>;
  /** Loads what makes forms pleasant. */
  comforts?: (form: any) => void;
}
