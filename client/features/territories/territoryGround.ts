import type { TerritoryEditRow } from '#contract/territoryEdits';
import { decodeArcs } from '#domain/territories/encodedArcs';
import type { TerritoryArc } from '#domain/territories/territoryArc';
import { call } from '../../api/call.ts';

/** A village as the page lists it; null: unknown, or without a territory. */
export interface GroundVillage {
  id: number;
  name: string;
  townshipCode: string;
  areaSquareMetres: number | null;
  people: number | null;
}

/** Borders and villages of a county, as they were when they were read. */
export interface TerritoryGround {
  regionCode: string;
  /** For If-Match. */
  revision: number;
  arcs: readonly TerritoryArc[];
  villages: ReadonlyMap<number, GroundVillage>;
  /** People are demonstration data. */
  isDemonstration: boolean;
  edits: readonly TerritoryEditRow[];
}

/** Borders come first: an edit between the two answers is then seen as a conflict, never missed. */
export async function loadTerritoryGround(regionCode: string, signal: AbortSignal): Promise<TerritoryGround> {
  const query = { region: regionCode };
  const territories = await call('getTerritories', { query }, { signal });
  const [facts, edits] = await Promise.all([
    call('getVillageFacts', { query }, { signal }),
    call('listTerritoryEdits', { query }, { signal }),
  ]);
  const villages = facts.ids.map((id, index): [number, GroundVillage] => [
    id,
    {
      id,
      name: facts.names[index]!,
      townshipCode: facts.townshipCodes[index]!,
      areaSquareMetres: facts.areas[index] ?? null,
      people: facts.people[index] ?? null,
    },
  ]);
  return {
    regionCode,
    revision: territories.revision,
    arcs: decodeArcs(territories.arcs),
    villages: new Map(villages),
    isDemonstration: facts.isDemonstration,
    edits: edits.items,
  };
}
