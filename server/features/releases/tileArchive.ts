import { open, type FileHandle } from 'node:fs/promises';
import { findTile, PMTiles, SharedPromiseCache, zxyToTileId, type RangeResponse, type Source } from 'pmtiles';
import type { TileAddress } from '../../../tiles/tileLayer.ts';

/** Directories are nested three deep at most (PMTiles v3, section 4). */
const deepest = 3;

/** The bytes of an archive in a file. */
class FileBytes implements Source {
  readonly #path: string;
  #handle: Promise<FileHandle> | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  getKey(): string {
    return this.#path;
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    this.#handle ??= open(this.#path, 'r');
    const handle = await this.#handle;
    const bytes = new Uint8Array(length);
    const { bytesRead } = await handle.read(bytes, 0, length, offset);
    return { data: bytes.buffer.slice(0, bytesRead) };
  }

  async close(): Promise<void> {
    await (await this.#handle)?.close();
  }
}

/** What TileJSON needs of an archive's own metadata. */
interface ArchiveMetadata {
  name?: string;
  description?: string;
  attribution?: string;
  version?: string;
  vector_layers?: unknown[];
}

/** Reads tiles of a PMTiles archive as they are stored, by the directories of the official reader. */
export class TileArchive {
  readonly #source: FileBytes;
  readonly #cache = new SharedPromiseCache();
  readonly #reader: PMTiles;

  constructor(path: string) {
    this.#source = new FileBytes(path);
    this.#reader = new PMTiles(this.#source, this.#cache);
  }

  /** A tile, gzipped; null where the archive has none. */
  async tile({ z, x, y }: TileAddress): Promise<Buffer | null> {
    const header = await this.#reader.getHeader();
    if (z < header.minZoom || z > header.maxZoom) return null;
    const tileId = zxyToTileId(z, x, y);
    let [offset, length] = [header.rootDirectoryOffset, header.rootDirectoryLength];
    for (let depth = 0; depth <= deepest; depth += 1) {
      const directory = await this.#cache.getDirectory(this.#source, offset, length, header);
      const entry = findTile(directory, tileId);
      if (entry === null) return null;
      if (entry.runLength > 0) {
        const { data } = await this.#source.getBytes(header.tileDataOffset + entry.offset, entry.length);
        return Buffer.from(data);
      }
      [offset, length] = [header.leafDirectoryOffset + entry.offset, entry.length];
    }
    throw new Error('the directories of the archive are nested too deep');
  }

  /** TileJSON 3.0.0 of the archive. @param tilesPath address of the tiles without `/{z}/{x}/{y}.mvt` */
  async describe(tilesPath: string) {
    const header = await this.#reader.getHeader();
    const { name, description, attribution, version, vector_layers } =
      (await this.#reader.getMetadata()) as ArchiveMetadata;
    return {
      tilejson: '3.0.0',
      name,
      description,
      version,
      scheme: 'xyz',
      tiles: [`${tilesPath}/{z}/{x}/{y}.mvt`],
      minzoom: header.minZoom,
      maxzoom: header.maxZoom,
      bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat],
      center: [header.centerLon, header.centerLat, header.centerZoom],
      attribution,
      vector_layers,
    };
  }

  close(): Promise<void> {
    return this.#source.close();
  }
}
