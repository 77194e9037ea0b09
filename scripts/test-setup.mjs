/**
 * Installs what the tests need besides npm packages: a browser, Chinese fonts and a real PostGIS. Only as
 * root on Debian or its kin; elsewhere it says exactly what is missing. Does nothing when all is there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const leastPostgres = 15;
const notInstallable = 69;

const succeeds = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const outputOf = (command, args) => spawnSync(command, args, { encoding: 'utf8' }).stdout ?? '';
const isInstalled = (name) =>
  outputOf('dpkg-query', ['-W', '-f', '${Status}', name]).includes('ok installed');

const hasChromium = () => existsSync(process.env.XIANGTU_CHROMIUM ?? '/usr/bin/chromium');
const hasChineseFonts = () =>
  isInstalled('fonts-noto-cjk') || outputOf('fc-list', [':lang=zh', 'family']).trim() !== '';
const hasPostgis = () =>
  existsSync('/usr/lib/postgresql') &&
  readdirSync('/usr/lib/postgresql').some(
    (version) =>
      Number(version) >= leastPostgres &&
      existsSync(`/usr/lib/postgresql/${version}/bin/initdb`) &&
      existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`),
  );

/** The PostGIS of the newest PostgreSQL this distribution offers. */
function postgisPackage() {
  const versions = outputOf('apt-cache', ['search', '--names-only', '^postgresql-[0-9]+-postgis-3$'])
    .split('\n')
    .map((line) => Number(/^postgresql-(\d+)-postgis-3 /.exec(line)?.[1]))
    .filter((version) => version >= leastPostgres);
  return `postgresql-${versions.length > 0 ? Math.max(...versions) : leastPostgres}-postgis-3`;
}

const needs = [
  {
    isThere: hasChromium,
    name: () => 'chromium',
    inWords: 'Chromium at /usr/bin/chromium (or XIANGTU_CHROMIUM)',
  },
  {
    isThere: hasChineseFonts,
    name: () => 'fonts-noto-cjk',
    inWords: 'a font with Chinese, such as Noto Sans CJK',
  },
  {
    isThere: hasPostgis,
    name: postgisPackage,
    inWords: 'PostgreSQL 15+ with PostGIS 3.3+ in /usr/lib/postgresql',
  },
];

const missing = () => needs.filter(({ isThere }) => !isThere());

function install() {
  const isRoot = process.getuid?.() === 0;
  const hasApt = succeeds('apt-get', ['--version']);
  if (isRoot && hasApt) {
    spawnSync('apt-get', ['update', '-q'], { stdio: 'inherit' });
    const names = missing().map(({ name }) => name());
    process.stdout.write(`installing ${names.join(' ')} …\n`);
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  const left = missing();
  if (left.length === 0) return;
  process.stderr.write('The tests need:\n');
  for (const { inWords } of left) process.stderr.write(`  ${inWords}\n`);
  if (hasApt) {
    process.stderr.write(`Install with: sudo apt-get install ${left.map(({ name }) => name()).join(' ')}\n`);
  }
  process.exit(notInstallable);
}

if (missing().length > 0) install();
