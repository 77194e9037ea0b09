import { territoryOf, type TopologyChange } from '#domain/territories/topology';
import type { TerritoryArc } from '#domain/territories/territoryArc';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { drawingSourceId } from '../drawings/drawingSource.ts';
import { listOutline } from './queries.ts';

/** Every village beside an arc that a change touches, before or after. */
export function villagesBeside(arcs: readonly TerritoryArc[], change: TopologyChange): number[] {
  const gone = new Set([...change.removed, ...change.changed.map(({ id }) => id)]);
  const touched = [...arcs.filter(({ id }) => gone.has(id)), ...change.changed, ...change.added];
  const sides = touched.flatMap(({ left, right }) => [left, right]).filter((village) => village !== 0);
  return [...new Set([...sides, ...change.villages])].sort((one, other) => one - other);
}

/** The same change with ids for its new arcs that no arc of the country has or had. */
export async function renumbered(transaction: Transaction, change: TopologyChange): Promise<TopologyChange> {
  const ids = await transaction.all<{ id: number }>(sql`
    select nextval('xiangtu.village_edge_id_seq')::integer as id
    from generate_series(1, ${change.added.length})`);
  return { ...change, added: change.added.map((arc, index) => ({ ...arc, id: ids[index]!.id })) };
}

const lineOf = ({ id, left, right, rank, points }: TerritoryArc) => ({
  id,
  left,
  right,
  rank,
  geom: { type: 'LineString', coordinates: points },
});

/** Writes borders. A new one is kept with the county of either side, as the loader keeps them. */
export async function writeArcs(transaction: Transaction, change: TopologyChange): Promise<void> {
  await transaction.run(sql`delete from village_edge where id = any(${change.removed}::integer[])`);
  await transaction.run(sql`
    update village_edge
    set
      left_id = arc."left", right_id = arc."right", rank = arc.rank, source_id = ${drawingSourceId},
      geom = ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(arc.geom), 4490))
    from jsonb_to_recordset(${JSON.stringify(change.changed.map(lineOf))}::jsonb) as arc(
      id integer, "left" integer, "right" integer, rank text, geom jsonb
    )
    where village_edge.id = arc.id`);
  await transaction.run(sql`
    insert into village_edge (county_code, id, left_id, right_id, rank, geom, source_id)
    select
      coalesce(
        (select county_code from village where id = arc."left"),
        (select county_code from village where id = arc."right")
      ),
      arc.id, arc."left", arc."right", arc.rank, ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(arc.geom), 4490)),
      ${drawingSourceId}
    from jsonb_to_recordset(${JSON.stringify(change.added.map(lineOf))}::jsonb) as arc(
      id integer, "left" integer, "right" integer, rank text, geom jsonb
    )`);
}

const multiPolygon = (coordinates: unknown) => ({ type: 'MultiPolygon', coordinates });

/** What villages say of their territory after an edit. */
export interface TerritoryState {
  id: number;
  quality: string;
  mergedInto: number | null;
}

/**
 * Writes the territories of the villages an edit is about from their borders, and their extents in the search.
 * @param arcs as they are afterwards
 */
export async function writeSubjects(
  transaction: Transaction,
  arcs: readonly TerritoryArc[],
  states: readonly TerritoryState[],
): Promise<void> {
  const rows = states.map(({ id, ...state }) => {
    const territory = territoryOf(arcs, id);
    return { id, ...state, geom: territory.length === 0 ? null : multiPolygon(territory) };
  });
  const ids = rows.map(({ id }) => id);
  await transaction.run(sql`
    update village
    set
      territory = case
        when state.geom is not null then ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(state.geom), 4490))
      end,
      territory_quality = state.quality::xiangtu.location_quality, merged_into = state."mergedInto"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as state(
      id integer, quality text, "mergedInto" integer, geom jsonb
    )
    where village.id = state.id`);
  await transaction.run(sql`
    update search_entry
    set extent = case
      when village.territory is not null then array[
        ST_XMin(village.territory), ST_YMin(village.territory), ST_XMax(village.territory), ST_YMax(village.territory)
      ]
    end
    from village
    where village.id = any(${ids}::integer[]) and search_entry.type = 'village'
      and search_entry.target_id = village.id::text`);
}

/** Codes of the regions whose outline runs along an arc, from the codes of the villages beside it. */
export function regionsAlong(
  { rank }: TerritoryArc,
  sides: readonly { countyCode: string; townshipCode: string }[],
): string[] {
  const townships = sides.map(({ townshipCode }) => townshipCode);
  const counties = sides.map(({ countyCode }) => countyCode);
  const prefectures = counties.map((code) => `${code.slice(0, 4)}00`);
  if (rank === 'township') return townships;
  if (rank === 'county') return [...townships, ...counties];
  return rank === 'prefecture' ? [...townships, ...counties, ...prefectures] : [];
}

/**
 * Gives neighbours and regions the vertices that an edit put on their borders or took from them. The database
 * refuses to move them further.
 */
export async function writeVertices(
  transaction: Transaction,
  arcs: readonly TerritoryArc[],
  { villages, regions }: { villages: readonly number[]; regions: readonly string[] },
): Promise<void> {
  if (villages.length === 0 && regions.length === 0) return;
  const outlines: { code: string; geom: unknown }[] = [];
  for (const code of regions) {
    const outline = await listOutline(transaction, code);
    if (outline.length > 0) outlines.push({ code, geom: multiPolygon(territoryOf(outline, 1)) });
  }
  const areas = villages.map((id) => ({ id, geom: multiPolygon(territoryOf(arcs, id)) }));
  await transaction.first(sql`
    select xiangtu.move_by_a_vertex(${JSON.stringify(areas)}::jsonb, ${JSON.stringify(outlines)}::jsonb)`);
}
