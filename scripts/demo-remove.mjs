/**
 * `npm run demo:remove`: deletes all demonstration data (示例) from the database of this configuration and
 * keeps it from being loaded again. The server must not be running on the embedded database.
 */
import { ensureBuilt, ensureInstalled } from './build.mjs';

ensureInstalled();
ensureBuilt();
await import('../dist/server/removeDemonstration.js');
