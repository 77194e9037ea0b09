import { sql, type Fragment } from '../server/database/sql.ts';
import { marginUnits, tileExtent, type TileAddress, type TileLayer } from './tileLayer.ts';

/**
 * How much of the content is kept: 0 is everything. Each step up snaps lines and areas to a grid twice
 * as coarse and keeps one point per cell of a grid twice as coarse, so that borders stay shared and the
 * same tile always keeps the same features.
 */
export type Coarseness = 0 | 1 | 2 | 3 | 4 | 5;
export const coarsest: Coarseness = 5;

/** Most points of one layer in one tile; about 400 kB of features with names. */
export const pointLimit = 6000;

/** log₂ of the side, in tile units, of the cell that keeps one point: 16 units (2 pixels) at coarseness 1. */
const cellShift = (coarseness: Coarseness) => coarseness + 3;

interface TileQueryInput {
  layers: readonly TileLayer[];
  address: TileAddress;
  coarseness: Coarseness;
}

/**
 * One statement that answers one row: a column per layer (named by its id) with the features in any order,
 * packed by `record_send` and read by `readFeatures`; in base64, which is two thirds of the hexadecimal
 * digits a bytea would travel as. Geometry comes in tile coordinates: points as integers x and y, lines and
 * areas as TWKB. The same on both engines.
 */
export function tileQuery({ layers, address: { z, x, y }, coarseness }: TileQueryInput): Fragment {
  return sql`
    with ${tilesOf(sql`(select ${x}::integer as x, ${y}::integer as y)`, { zoom: z, coarseness })}
    select ${columnsOf(layers, z, coarseness)}
    from tile`;
}

/**
 * The same for many tiles of one zoom: one row a tile, in any order, with `x` and `y` beside the columns of
 * the layers. Planned once, where `tileQuery` is planned for every tile.
 */
export function tileBatchQuery(
  layers: readonly TileLayer[],
  { zoom, columns, rows }: { zoom: number; columns: readonly number[]; rows: readonly number[] },
): Fragment {
  return sql`
    with ${tilesOf(sql`unnest(${columns}::integer[], ${rows}::integer[])`, { zoom, coarseness: 0 })}
    select tile.x, tile.y, ${columnsOf(layers, zoom, 0)}
    from tile`;
}

/** What layers need to know of each tile, as the rows of `tile`. */
function tilesOf(
  addresses: Fragment,
  { zoom, coarseness }: { zoom: number; coarseness: Coarseness },
): Fragment {
  const margin = marginUnits.polygon;
  return sql`
    envelope as materialized (
      select address.x, address.y, ST_TileEnvelope(${zoom}, address.x, address.y) as box
      from ${addresses} as address(x, y)
    ), tile as materialized (
      select
        x,
        y,
        ST_XMin(box) as west,
        ST_YMax(box) as north,
        ${tileExtent}::float8 / (ST_XMax(box) - ST_XMin(box)) as scale,
        ST_Expand(box, (ST_XMax(box) - ST_XMin(box)) * ${marginUnits.point / tileExtent}::float8) as point_reach,
        ST_Expand(box, (ST_XMax(box) - ST_XMin(box)) * ${margin / tileExtent}::float8) as reach,
        ST_MakeEnvelope(${-margin}, ${-margin}, ${tileExtent + margin}, ${tileExtent + margin}, 3857) as clip,
        ${2 ** coarseness}::float8 as grid
      from envelope
    )`;
}

/** A column per layer; each looks at the row of `tile` it stands beside, so the indexes are asked tile by tile. */
function columnsOf(layers: readonly TileLayer[], zoom: number, coarseness: Coarseness): Fragment {
  const ids = layers.map((layer) => layer.id);
  const columns = layers.map(
    (layer) => sql`(
      select encode(string_agg(record_send(feature), ''::bytea), 'base64')
      from (${featuresOf(layer, zoom, coarseness)}) as feature
    ) as ${sql.identifier(layer.id, ids)}`,
  );
  return sql.join(columns, ', ');
}

function featuresOf(layer: TileLayer, zoom: number, coarseness: Coarseness): Fragment {
  if (layer.geometryKind === 'point') return pointsOf(layer, zoom, coarseness);
  return layer.geometryKind === 'line' ? linesOf(layer, zoom) : polygonsOf(layer, zoom);
}

