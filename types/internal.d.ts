// What `cargo xtask build` provides, and types that several files share. The declarations of the engine are generated.
declare module 'embedded' {
  export const table: string;
  export const text: string;
}

/** `sha256-…` of `authrocket.wasm`. */
declare const WASM_INTEGRITY: string;

/** Settings and messages of a client; the engine gets one with each call or form. */
interface EngineClient {
  url?: any;
  /** The API, where the page names it: `v1` or `v2`. */
  api?: any;
  /** The language of one element, such as `de-AT`. */
  language?: string;
  /** Milliseconds until a call times out. */
  timeout?: number;
  /** The language of the messages, instead of the page's `lang`. */
  locale?: string;
  /** Messages by key. The settings of a page contain only the page's own. */
  messages?: Record<string, string>;
  /** Loads another file of the package. */
  file: (name: string) => Promise<any>;
  /** Called instead of the page's `fetch`. */
  fetch?: (url: string, init: RequestInit) => Promise<any>;
  /** Estimates new passwords instead of the library. */
  strength?: any;
  /** Loads the optional enhancements for a form; shows them when its messages have loaded. */
  enhance?: (form: any, options?: any, messages?: Promise<any>) => void;
}
