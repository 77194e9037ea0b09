/**
 * `npm run dev`: the client with hot reload on http://127.0.0.1:5173, and the server from its sources,
 * started again at every change, on the embedded database (or DATABASE_URL).
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, root } from './build.mjs';

ensureInstalled();

const bin = (name) => join(root, 'node_modules/.bin', name);
const commands = [
  [
    bin('tsx'),
    ['watch', '--clear-screen=false', '--include', 'server/database/migrations/*.sql', 'server/index.ts'],
  ],
  [bin('vite'), ['--host', '127.0.0.1', '--clearScreen', 'false']],
];
const children = commands.map(([command, args]) => spawn(command, args, { cwd: root, stdio: 'inherit' }));

let isStopping = false;
/** One without the other is of no use. */
function stop(code) {
  if (isStopping) return;
  isStopping = true;
  process.exitCode = code;
  for (const child of children) child.kill('SIGTERM');
}
for (const child of children) child.on('exit', (code) => stop(code ?? 0));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(0));
