/** A position in tile units; y grows downward. */
export interface TilePoint {
  x: number;
  y: number;
}

const kinds = { lineString: 2, polygon: 3, multiLineString: 5, multiPolygon: 6 } as const;
const isEmptyFlag = 0x10;

/** Varints of a TWKB geometry; positions are differences that run through the whole geometry. */
class TwkbReader {
  readonly #bytes: Uint8Array;
  #position = 0;
  #x = 0;
  #y = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const value = this.#bytes[this.#position];
    if (value === undefined) throw new RangeError(`TWKB ends after ${this.#bytes.length} bytes`);
    this.#position += 1;
    return value;
  }

  count(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  #difference(): number {
    const value = this.count();
    return (value >>> 1) ^ -(value & 1);
  }

  /** One line or ring. */
  line(): TilePoint[] {
    const points: TilePoint[] = [];
    for (let remaining = this.count(); remaining > 0; remaining -= 1) {
      this.#x += this.#difference();
      this.#y += this.#difference();
      points.push({ x: this.#x, y: this.#y });
    }
    return points;
  }

  lines(): TilePoint[][] {
    const lines: TilePoint[][] = [];
    for (let remaining = this.count(); remaining > 0; remaining -= 1) lines.push(this.line());
    return lines;
  }
}

/**
 * Reads lines and areas in tile units: TWKB with two dimensions and precision 0, as `ST_AsTWKB(geometry)`
 * writes it. Format: https://github.com/TWKB/Specification/blob/master/twkb.md
 * @returns polygons as lists of rings, outer ring first; lines as one list of lines
 * @throws RangeError for other kinds, precisions, or truncated bytes
 */
export function readTwkb(bytes: Uint8Array): TilePoint[][][] {
  const reader = new TwkbReader(bytes);
  const header = reader.byte();
  const flags = reader.byte();
  if (flags === isEmptyFlag) return [];
  if (header >> 4 !== 0 || flags !== 0) {
    throw new RangeError(`TWKB with precision ${header >> 4} and flags ${flags} instead of 0 and 0`);
  }
  switch (header) {
    case kinds.lineString:
      return [[reader.line()]];
    case kinds.polygon:
    case kinds.multiLineString:
      return [reader.lines()];
    case kinds.multiPolygon: {
      const polygons: TilePoint[][][] = [];
      for (let remaining = reader.count(); remaining > 0; remaining -= 1) polygons.push(reader.lines());
      return polygons;
    }
    default:
      throw new RangeError(`TWKB kind ${header} is neither line nor area`);
  }
}
