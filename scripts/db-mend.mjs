/**
 * `npm run db:mend`: gives a database that was restored from a dump its roles, rights, policies and flags back, which
 * a dump does not carry. Needs a role that may create roles (XIANGTU_ADMIN_URL). Changes no data.
 */
import { ensureBuilt, ensureInstalled, root } from './build.mjs';

// Relative settings such as ./.xiangtu mean the repository, wherever the command was typed.
process.chdir(root);
ensureInstalled();
ensureBuilt();
await import('../dist/server/dbMend.js');
