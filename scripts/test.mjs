/**
 * `npm test`: sets the machine up, then type check, lint, unit, API on both engines, faults, interop and
 * browser tests. Ends with one plain line `N passed, N failed` summed from the runners' own reports.
 * `--long` runs the acceptance sizes; `--only=unit,browser` runs some steps.
 */
import { spawnSync } from 'node:child_process';
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

/** Runs a command in the repository; its output goes to the console. */
function run(command, args, environment = {}) {
  const started = Date.now();
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...(isLong ? { XIANGTU_TEST_LONG: '1' } : {}), ...environment },
  });
  return { isOk: result.status === 0, seconds: (Date.now() - started) / 1000 };
}

function note(name, passed, failed, seconds) {
  counts.passed += passed;
  counts.failed += failed;
  lines.push(
    `${name.padEnd(16)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(0).padStart(5)} s`,
  );
}

/** A step without a report of its own counts as one test. */
function check(name, command, args) {
  if (only && !only.includes(name)) return;
  console.log(`\n── ${name}`);
  const { isOk, seconds } = run(command, args);
  note(name, isOk ? 1 : 0, isOk ? 0 : 1, seconds);
}

/** A vitest project; totals come from its JSON report, and a run that dies without one is a failure. */
function vitest(name, project, environment = {}) {
  if (only && !only.includes(name)) return;
  console.log(`\n── ${name}`);
  const report = join(reports, `${name}.json`);
  const { isOk, seconds } = run(
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
    environment,
  );
  const totals = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0 };
  const failed = totals.numFailedTests || (isOk ? 0 : 1);
  note(name, totals.numPassedTests, failed, seconds);
}

function browser() {
  if (only && !only.includes('browser')) return;
  console.log('\n── browser');
  const report = join(reports, 'browser.json');
  const { isOk, seconds } = run('npx', ['playwright', 'test'], { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  const stats = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8')).stats
    : { expected: 0, unexpected: 0, flaky: 0 };
  const failed = stats.unexpected + stats.flaky || (isOk ? 0 : 1);
  note('browser', stats.expected, failed, seconds);
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
if (!run('node', ['scripts/test-setup.mjs']).isOk) process.exit(1);
ensureInstalled();
ensureBuilt();

check('typecheck', 'npm', ['run', '--silent', 'typecheck']);
check('lint', 'npm', ['run', '--silent', 'lint']);
vitest('unit', 'unit');
vitest('client', 'client');
vitest('api-embedded', 'api', { XIANGTU_TEST_ENGINE: 'embedded' });
vitest('api-postgres', 'api', { XIANGTU_TEST_ENGINE: 'postgres' });
vitest('interop', 'interop', { XIANGTU_TEST_ENGINE: 'postgres' });
vitest('faults', 'faults', { XIANGTU_TEST_ENGINE: 'embedded' });
browser();

console.log(`\n${lines.join('\n')}\n`);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
