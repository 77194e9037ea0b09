import type { DrawingLayer } from './drawingLayers.ts';
import type { DrawnRow, Values } from './drawnRow.ts';

/** What is done to rows, as a value. `parent`: the project that a place belongs to. */
export type PlaceChange =
  | { kind: 'create'; layer: DrawingLayer; values: Values; parent: string | null }
  | { kind: 'write'; layer: DrawingLayer; before: DrawnRow; changes: Values }
  | { kind: 'delete'; layer: DrawingLayer; before: DrawnRow }
  | { kind: 'restore'; layer: DrawingLayer; before: DrawnRow }
  /** In this order. */
  | { kind: 'all'; changes: readonly PlaceChange[] };

/** What a change did: the rows it left (null: none any more), and what takes it back. */
export interface Applied {
  rows: readonly { layer: DrawingLayer; key: string; row: DrawnRow | null }[];
  inverse: PlaceChange;
}

/** A stop of a body; see server/contract. */
interface Stop {
  was: number | null;
  [field: string]: unknown;
}

/**
 * Old values of the fields that were changed. Stops name the stops they are after the change, so that what the plan says
 * of them stays theirs.
 */
export function oldValues(before: DrawnRow, changes: Values): Values {
  const old: Record<string, unknown> = {};
  for (const field of Object.keys(changes)) {
    const value = before.values[field];
    // What was not known cannot be said: the server puts its own word there.
    if (value === null && /quality$/i.test(field)) continue;
    old[field] = value;
  }
  if (Array.isArray(changes['stops']) && Array.isArray(old['stops'])) {
    const sent = changes['stops'] as readonly Stop[];
    old['stops'] = (old['stops'] as readonly Stop[]).map((stop) => {
      const index = sent.findIndex(({ was }) => was !== null && was === stop.was);
      return { ...stop, was: index < 0 ? null : index + 1 };
    });
  }
  return Object.keys(old).length > 0 ? old : changes;
}

/** The revision to name: the newest that this page made or was shown. */
export type Revisions = (layer: DrawingLayer, row: DrawnRow) => number;

/**
 * Carries a change out on the server: the one way anything is written. Of several, those done are taken back when one is
 * refused.
 * @throws ApiFailure stale-revision when somebody else changed the row since
 */
export async function applyChange(change: PlaceChange, revisionOf: Revisions): Promise<Applied> {
  switch (change.kind) {
    case 'create': {
      const { layer } = change;
      const row = await layer.create(change.values, change.parent);
      return { rows: [{ layer, key: row.key, row }], inverse: { kind: 'delete', layer, before: row } };
    }
    case 'write': {
      const { layer, before, changes } = change;
      const row = await layer.change(before.key, changes, revisionOf(layer, before));
      const inverse = { kind: 'write', layer, before: row, changes: oldValues(before, changes) } as const;
      return { rows: [{ layer, key: row.key, row }], inverse };
    }
    case 'delete': {
      const { layer, before } = change;
      await layer.remove(before.key, revisionOf(layer, before));
      return { rows: [{ layer, key: before.key, row: null }], inverse: { kind: 'restore', layer, before } };
    }
    case 'restore': {
      const { layer, before } = change;
      const row = await layer.restore(before.key);
      return { rows: [{ layer, key: row.key, row }], inverse: { kind: 'delete', layer, before: row } };
    }
    case 'all':
      return applyAll(change.changes, revisionOf);
  }
}

async function applyAll(changes: readonly PlaceChange[], revisionOf: Revisions): Promise<Applied> {
  const done: Applied[] = [];
  try {
    for (const change of changes) done.push(await applyChange(change, revisionOf));
  } catch (failure) {
    for (const { inverse } of done.toReversed()) await applyChange(inverse, (_layer, row) => row.revision);
    throw failure;
  }
  return {
    rows: done.flatMap(({ rows }) => rows),
    inverse: { kind: 'all', changes: done.map(({ inverse }) => inverse).toReversed() },
  };
}
