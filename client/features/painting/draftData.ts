import type { Comment, VersionRow } from '#contract/workflow';
import type { VillageFacts } from '#contract/villageFacts';
import { grantsFor, type Grant } from '#domain/access/permissions';
import { decodeAssignments } from '#domain/classification/assignmentCodes';
import type { JournalBatch } from '#domain/painting/strokeHistory';
import { ungroupChanges } from '#domain/painting/valueChange';
import { regionCovers, regionsOverlap } from '#domain/regions/regionCodes';
import { decodeArcs } from '#domain/territories/encodedArcs';
import type { TerritoryArc } from '#domain/territories/territoryArc';
import { call } from '../../api/call.ts';
import type { AssignmentRow } from '../workbench/assignmentEdits.ts';
import { listRows } from '../workbench/versionWork.svelte.ts';

/** A village as painting needs it; null = unknown. */
export interface PaintVillage {
  id: number;
  name: string;
  countyCode: string;
  townshipCode: string;
  people: number | null;
  households: number | null;
  areaSquareMetres: number | null;
  /** false: the official twin of a village of the plan; totals leave it out. */
  isCounted: boolean;
}

/** What does not change while a draft is painted. */
export interface DraftGround {
  /** What the person works on of the version's region. */
  regionCode: string;
  facts: VillageFacts;
  villages: ReadonlyMap<number, PaintVillage>;
  arcs: readonly TerritoryArc[];
}

/** What the server has of a draft. */
export interface DraftList {
  versions: readonly VersionRow[];
  version: VersionRow | null;
  rows: readonly AssignmentRow[];
  comments: readonly Comment[];
  /** One byte a village: tells what is outside the list from what is withheld. */
  codes: Uint8Array;
}

/** The part of a region that somebody works on: all of it, or the part they are responsible for. */
export function workingRegion(grants: readonly Grant[], versionRegion: string): string {
  const own = [...grantsFor(grants, 'edit-assignments'), ...grantsFor(grants, 'read-version')].map(
    ({ regionCode }) => regionCode,
  );
  const isWhole = own.some((region) => regionCovers(region, versionRegion));
  return isWhole
    ? versionRegion
    : (own.find((region) => regionsOverlap(region, versionRegion)) ?? versionRegion);
}

const villageAt = (facts: VillageFacts, index: number): PaintVillage => ({
  id: facts.ids[index]!,
  name: facts.names[index]!,
  countyCode: facts.countyCodes[index]!,
  townshipCode: facts.townshipCodes[index]!,
  people: facts.people[index]!,
  households: facts.households[index]!,
  areaSquareMetres: facts.areas[index]!,
  isCounted: facts.isCounted[index]!,
});

export async function loadGround(regionCode: string, signal: AbortSignal): Promise<DraftGround> {
  const query = { region: regionCode };
  const [facts, territories] = await Promise.all([
    call('getVillageFacts', { query }, { signal }),
    call('getTerritories', { query }, { signal }),
  ]);
  const villages = facts.ids.map((id, index) => [id, villageAt(facts, index)] as const);
  return { regionCode, facts, villages: new Map(villages), arcs: decodeArcs(territories.arcs) };
}

/** The version first: a list that is newer than its revision asks once too often, never once too little. */
export async function loadList(id: string, signal: AbortSignal): Promise<DraftList> {
  const versions = (await call('listVersions', {}, { signal })).items;
  const params = { id };
  const [rows, comments, compact] = await Promise.all([
    listRows(id, signal),
    call('listComments', { params }, { signal }),
    call('getAssignments', { params }, { signal }),
  ]);
  return {
    versions,
    version: versions.find((version) => version.id === id) ?? null,
    rows,
    comments: comments.items,
    codes: decodeAssignments(compact.values, compact.villageCount),
  };
}

/** What the person did in the draft, on whatever machine, oldest first. */
export async function loadJournal(id: string, signal: AbortSignal): Promise<JournalBatch[]> {
  const { items } = await call('listStrokes', { params: { id } }, { signal });
  return items.map(({ changes, ...batch }) => ({ ...batch, changes: ungroupChanges(changes) }));
}

/** Keys of the version before, of villages that differ from it now. */
export async function loadFormerKeys(
  id: string,
  against: string | null,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, string>> {
  if (against === null) return new Map();
  const diff = await call('getVersionDiff', { params: { id }, query: { against } }, { signal });
  return new Map(diff.changes.map(({ villageId, from }) => [villageId, from]));
}
