/**
 * `npm run audit:verify`: verifies every chain of the audit log against all anchors; exit code 1 when something was
 * changed. `-- --anchor` also keeps the present heads as an anchor. The server must not be running on the
 * embedded database.
 */
import { ensureBuilt, ensureInstalled, root } from './build.mjs';

// Relative settings such as ./.xiangtu mean the repository, wherever the command was typed.
process.chdir(root);
ensureInstalled();
ensureBuilt();
await import('../dist/server/auditVerify.js');
