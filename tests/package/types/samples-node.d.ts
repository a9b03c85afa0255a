// The parts of Node.js that samples use.
declare module 'node:fs' {
  export function readFileSync(path: string, encoding: 'utf8'): string;
}

declare module 'node:module' {
  export function createRequire(url: string): { resolve(name: string): string };
}
