// What an editor shows for each public name, and which members are declared and there; printed as JSON.
// Run in a project that has the package installed, with the path of TypeScript's own module, and uses of names.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const { default: ts } = await import(pathToFileURL(process.argv[2]).href);
const here = dirname(fileURLToPath(import.meta.url));
const pkg = join(process.cwd(), 'node_modules/authrocket-wasm/pkg');
const declarations = readdirSync(pkg).filter((name) => name.endsWith('.d.ts'));
const USERS = ['allowed.ts', 'events.ts', 'loginrocket.ts', 'results.ts', 'script.ts'].map((name) => join(here, name));

const options = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  types: [],
};
const roots = [...declarations.map((name) => join(pkg, name)), ...USERS];
const editor = ts.createLanguageService({
  getCompilationSettings: () => options,
  getScriptFileNames: () => roots,
  getScriptVersion: () => '1',
  getScriptSnapshot: (name) => (ts.sys.fileExists(name) ? ts.ScriptSnapshot.fromString(readFileSync(name, 'utf8')) : undefined),
  getCurrentDirectory: () => process.cwd(),
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: ts.sys.fileExists,
  readFile: ts.sys.readFile,
  readDirectory: ts.sys.readDirectory,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
  realpath: ts.sys.realpath,
});
const program = editor.getProgram();

/** The comment that hovering over a name shows. */
function shown(file, position) {
  const info = editor.getQuickInfoAtPosition(file, position);
  return info ? ts.displayPartsToString(info.documentation) : '';
}

const names = {};
/** Whether each public function has an `@example`. Those of the script tag, the doctor and the drop-in have guides with examples. */
const functions = {};
const GUIDED = /^(authrocket|doctor|doctor\.module|loginrocket)\.d\.ts/;
const members = {};

function visit(node, path, file) {
  const named = node.name && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name));
  const counts =
    ts.isInterfaceDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isMethodSignature(node) ||
    ts.isGetAccessor(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node);
  if (named && counts) {
    path = `${path}.${node.name.text}`;
    // Names of the platform's that we add to are commented there.
    const theirs = /\.(Window|GlobalEventHandlersEventMap)$/.test(path);
    names[path] = theirs ? 'of the platform' : shown(file.fileName, node.name.getStart(file));
  }
  const isFunction = ts.isFunctionDeclaration(node) || ts.isMethodSignature(node) || ts.isMethodDeclaration(node);
  if (named && isFunction && !GUIDED.test(path)) {
    functions[path] = ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'example');
  }
  if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) {
    members[node.name.text] = node.members.map((member) => member.name?.text).filter(Boolean);
  }
  ts.forEachChild(node, (child) => visit(child, path, file));
}
for (const name of declarations) {
  const file = program.getSourceFile(join(pkg, name));
  visit(file, name, file);
}

/** Hovers over the name behind the mark, where the text around it stands in a user's file. */
function use(marked) {
  const mark = marked.indexOf('|');
  for (const name of USERS) {
    const at = readFileSync(name, 'utf8').indexOf(marked.replace('|', ''));
    if (at >= 0) {
      return shown(name, at + mark);
    }
  }
  return `nobody writes ${marked}`;
}

const sorted = (list) => [...new Set(list)].sort();
const { createClient } = await import('authrocket-wasm');
const { LoginRocket } = await import('authrocket-wasm/loginrocket');
const { default: texts } = await import('authrocket-wasm/lang/en.js');

/** The members that an object has itself, without those that every class has. */
const own = (object) =>
  Object.getOwnPropertyNames(object).filter((name) => !['constructor', 'length', 'name', 'prototype'].includes(name));

/** The texts of a union, those of the unions in it included. */
function literals(alias) {
  const file = program.getSourceFile(join(pkg, 'index.d.ts'));
  const declaration = file.statements.find((each) => each.name?.text === alias);
  return program.getTypeChecker().getTypeAtLocation(declaration.name).types.map((type) => type.value);
}

console.log(
  JSON.stringify({
    names,
    functions,
    uses: Object.fromEntries(process.argv.slice(3).map((marked) => [marked, use(marked)])),
    members: {
      script: { declared: sorted(members.AuthRocketObject) },
      client: { declared: sorted(members.Client), there: sorted(Object.keys(createClient({ url: 'https://a.test/' }))) },
      loginrocket: {
        declared: sorted(members.LoginRocket),
        there: sorted([LoginRocket.prototype, LoginRocket, new LoginRocket()].flatMap(own)),
      },
      texts: { declared: sorted(literals('MessageKey')), there: sorted(Object.keys(texts)) },
    },
  }),
);
