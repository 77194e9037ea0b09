import type { Category } from '#contract/plans';
import type { AssignmentValue } from '#domain/painting/assignmentValue';
import { noLocks, type Locks } from '#domain/painting/stroke';
import type { CellIndex } from '#domain/territories/cellIndex';
import type { LiveStroke, SurfaceDraft, SurfaceVillage } from '../surfaceDraft.ts';

const village = (name: string, people: number | null): SurfaceVillage => ({
  name,
  countyCode: '433122',
  townshipCode: '433122100',
  people,
  isCounted: true,
});

/** A draft of four square villages that keeps what was done to it; for tests of the surface. */
export class FakeDraft implements SurfaceDraft {
  isEditable = true;
  categories: readonly Category[] = [];
  villages = new Map([
    [1, village('东村', 100)],
    [2, village('西村', null)],
    [3, village('南村', 30)],
    [4, village('北村', 7)],
  ]);
  readonly cells: CellIndex;
  codes = new Uint8Array(4);
  epoch = 0;
  locks: Locks = noLocks;
  pending: { villageIds: readonly number[] } | null = null;
  current: number | null = null;
  /** What strokes did, in order. */
  readonly deeds: string[] = [];
  /** Villages of every sweep. */
  readonly swept: number[][] = [];

  constructor(cells: CellIndex) {
    this.cells = cells;
  }

  onrepaint(): () => void {
    return () => {};
  }
  valueOf(): AssignmentValue {
    return null;
  }
  isLocked(id: number): boolean {
    return this.locks.villageIds.has(id);
  }
  begin(): LiveStroke | null {
    if (!this.isEditable) return null;
    this.deeds.push('begin');
    return {
      sweep: (ids) => {
        this.deeds.push('sweep');
        this.swept.push([...ids].sort((a, b) => a - b));
      },
      cancel: () => this.deeds.push('cancel'),
      end: () => this.deeds.push('end'),
    };
  }
}
