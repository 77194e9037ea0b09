/**
 * `npm run bake -- --version <id> [--out dir]`: writes the files a release of a plan version would have, without
 * publishing it. The server must not be running on the embedded database.
 */
import { ensureBuilt, ensureInstalled, root } from './build.mjs';

// Relative settings such as ./.xiangtu mean the repository, wherever the command was typed.
process.chdir(root);
ensureInstalled();
ensureBuilt();
await import('../dist/server/bake.js');
