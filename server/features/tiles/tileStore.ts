import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { contentHash } from '../../http/answer.ts';
import { Admission } from './admission.ts';

const gzip = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gzip);

/** A finished tile, compressed once when it was made. */
export interface StoredTile {
  gzipped: Buffer;
  /** Of the bytes before compression; without `-`, which separates the encoding in an ETag. */
  hash: string;
  isEmpty: boolean;
}

interface Flight {
  tile: Promise<StoredTile>;
  /** Requests that still want it. */
  wantedBy: number;
  abandon: AbortController;
}

interface TileStoreOptions {
  /** Memory for compressed tiles. */
  maxBytes: number;
  /** Tiles being made at once. */
  atOnce: number;
  /** Tiles waiting to be made; more are refused. */
  mostWaiting: number;
}

/** Bytes a cached tile costs besides its content. */
const entryOverheadBytes = 300;

async function store(bytes: Uint8Array): Promise<StoredTile> {
  const hash = contentHash(bytes);
  return { gzipped: await gzip(bytes, { level: 6 }), hash, isEmpty: bytes.length === 0 };
}

/** Finished tiles by key, least recently used dropped first; a tile is made once however many ask for it. */
export class TileStore {
  readonly #tiles: LRUCache<string, StoredTile>;
  readonly #flights = new Map<string, Flight>();
  readonly #admission: Admission;

  constructor({ maxBytes, atOnce, mostWaiting }: TileStoreOptions) {
    this.#tiles = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: (tile, key) => tile.gzipped.length + key.length + entryOverheadBytes,
    });
    this.#admission = new Admission({ atOnce, mostWaiting });
  }

  /** What is under way: for tests and metrics. */
  get load(): { flights: number; running: number; waiting: number; cachedBytes: number } {
    const { running, waiting } = this.#admission;
    return { flights: this.#flights.size, running, waiting, cachedBytes: this.#tiles.calculatedSize };
  }

  /** A tile that is ready. */
  peek(key: string): StoredTile | undefined {
    return this.#tiles.get(key);
  }

  /**
   * The tile under `key`, made by `make` when it is not there.
   * @param signal the request has gone away; when all have, a tile still waiting is not made (one being made
   * is finished and kept: somebody may come back for it)
   */
  async get(key: string, make: () => Promise<Uint8Array>, signal: AbortSignal): Promise<StoredTile> {
    signal.throwIfAborted();
    const known = this.#tiles.get(key);
    if (known) return known;
    const flight = this.#flights.get(key) ?? this.#takeOff(key, make);
    flight.wantedBy += 1;
    const leave = () => {
      flight.wantedBy -= 1;
      if (flight.wantedBy === 0) flight.abandon.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await flight.tile;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #takeOff(key: string, make: () => Promise<Uint8Array>): Flight {
    const abandon = new AbortController();
    const tile = this.#admission
      .run(async () => store(await make()), abandon.signal)
      .then((made) => {
        this.#tiles.set(key, made);
        return made;
      })
      .finally(() => this.#flights.delete(key));
    const flight: Flight = { tile, wantedBy: 0, abandon };
    this.#flights.set(key, flight);
    return flight;
  }
}
