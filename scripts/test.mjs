/**
 * `npm test`: sets the machine up, then type check, lint, unit, API on both engines, faults, interop and
 * browser tests, in two lanes side by side and the browser last. Ends with one plain line `N passed, N failed` summed from the runners' own reports.
 * `--long` runs the acceptance sizes; `--only=unit,browser` runs some steps.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, ensureInstalled } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = join(root, 'tests/reports');
const isLong = process.argv.includes('--long');
const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');

const counts = { passed: 0, failed: 0 };
const lines = [];

/**
 * Runs a command in the repository. Its output is kept until it ends, so that steps side by side do not mix.
 * @returns {Promise<{ isOk: boolean; seconds: number }>}
 */
function run(command, args, { environment = {}, title = null } = {}) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: title === null ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(isLong ? { XIANGTU_TEST_LONG: '1' } : {}), ...environment },
    });
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    const end = (isOk) => {
      if (title !== null) process.stdout.write(`\n── ${title}\n${Buffer.concat(output).toString()}`);
      resolve({ isOk, seconds: (Date.now() - started) / 1000 });
    };
    child.on('error', () => end(false));
    child.on('close', (code) => end(code === 0));
  });
}

function note(name, passed, failed, seconds) {
  counts.passed += passed;
  counts.failed += failed;
  lines.push(
    `${name.padEnd(16)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(0).padStart(5)} s`,
  );
}

const isWanted = (name) => !only || only.includes(name);

/** A step without a report of its own counts as one test. */
const check = (name, command, args) => async () => {
  if (!isWanted(name)) return;
  const { isOk, seconds } = await run(command, args, { title: name });
  note(name, isOk ? 1 : 0, isOk ? 0 : 1, seconds);
};

/** A vitest project; totals come from its JSON report, and a run that dies without one is a failure. */
const vitest =
  (name, project, environment = {}) =>
  async () => {
    if (!isWanted(name)) return;
    const report = join(reports, `${name}.json`);
    const { isOk, seconds } = await run(
      'npx',
      [
        'vitest',
        'run',
        '--project',
        project,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      { environment, title: name },
    );
    const totals = existsSync(report)
      ? JSON.parse(readFileSync(report, 'utf8'))
      : { numPassedTests: 0, numFailedTests: 0 };
    const failed = totals.numFailedTests || (isOk ? 0 : 1);
    note(name, totals.numPassedTests, failed, seconds);
  };

async function browser() {
  if (!isWanted('browser')) return;
  const report = join(reports, 'browser.json');
  const { isOk, seconds } = await run('npx', ['playwright', 'test'], {
    environment: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    title: 'browser',
  });
  const stats = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8')).stats
    : { expected: 0, unexpected: 0, flaky: 0 };
  const failed = stats.unexpected + stats.flaky || (isOk ? 0 : 1);
  note('browser', stats.expected, failed, seconds);
}

/** One step after another. */
async function lane(...steps) {
  for (const step of steps) await step();
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
if (!(await run('node', ['scripts/test-setup.mjs'])).isOk) process.exit(1);
ensureInstalled();
ensureBuilt();

const postgres = { XIANGTU_TEST_ENGINE: 'postgres' };
const embedded = { XIANGTU_TEST_ENGINE: 'embedded' };
await Promise.all([
  lane(
    check('typecheck', 'npm', ['run', '--silent', 'typecheck']),
    check('lint', 'npm', ['run', '--silent', 'lint']),
    vitest('unit', 'unit'),
    vitest('client', 'client'),
    vitest('api-postgres', 'api', postgres),
    vitest('interop', 'interop', postgres),
    // The same on a dump that was restored into an empty cluster and mended.
    ...(isLong ? [vitest('api-restored', 'api', { ...postgres, XIANGTU_TEST_RESTORED: '1' })] : []),
  ),
  // Both use the filled copy of the embedded database that the first of them makes.
  lane(vitest('api-embedded', 'api', embedded), vitest('faults', 'faults', embedded)),
]);
// Alone: drawing without a graphics card takes both cores.
await browser();

console.log(`\n${lines.join('\n')}\n`);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
