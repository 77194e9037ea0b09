import { gzipSync } from 'node:zlib';
import { Compression, headerToBytes, serializeDir, TileType, type Entry } from 's2-pmtiles';
import type { ArchiveTarget } from './archiveTarget.ts';
import type { Box } from './mercator.ts';

/*
 * PMTiles v3: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
 *
 * Directories, tile ids and most of the header are s2-pmtiles'. Its writer is not used: it keeps identical
 * tiles as often as they come, counts its leaf directories as tile data, leaves bounds and centre out of the
 * header, and writes an archive without tiles in the S2 variant, which other readers do not know.
 */

/** Readers fetch this much first: header and root directory must be within. Tile data starts behind it. */
const frontBytes = 16_384;
const headerBytes = 127;
const magic = Buffer.from('PMTiles');
const leastLeafEntries = 4_096;
/** Tiles are gathered to writes of about this size. */
const writeBytes = 1 << 20;

/** A compressed tile and the hash of its content. */
export interface PackedTile {
  hash: string;
  gzipped: Uint8Array;
}

export interface ArchiveDescription {
  metadata: Record<string, unknown>;
  /** In degrees. */
  bounds: Box;
  center: readonly [longitude: number, latitude: number, zoom: number];
  minZoom: number;
  maxZoom: number;
}

/** How much an archive holds. */
export interface ArchiveSize {
  /** Tile addresses with content. */
  tiles: number;
  /** Different tiles: identical ones are stored once. */
  contents: number;
  /** Length of the archive. */
  bytes: number;
}

/** Writes an archive of gzipped vector tiles that come in the order of their ids. */
export class ArchiveWriter {
  readonly #target: ArchiveTarget;
  readonly #entries: Entry[] = [];
  readonly #places = new Map<string, { offset: number; length: number }>();
  #tiles = 0;
  /** Tile data given so far, and how much of it is not yet written. */
  #dataLength = 0;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;

  constructor(target: ArchiveTarget) {
    this.#target = target;
  }

  /** Begins the archive. */
  async begin(): Promise<void> {
    await this.#target.write(new Uint8Array(frontBytes), 0);
  }

  /** Appends a tile. @throws RangeError when its id does not come after the last one */
  async add(tileId: number, { hash, gzipped }: PackedTile): Promise<void> {
    const last = this.#entries.at(-1);
    if (last && tileId < last.tileID + last.runLength) {
      throw new RangeError(`tile id ${tileId} comes after ${last.tileID + last.runLength - 1}`);
    }
    this.#tiles += 1;
    let place = this.#places.get(hash);
    if (place === undefined) {
      place = { offset: this.#dataLength, length: gzipped.length };
      this.#places.set(hash, place);
      await this.#append(gzipped);
    }
    const isRepeated = last?.offset === place.offset && tileId === last.tileID + last.runLength;
    if (isRepeated) last.runLength += 1;
    else this.#entries.push({ tileID: tileId, ...place, runLength: 1 });
  }

  async #append(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#dataLength += bytes.length;
    if (this.#waitingBytes >= writeBytes) await this.#flush();
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    await this.#target.write(bytes, frontBytes + this.#dataLength - bytes.length);
  }

  /** Writes directories, metadata and, last, the header: an interrupted archive is none. */
  async finish(description: ArchiveDescription): Promise<ArchiveSize> {
    await this.#flush();
    const { root, leaves } = buildDirectories(this.#entries, frontBytes - headerBytes);
    const metadata = pack(Buffer.from(JSON.stringify(description.metadata)));
    const dataEnd = frontBytes + this.#dataLength;
    await this.#target.write(Buffer.concat([leaves, metadata]), dataEnd);
    const header = headerToBytes({
      specVersion: 3,
      rootDirectoryOffset: headerBytes,
      rootDirectoryLength: root.length,
      jsonMetadataOffset: dataEnd + leaves.length,
      jsonMetadataLength: metadata.length,
      leafDirectoryOffset: dataEnd,
      leafDirectoryLength: leaves.length,
      tileDataOffset: frontBytes,
      tileDataLength: this.#dataLength,
      numAddressedTiles: this.#tiles,
      numTileEntries: this.#entries.length,
      numTileContents: this.#places.size,
      clustered: true,
      internalCompression: Compression.Gzip,
      tileCompression: Compression.Gzip,
      tileType: TileType.Pbf,
      minZoom: description.minZoom,
      maxZoom: description.maxZoom,
    });
    completeHeader(header, description);
    await this.#target.write(Buffer.concat([header, root]), 0);
    return {
      tiles: this.#tiles,
      contents: this.#places.size,
      bytes: dataEnd + leaves.length + metadata.length,
    };
  }
}

/** The same for the same Node: the time of writing is not in it. */
const pack = (bytes: Uint8Array): Buffer => gzipSync(bytes, { level: 9 });

/** The full magic and, behind what s2-pmtiles writes, bounds and centre in 10⁻⁷ degrees. */
function completeHeader(header: Uint8Array, { bounds, center }: ArchiveDescription): void {
  header.set(magic, 0);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const writeDegrees = (offset: number, degrees: readonly number[]) =>
    degrees.forEach((value, index) => view.setInt32(offset + 4 * index, Math.round(value * 1e7), true));
  writeDegrees(102, bounds);
  view.setUint8(118, center[2]);
  writeDegrees(119, center.slice(0, 2));
}

/** One directory where it fits, else a root of leaves that does. */
function buildDirectories(entries: readonly Entry[], mostRootBytes: number) {
  const whole = pack(serializeDir([...entries]));
  if (whole.length <= mostRootBytes) return { root: whole, leaves: Buffer.alloc(0) };
  for (let leafEntries = leastLeafEntries; ; leafEntries *= 2) {
    const leaves: Buffer[] = [];
    const roots: Entry[] = [];
    let offset = 0;
    for (let start = 0; start < entries.length; start += leafEntries) {
      const leaf = pack(serializeDir(entries.slice(start, start + leafEntries)));
      roots.push({ tileID: entries[start]!.tileID, offset, length: leaf.length, runLength: 0 });
      leaves.push(leaf);
      offset += leaf.length;
    }
    const root = pack(serializeDir(roots));
    if (root.length <= mostRootBytes) return { root, leaves: Buffer.concat(leaves) };
  }
}
