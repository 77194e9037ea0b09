/**
 * `npm start`: installs and builds what is missing, then runs the server in this process. When nothing has
 * changed, all it adds to the start is a look at the stamps.
 */
import { readFileSync } from 'node:fs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const least = engines.node.replace('>=', '');
const [major, minor] = process.versions.node.split('.').map(Number);
const [leastMajor, leastMinor] = least.split('.').map(Number);
if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
  process.stderr.write(`乡图 needs Node.js ${least} or newer; this is ${process.version}\n`);
  process.exit(78);
}

const { ensureBuilt, ensureInstalled, root } = await import('./build.mjs');
// Relative settings such as ./.xiangtu mean the repository, wherever the command was typed.
process.chdir(root);
ensureInstalled();
ensureBuilt();
await import('../dist/server/index.js');
