/** Bundles each peer as its users would, and writes the page that loads it. */
import { build } from 'esbuild';
import { readFile, readdir } from 'node:fs/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const PKG = here('../../pkg/');

/** Every page of the comparison: its title, and how it loads its code. */
export const PEERS = {
  fetch: { title: 'hand-written fetch' },
  script: { title: 'ours: script', own: true, file: 'authrocket.js' },
  'script-preload': { title: 'ours: script, fetched early', own: true, file: 'authrocket.js', isExtra: true },
  module: { title: 'ours: module', own: true },
  'module-preload': { title: 'ours: module, wasm preloaded', own: true, from: 'module', isExtra: true },
  fallback: { title: 'ours: script, no WebAssembly', own: true, file: 'authrocket.js', isFallback: true },
  jquery: { title: 'jQuery 1.11' },
  axios: { title: 'axios, as loginrocket.js uses it' },
  supabase: { title: 'Supabase' },
  firebase: { title: 'Firebase' },
  auth0: { title: 'auth0-js' },
  supertokens: { title: 'SuperTokens' },
  'better-auth': { title: 'better-auth' },
};

/** The package as built in this repository. */
const OWN = {
  name: 'authrocket-wasm',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^authrocket-wasm/ }, ({ path }) => ({ path: PKG + (path.split('/')[1] || 'module.js') })),
};

/** @returns {Promise<Record<string, [type: string, brotli: Buffer, raw: Buffer]>>} all files by path, for any page */
export async function bundle() {
  const files = {};
  const add = (path, raw) => {
    const type = path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript; charset=utf-8';
    files[path] = [type, brotliCompressSync(raw), raw];
  };
  for (const [name, peer] of Object.entries(PEERS)) {
    if (peer.file || peer.from) {
      continue;
    }
    const { outputFiles } = await build({
      entryPoints: [here(`../peers/${name}.js`)],
      bundle: true, minify: true, write: false, format: 'esm', splitting: true, target: 'es2020', outdir: '/out',
      chunkNames: `${name}-[hash]`, assetNames: `${name}-[hash]`, publicPath: '/files', legalComments: 'none',
      loader: { '.wasm': 'file' },
      plugins: [OWN], logLevel: 'error', define: { 'process.env.NODE_ENV': '"production"' },
    });
    outputFiles.forEach(({ path, contents }) => add(path.replace('/out/', '/files/'), Buffer.from(contents)));
  }
  for (const name of await readdir(PKG, { recursive: true })) {
    if (/\.(js|wasm)$/.test(name)) {
      add(`/pkg/${name}`, await readFile(PKG + name));
    }
  }
  return files;
}

/** The page of a peer. `?impatient` submits as soon as the form is parsed. */
export function pageOf(name, instance, files) {
  const peer = PEERS[name];
  const wasm = Object.keys(files).find((path) => path.startsWith('/files/module-') && path.endsWith('.wasm'));
  const preload = { 'module-preload': `<link rel=preload as=fetch type=application/wasm crossorigin href="${wasm}">`, 'script-preload': '' }[name] || '';
  const own = `<script src="/pkg/authrocket.js" data-url="${instance}"></script>
    <script>performance.mark('held'); AuthRocket.ready.then(() => performance.mark('ready'))</script>`;
  const head = peer.file ? own : `<script type=module src="/files/${peer.from || name}.js"></script>`;
  // Without this source, the browser refuses to compile wasm, and the library takes its JavaScript.
  const policy = peer.isFallback ? '<meta http-equiv=Content-Security-Policy content="script-src \'self\' \'unsafe-inline\'">' : '';
  return `<!doctype html><html lang=en><meta charset=utf-8><title>${peer.title}</title>${policy}
<link rel=icon href="data:,">
<script>INSTANCE = ${JSON.stringify(instance)}</script>${preload}${head}
<style>body{font:16px system-ui;max-width:22rem;margin:3rem auto}label,input,button{display:block;width:100%;margin:.5rem 0}</style>
<h1>Log in</h1>
<form id=login ${peer.file ? 'data-authrocket=login' : ''} action="/app/native" method=post>
<label>User <input name=username autocomplete=username value="ada@example.test"></label>
<label>Password <input name=password type=password autocomplete=current-password value="correct horse"></label>
<p role=alert ${peer.own ? 'data-authrocket-error' : ''}></p><button>Log in</button></form>
<script>if (location.search.includes('impatient')) { sessionStorage.clicked = performance.timeOrigin + performance.now(); document.querySelector('button').click(); }</script>`;
}

/** Raw, gzip and brotli bytes of some files. */
export function sizes(paths, files) {
  const raws = paths.map((path) => files[path][2]);
  const sum = (measure) => raws.reduce((total, raw) => total + measure(raw), 0);
  return { raw: sum((raw) => raw.length), gzip: sum((raw) => gzipSync(raw, { level: 9 }).length), brotli: sum((raw) => brotliCompressSync(raw).length) };
}
