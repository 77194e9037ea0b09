/**
 * `npm run demo:remove`: deletes all demonstration data (示例) from the database of this configuration and
 * keeps it from being loaded again. The server must not be running on the embedded database.
 */
import { ensureBuilt, ensureInstalled, root } from './build.mjs';

// Relative settings such as ./.xiangtu mean the repository, wherever the command was typed.
process.chdir(root);
ensureInstalled();
ensureBuilt();
await import('../dist/server/removeDemonstration.js');
