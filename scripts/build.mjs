/**
 * Brings node_modules and dist up to date, and does nothing when they are: each keeps a stamp of what it was
 * made from. Plain JavaScript, because it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const installStamp = join(root, 'node_modules/.xiangtu-stamp');
const buildStamp = join(root, 'dist/.stamp');
/** What npm writes when it has finished. */
const installedList = join(root, 'node_modules/.package-lock.json');
const lockFile = join(root, 'package-lock.json');
/** Whatever a build can depend on. */
const sources = [
  'client',
  'server',
  'tiles',
  'scripts/removeDemonstration.ts',
  'scripts/auditVerify.ts',
  'scripts/dbMend.ts',
  'scripts/bake.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
];
const softwareFailure = 70;

const say = (line) => process.stdout.write(`乡图 ${line}\n`);
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Runs a command in the repository; when it fails its output has said why, and this process ends. */
function run(command, args, what) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status === 0) return;
  process.stderr.write(`乡图 cannot start: ${what} failed${error ? ` (${error.message})` : ''}\n`);
  process.exit(softwareFailure);
}

const modifiedAt = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

/** Installs the packages of the lock file when they are not there or it has changed since. */
export function ensureInstalled() {
  const stamp = createHash('sha256')
    .update(readFileSync(lockFile))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
  if (read(installStamp) === stamp) return;
  // A person who has just run `npm ci` need not wait for another.
  const isInstalledByHand = read(installStamp) === '' && modifiedAt(installedList) >= modifiedAt(lockFile);
  if (!isInstalledByHand) {
    say('installing packages (npm ci) …');
    // The npm that started this script, where one did.
    const npm = process.env.npm_execpath;
    const options = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
    if (npm?.endsWith('.js')) run(process.execPath, [npm, ...options], 'npm ci');
    else run('npm', options, 'npm ci');
  }
  write(installStamp, stamp);
}

/** Every file below a path with its size and time of change: reading the contents would cost seconds. */
function* describe(path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) return;
  const stat = statSync(absolute);
  if (!stat.isDirectory()) {
    yield `${path} ${stat.size} ${stat.mtimeMs}\n`;
    return;
  }
  for (const name of readdirSync(absolute).sort()) {
    if (name !== 'node_modules' && !name.includes('.test.')) yield* describe(join(path, name));
  }
}

/** Builds client and server when their sources have changed since the last time. */
export function ensureBuilt() {
  const hash = createHash('sha256').update(process.version);
  for (const path of sources) for (const line of describe(path)) hash.update(line);
  const stamp = hash.digest('hex');
  if (read(buildStamp) === stamp) return;
  say('building the client and the server …');
  const vite = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'];
  run(process.execPath, vite, 'the build of the client');
  run(process.execPath, [...vite, '--mode', 'server'], 'the build of the server');
  write(buildStamp, stamp);
}
