import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * The PostGIS bundle of pglite-postgis also carries raster, topology, a geocoder and upgrade scripts:
 * 95 MB that PGlite would unpack and compile at every start. A copy without them opens in 2 s instead
 * of 5 and saves 450 MB of memory.
 */
const unused = /postgis_(raster|topology|tiger)|--(ANY|unpackaged)--|\/contrib\//;
const engineLibrary = 'lib/postgresql/postgis-3.so';
const blockSize = 512;
/** Regular file (two spellings), symbolic link, directory. Other entries describe the entry after them. */
const plainTypes = new Set(['0', '\0', '2', '5']);

/**
 * A tar archive without the entries whose name matches; null when the archive holds entries that
 * cannot be filtered one by one.
 */
export function filterTar(archive: Buffer, isUnused: (name: string) => boolean): Buffer | null {
  const kept: Buffer[] = [];
  for (let start = 0; start + blockSize <= archive.length && archive[start] !== 0;) {
    const text = (from: number, to: number) => archive.toString('latin1', start + from, start + to);
    const name = text(0, 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(text(124, 136), 8);
    if (!plainTypes.has(text(156, 157)) || !Number.isInteger(size)) return null;
    const end = start + blockSize * (1 + Math.ceil(size / blockSize));
    if (!isUnused(name)) kept.push(archive.subarray(start, end));
    start = end;
  }
  return Buffer.concat([...kept, Buffer.alloc(2 * blockSize)]);
}

/**
 * The bundle to give PGlite: a small one made once in the directory, or the original when it has
 * another shape than expected.
 * @param original the bundle of the pglite-postgis package
 */
export async function smallPostgisBundle(original: URL, directory: string): Promise<URL> {
  const manifest = JSON.parse(await readFile(new URL('../package.json', original), 'utf8')) as {
    version: string;
  };
  const target = path.join(directory, `postgis-${manifest.version}.tar.gz`);
  if (!existsSync(target)) {
    const archive = filterTar(gunzipSync(await readFile(original)), (name) => unused.test(name));
    if (!archive?.includes(engineLibrary)) return original;
    await mkdir(directory, { recursive: true });
    const unfinished = `${target}.${process.pid}`;
    // Stored, not compressed: 34 MB on disk save 0.2 s at each start.
    await writeFile(unfinished, gzipSync(archive, { level: 0 }));
    await rename(unfinished, target);
  }
  return pathToFileURL(target);
}
