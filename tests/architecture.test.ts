import { existsSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const sources = tracked.filter(
  (path) => /^(client|server|tiles|scripts|tests)\//.test(path) && /\.(ts|mjs|svelte)$/.test(path),
);
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Modules of this repository a file imports, as paths from the root. */
function importsOf(path: string): string[] {
  const found = textOf(path).matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g);
  return [...found].flatMap(([, specifier]) => {
    if (specifier?.startsWith('#contract/')) return [`server/contract/${specifier.slice(10)}.ts`];
    if (specifier?.startsWith('#domain/')) return [`server/domain/${specifier.slice(8)}.ts`];
    if (specifier?.startsWith('.')) return [relative(root, resolve(root, dirname(path), specifier))];
    return [];
  });
}

/** Which folders a folder may import from; the first matching prefix of a file decides. */
const mayImport: [string, string[]][] = [
  ['server/contract/', ['server/contract/', 'server/domain/']],
  ['server/domain/', ['server/domain/']],
  [
    'server/database/',
    [
      'server/database/',
      'server/domain/',
      'server/contract/',
      'server/config.ts',
      'server/errors.ts',
      'server/startError.ts',
      'server/log.ts',
    ],
  ],
  [
    'client/ui/',
    ['client/ui/', 'client/theme/', 'client/i18n/', 'client/layers/layer.ts', 'server/contract/'],
  ],
  ['client/', ['client/', 'server/contract/', 'server/domain/']],
  ['tiles/', ['tiles/', 'server/contract/', 'server/database/', 'server/domain/']],
];

describe('dependencies point one way', () => {
  for (const [folder, allowed] of mayImport) {
    it(`${folder} imports only ${allowed.join(', ')}`, () => {
      const owned = sources.filter(
        (path) =>
          path.startsWith(folder) &&
          !path.includes('.test.') &&
          mayImport.find(([prefix]) => path.startsWith(prefix))?.[0] === folder,
      );
      const strays = owned.flatMap((path) =>
        importsOf(path)
          .filter(
            (target) => !allowed.some((prefix) => target.startsWith(prefix)) && target !== 'package.json',
          )
          .map((target) => `${path} → ${target}`),
      );
      expect(strays).toEqual([]);
    });
  }

  it('a feature does not read the SQL of another feature', () => {
    const strays = sources
      .filter((path) => path.startsWith('server/features/'))
      .flatMap((path) =>
        importsOf(path)
          .filter(
            (target) =>
              /^server\/features\/[^/]+\/queries\.ts$/.test(target) && dirname(target) !== dirname(path),
          )
          .map((target) => `${path} → ${target}`),
      );
    expect(strays).toEqual([]);
  });

  it('nothing imports scripts or tests', () => {
    const strays = sources
      .filter((path) => /^(client|server|tiles)\//.test(path) && !path.includes('.test.'))
      .flatMap((path) =>
        importsOf(path)
          .filter((target) => /^(scripts|tests)\//.test(target))
          .map((target) => `${path} → ${target}`),
      );
    expect(strays).toEqual([]);
  });
});

describe('files keep a subject and a size', () => {
  it('no drawer names', () => {
    expect(sources.filter((path) => /(^|\/)(utils?|helpers?|common|misc)(\.|\/)/.test(path))).toEqual([]);
  });

  /** Registries, tables and messages may be long. */
  const tables = new Set(['client/i18n/zh.ts', 'client/i18n/en.ts', 'server/contract/routes.ts']);
  it('no source file over 400 lines', () => {
    const long = sources.filter((path) => !tables.has(path) && textOf(path).split('\n').length > 400);
    expect(long).toEqual([]);
  });
});

describe('the database has one door', () => {
  it('only server/config.ts reads the environment of the server', () => {
    const readers = sources.filter(
      (path) =>
        /^(server|tiles)\//.test(path) &&
        !path.includes('.test.') &&
        path !== 'server/config.ts' &&
        textOf(path).includes('process.env'),
    );
    expect(readers).toEqual([]);
  });

  it('no connection but that of server/database, so that no query runs without a role', () => {
    const offenders = sources.filter(
      (path) =>
        /^(server|tiles)\//.test(path) &&
        !path.includes('.test.') &&
        !path.startsWith('server/database/') &&
        /from 'pg'|\bnew (pg\.)?(Pool|Client)\(|\.administer\(/.test(textOf(path)),
    );
    // Upkeep that belongs to no request, each reviewed.
    const upkeep = new Set([
      'server/features/prepareServices.ts',
      'server/features/events/retention.ts',
      'server/features/events/presenceUpkeep.ts',
      'server/features/releases/staging.ts',
    ]);
    expect(offenders.filter((path) => !upkeep.has(path))).toEqual([]);
  });

  it('the roles gate and publisher are taken by login and publishing alone', () => {
    const offenders = sources.filter(
      (path) =>
        path.startsWith('server/features/') &&
        !path.includes('.test.') &&
        !/^server\/features\/(session|audit|releases)\//.test(path) &&
        /'(gate|publisher)'/.test(textOf(path)),
    );
    expect(offenders.filter((path) => path !== 'server/features/prepareServices.ts')).toEqual([]);
  });

  it('no session-level SET of a role or setting', () => {
    const offenders = sources.filter(
      (path) => /^(server|tiles)\//.test(path) && /`\s*set (role|session)/i.test(textOf(path)),
    );
    expect(offenders).toEqual([]);
  });
});

describe('documents name files that exist', () => {
  const documents = tracked.filter((path) => path.endsWith('.md'));
  for (const document of documents) {
    it(document, () => {
      const named = [
        ...textOf(document).matchAll(/`((?:client|server|tiles|data|scripts|tests|docs)\/[\w./-]*[\w/])`/g),
      ].map(([, path]) => path!);
      expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    });
  }
});

it('no machine paths or download addresses are tracked', () => {
  const offenders = tracked
    .filter((path) => !/\.(png|csv|topojson)$/.test(path) && path !== 'tests/architecture.test.ts')
    .filter((path) => /(^|[\s'"(=])\/(home|root|work|Users)\/|"resolved":\s*"https?:/.test(textOf(path)));
  expect(offenders).toEqual([]);
});
