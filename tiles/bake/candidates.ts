import { zxyToTileID } from 's2-pmtiles';
import { sql, type Fragment } from '../../server/database/sql.ts';
import { marginUnits, tileExtent, type TileAddress, type TileLayer } from '../tileLayer.ts';
import { tileMetres, tileRange, type Box } from './mercator.ts';

/**
 * Which tiles can have content at all, so that no others are asked for.
 *
 * Descending from tile to tile by what they show would lose content: an area too small to see at z8 leaves
 * its tile empty and is there at z12. So tiles are chosen by where the rows are, whatever the zoom shows of
 * them. A row comes into a tile only when its bounding box touches the tile and its margin (the `&&` of
 * `tileQuery`), and something of a line or an area is left only when it passes through there itself;
 * therefore long ones are cut into pieces, and the bounding boxes of the pieces decide. Three things move
 * content by a little, and a reach beyond the margin takes them in: `&&` compares boxes rounded outward to
 * float32 (a metre or two at these coordinates), snapping moves a vertex by less than one unit, and cutting
 * computes the new vertices.
 */
const slackMetres = 8;
const slackUnits = 4;

/** Most vertices of a piece. */
const pieceVertices = 64;

/** Answers all rows of a statement, in a short transaction of its own. */
export type QueryAll = <Row extends object>(statement: Fragment) => Promise<Row[]>;

/** Where one piece of a feature is, in metres. */
export interface Piece {
  layer: TileLayer;
  featureId: number;
  box: Box;
}

interface BoxRow {
  id: number;
  west: number;
  south: number;
  east: number;
  north: number;
}

function piecesQuery(layer: TileLayer): Fragment {
  const shape =
    layer.geometryKind === 'point'
      ? layer.geometry
      : sql`ST_Subdivide(${layer.geometry}, ${pieceVertices}::integer)`;
  return sql`
    select
      id, ST_XMin(shape) as west, ST_YMin(shape) as south, ST_XMax(shape) as east, ST_YMax(shape) as north
    from (
      select ${layer.featureId} as id, ${shape} as shape
      from ${layer.from}
      where ${layer.geometry} is not null and not ST_IsEmpty(${layer.geometry})
    ) as piece`;
}

/** Where every feature of the layers is, whatever the zooms that show it. */
export async function readPieces(queryAll: QueryAll, layers: readonly TileLayer[]): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const layer of layers) {
    for (const { id, west, south, east, north } of await queryAll<BoxRow>(piecesQuery(layer))) {
      pieces.push({ layer, featureId: id, box: [west, south, east, north] });
    }
  }
  return pieces;
}

/** A box around all pieces, in metres; null when there are none. */
export function boxAround(pieces: readonly Piece[]): Box | null {
  if (pieces.length === 0) return null;
  const around = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
  for (const { box } of pieces) {
    around[0] = Math.min(around[0], box[0]);
    around[1] = Math.min(around[1], box[1]);
    around[2] = Math.max(around[2], box[2]);
    around[3] = Math.max(around[3], box[3]);
  }
  return around;
}

/** A tile that may have content. */
export interface Candidate {
  /** Place on the Hilbert curve through all zooms, the order of an archive. */
  tileId: number;
  address: TileAddress;
  /** How many pieces may be in it: what it costs to make. */
  pieceCount: number;
  /** A piece of the one feature in it; null when there are more. */
  sole: Piece | null;
}

const isSameFeature = (a: Piece, b: Piece): boolean => a.featureId === b.featureId && a.layer === b.layer;

/** Every tile of a zoom that may have content, in the order of an archive. */
export function candidatesAt(pieces: readonly Piece[], zoom: number): Candidate[] {
  const metresPerUnit = tileMetres(zoom) / tileExtent;
  const candidates = new Map<number, Candidate>();
  for (const piece of pieces) {
    const reach = (marginUnits[piece.layer.geometryKind] + slackUnits) * metresPerUnit + slackMetres;
    const { left, right, top, bottom } = tileRange(piece.box, zoom, reach);
    for (let x = left; x <= right; x += 1) {
      for (let y = top; y <= bottom; y += 1) {
        const key = y * 2 ** zoom + x;
        const known = candidates.get(key);
        if (known === undefined) {
          const address = { z: zoom, x, y };
          candidates.set(key, { tileId: zxyToTileID(zoom, x, y), address, pieceCount: 1, sole: piece });
        } else {
          known.pieceCount += 1;
          if (known.sole !== null && !isSameFeature(known.sole, piece)) known.sole = null;
        }
      }
    }
  }
  return [...candidates.values()].sort((a, b) => a.tileId - b.tileId);
}
