// Builds the apps of this folder: node build.mjs <the installed package> <where to>.
// Each `apps/<name>` becomes `<where to>/<name>/`: its pages, and `main.js` where it has a main module.
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { build } from 'esbuild';
import { compile } from 'svelte/compiler';
import { compileScript, parse } from 'vue/compiler-sfc';

const [installed, target] = process.argv.slice(2);
const here = fileURLToPath(new URL('.', import.meta.url));
const apps = join(here, 'apps');
const run = promisify(execFile);

/** The page of an app that brings none of its own. */
const SHELL = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>app</title>
<script src="notes.js"></script>
<body><div id="app"></div><app-root></app-root>
<script type="module" src="main.js"></script>
`;

/** The same, as a server renders it: with the app in its place. */
const rendered = (html) => SHELL.replace('<div id="app"></div>', () => `<div id="app">${html}</div>`);

/** Single-file components, as Vue's own plug-ins compile them. */
const vue = {
  name: 'vue',
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor } = parse(await readFile(path, 'utf8'), { filename: path });
      const { content } = compileScript(descriptor, { id: basename(path), inlineTemplate: true });
      return { contents: content, loader: 'js' };
    });
  },
};

/** For the `client` or for the `server`. */
const svelte = (generate) => ({
  name: 'svelte',
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => ({
      contents: compile(await readFile(path, 'utf8'), { generate, dev: generate === 'client', filename: path }).js.code,
    }));
  },
});

/** Ahead of time, with strict templates; answers where the compiled main module is. */
async function compileAngular() {
  const compiled = join(here, 'node_modules/.compiled-angular');
  const ngc = join(here, 'node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js');
  await run(process.execPath, [ngc, '-p', join(apps, 'angular/tsconfig.json'), '--outDir', compiled]);
  return join(compiled, 'main.js');
}

/** Development builds: they run effects twice and warn on the console. */
const BUNDLED = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxDev: true,
  define: {
    'process.env.NODE_ENV': '"development"',
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'true',
  },
  logLevel: 'warning',
};

/** An app's main module, with all that it imports and the package's wasm beside it. */
async function bundle(folder, entry) {
  await build({
    ...BUNDLED,
    entryPoints: [entry],
    outdir: folder,
    entryNames: 'main',
    splitting: true,
    conditions: ['svelte', 'development', 'module'],
    plugins: [vue, svelte('client')],
  });
  await cp(join(installed, 'pkg/authrocket.wasm'), join(folder, 'authrocket.wasm'));
}

/** What the server's module of an app answers, run by Node; the package is imported there as it is installed. */
async function prerender(name, entry) {
  const outfile = join(here, 'node_modules', `.rendered-${name}.mjs`);
  await build({
    ...BUNDLED,
    entryPoints: [entry],
    outfile,
    platform: 'node',
    packages: 'external',
    plugins: [vue, svelte('server')],
  });
  const { render } = await import(outfile);
  return rendered(await render());
}

/**
 * A page with the values of the tests. The apps are written as in a project of one's own; the tests' app server answers below
 * `/app/`, and looks for a value of its own.
 */
const inTests = (html) =>
  html
    .replaceAll('data-authrocket-to="/login"', 'data-authrocket-to="/app/login"')
    .replaceAll('value="YOUR_CSRF_VALUE"', 'value="csrf-of-app"');

async function one(name) {
  const folder = join(target, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.html'), SHELL);
  await cp(join(here, 'notes.js'), join(folder, 'notes.js'));
  await cp(join(apps, name), folder, { recursive: true });
  const pages = (await readdir(folder)).filter((file) => file.endsWith('.html'));
  await Promise.all(pages.map(async (file) => writeFile(join(folder, file), inTests(await readFile(join(folder, file), 'utf8')))));
  // As a server without a bundler has it.
  await cp(join(installed, 'pkg'), join(folder, 'authrocket'), { recursive: true });
  const files = await readdir(join(apps, name));
  const [main, server] = ['main', 'server'].map((stem) => files.find((file) => file.startsWith(`${stem}.`)));
  if (main) {
    await bundle(folder, main === 'main.ts' ? await compileAngular() : join(apps, name, main));
  }
  if (server) {
    await writeFile(join(folder, 'rendered.html'), await prerender(name, join(apps, name, server)));
  }
}

/** Every app imports the package as it was installed from the tarball; a copy, so that its entries find the frameworks beside it. */
async function copyPackage() {
  const place = join(here, 'node_modules/authrocket-wasm');
  await rm(place, { recursive: true, force: true });
  await cp(installed, place, { recursive: true });
}

/** Checks the types of the entries with those of the frameworks. */
async function checkTypes() {
  await run(process.execPath, [join(here, 'node_modules/typescript/bin/tsc'), '-p', join(here, 'types/tsconfig.json')]);
}

await rm(target, { recursive: true, force: true });
await copyPackage();
await Promise.all([checkTypes(), ...(await readdir(apps)).map(one)]);
const modules = join(here, 'node_modules');
await cp(join(modules, 'htmx.org/dist/htmx.js'), join(target, 'htmx/htmx.js'));
await cp(join(target, 'htmx'), join(target, 'htmx2'), { recursive: true });
await cp(join(modules, 'htmx2/dist/htmx.js'), join(target, 'htmx2/htmx.js'));
await cp(join(here, '../../node_modules/angular/angular.js'), join(target, 'angularjs/angular.js'));
await cp(join(modules, '@hotwired/turbo/dist/turbo.es2017-umd.js'), join(target, 'hotwire/turbo.js'));