/** Attribute columns named as on the wire; domains become plain text. */
function attributesOf({ attributes }: TileLayer): Fragment {
  const names = Object.keys(attributes);
  const casts = { text: sql`::text`, integer: sql`::integer`, boolean: sql`::boolean` };
  return sql.join(
    names.map((name) => {
      const { column, type } = attributes[name]!;
      return sql`(${column})${casts[type]} as ${sql.identifier(name, names)}`;
    }),
    ', ',
  );
}

const namesOf = ({ attributes }: TileLayer): Fragment => {
  const names = Object.keys(attributes);
  return sql.join(
    names.map((name) => sql.identifier(name, names)),
    ', ',
  );
};

function conditionsOf(layer: TileLayer, zoom: number, reach: Fragment): Fragment {
  const condition = layer.where?.(zoom);
  return sql.join([sql`${layer.geometry} && ${reach}`, ...(condition ? [condition] : [])], ' and ');
}

/** Points are few operations each, so the whole projection is arithmetic on the coordinates. */
function pointsOf(layer: TileLayer, zoom: number, coarseness: Coarseness): Fragment {
  const points = sql`
    select
      ${layer.featureId} as id,
      round((ST_X(${layer.geometry}) - tile.west) * tile.scale)::integer as x,
      round((tile.north - ST_Y(${layer.geometry})) * tile.scale)::integer as y,
      ${attributesOf(layer)},
      ${layer.rank ?? layer.featureId} as rank
    from ${layer.from}
    where ${conditionsOf(layer, zoom, sql`tile.point_reach`)}`;
  const columns = sql`id, x, y, ${namesOf(layer)}`;
  if (coarseness === 0) {
    // One more than the limit says that there are too many, without reading them all.
    return sql`select ${columns} from (${points} limit ${pointLimit + 1}) as point`;
  }
  const shift = cellShift(coarseness);
  return sql`
    select distinct on (cell_x, cell_y) ${columns}
    from (
      select *, x >> ${shift}::integer as cell_x, y >> ${shift}::integer as cell_y
      from (${points}) as point
    ) as placed
    order by cell_x, cell_y, rank, id
    limit ${pointLimit + 1}`;
}

/**
 * Features scaled to the tile, snapped to its grid and clipped, as `shape`. Snapping comes before
 * clipping: a shared border then has the same vertices on both sides and in both tiles. `offset 0` keeps
 * the planner from writing an expensive expression out where it is used twice.
 */
function clippedOf(layer: TileLayer, zoom: number): Fragment {
  const names = namesOf(layer);
  return sql`
    select
      id,
      case
        when snapped @ tile.clip then snapped
        else ST_SnapToGrid(ST_ClipByBox2D(snapped, tile.clip), tile.grid)
      end as shape,
      ${names}
    from (
      select
        ${layer.featureId} as id,
        ST_SnapToGrid(
          ST_TransScale(${layer.geometry}, -tile.west, -tile.north, tile.scale, -tile.scale), tile.grid
        ) as snapped,
        ${attributesOf(layer)}
      from ${layer.from}
      where ${conditionsOf(layer, zoom, sql`tile.reach`)}
      offset 0
    ) as located
    offset 0`;
}

function linesOf(layer: TileLayer, zoom: number): Fragment {
  return sql`
    select id, ST_AsTWKB(shape) as shape, ${namesOf(layer)}
    from (${clippedOf(layer, zoom)}) as clipped
    where not ST_IsEmpty(shape)`;
}

/**
 * Snapping can make an area touch or cross itself; only those are repaired. A repair may leave vertices
 * between grid points: most are valid when snapped again, the last few go through snap rounding.
 */
function polygonsOf(layer: TileLayer, zoom: number): Fragment {
  const names = namesOf(layer);
  return sql`
    select id, ST_AsTWKB(shape) as shape, ${names}
    from (
      select
        id,
        case
          when is_valid then shape
          when ST_IsValid(ST_SnapToGrid(repaired, tile.grid)) then ST_SnapToGrid(repaired, tile.grid)
          else ST_ReducePrecision(repaired, tile.grid)
        end as shape,
        ${names}
      from (
        select
          *,
          case
            when not is_valid
              then ST_CollectionExtract(ST_MakeValid(shape, 'method=structure keepcollapsed=false'), 3)
          end as repaired
        from (
          select *, ST_IsValid(shape) as is_valid
          from (${clippedOf(layer, zoom)}) as clipped
          where not ST_IsEmpty(shape)
          offset 0
        ) as checked
        offset 0
      ) as mended
      offset 0
    ) as snapped
    where not ST_IsEmpty(shape)`;
}
