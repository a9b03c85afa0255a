/** Starts the emulator's program. Tests: tests/package/testing. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = 'loginrocket-emulator';

/**
 * The command that `exec` runs: prints the access as one line, and lives until its input is closed. So the emulator ends with the
 * tests, even if they are killed.
 */
const REPORT = `
const { AUTHROCKET_LOGIN_URL: loginRocketUrl, AUTHROCKET_URL: apiUrl, AUTHROCKET_API_KEY: apiKey, AUTHROCKET_REALM: realm,
  AUTHROCKET_JWT_SECRET: secret, AUTHROCKET_JWT_KEY: publicKey, LOGINROCKET_URL: ofV2 } = process.env;
console.log(JSON.stringify({ loginRocketUrl, api: ofV2 ? 'v2' : 'v1', apiUrl, apiKey, realm, jwtKey: secret ?? publicKey }));
process.stdin.resume().on('end', () => process.exit(0));`;

/** A seed given as an object becomes a file. */
async function seedFile(seed) {
  if (typeof seed !== 'object') return { file: seed, remove: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'authrocket-'));
  const file = join(folder, 'seed.json');
  await writeFile(file, JSON.stringify(seed));
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The first line that a process prints. Rejects if it ends before. */
function firstLine(child, program, timeout) {
  let said = '';
  let complaint = '';
  child.stderr.on('data', (text) => (complaint = (complaint + text).slice(-2000)));
  return new Promise((resolve, reject) => {
    const fail = (why) => {
      clearTimeout(timer);
      reject(new Error(`${program} ${why}${complaint && `:\n${complaint}`}`));
    };
    const timer = setTimeout(() => fail(`was not ready within ${timeout} ms`), timeout);
    child.once('error', ({ code, message }) =>
      fail(code === 'ENOENT' ? 'was not found; install it, or set the option "program" or LOGINROCKET_EMULATOR' : `cannot be started: ${message}`),
    );
    child.once('exit', (code) => fail(`ended with ${code}`));
    child.stdout.on('data', (text) => {
      said += text;
      if (said.includes('\n')) {
        clearTimeout(timer);
        resolve(said.slice(0, said.indexOf('\n')));
      }
    });
  });
}

/** @returns {Promise<{ access: any, stop: () => Promise<void> }>} */
export async function launch({ program = process.env.LOGINROCKET_EMULATOR ?? NAME, api, seed, vars = {}, args = [], timeout = 30_000 }) {
  const { file, remove } = await seedFile(seed);
  const flags = Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}=${value}`]);
  const own = file === undefined ? (api === 'v2' ? ['--api', '2'] : []) : ['--seed', String(file)];
  const command = ['exec', ...own, ...flags, ...args, '--', process.execPath, '-e', REPORT];
  const child = spawn(program, command, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise((done) => child.once('close', done));
  try {
    const access = JSON.parse(await firstLine(child, program, timeout));
    const stop = async () => {
      child.stdin.end();
      await ended;
    };
    return { access, stop };
  } catch (error) {
    child.kill();
    throw error;
  } finally {
    await remove();
  }
}
