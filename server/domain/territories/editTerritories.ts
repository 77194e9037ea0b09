import { refuse, type TopologyEdit } from './editRefusal.ts';
import { toGrid } from './grid.ts';
import { handOverPart, type PartHandOver } from './handOverPart.ts';
import { mergeVillages } from './mergeVillages.ts';
import { redrawBorder, type BorderRedraw } from './redrawBorder.ts';
import { splitVillage, type VillageSplit } from './splitVillage.ts';
import type { TerritoryArc } from './territoryArc.ts';

/** An edit of territories, as it is asked for; ids of villages and arcs. */
export type TerritoryEdit =
  | ({ kind: 'redraw' } & BorderRedraw)
  | ({ kind: 'handOver' } & PartHandOver)
  | ({ kind: 'split' } & VillageSplit)
  | { kind: 'merge'; kept: number; gone: number };

export type TerritoryEditKind = TerritoryEdit['kind'];

/** Tries an edit. Borders of townships and above are not moved: who decides of them is not who decides of villages. */
export function editTerritories(arcs: readonly TerritoryArc[], edit: TerritoryEdit): TopologyEdit {
  switch (edit.kind) {
    case 'redraw': {
      const arc = arcs.find(({ id }) => id === edit.arc);
      if (arc && arc.rank !== 'village') {
        return refuse('higherBorder', toGrid(arc.points[Math.floor(arc.points.length / 2)]!));
      }
      return redrawBorder(arcs, edit);
    }
    case 'handOver':
      return handOverPart(arcs, edit);
    case 'split':
      return splitVillage(arcs, edit);
    case 'merge':
      return mergeVillages(arcs, edit.kept, edit.gone);
  }
}

/** The villages whose ground an edit is about. One made by it is among them, one with a point more is not. */
export function subjectsOf(edit: TerritoryEdit, arcs: readonly TerritoryArc[]): number[] {
  switch (edit.kind) {
    case 'redraw': {
      const arc = arcs.find(({ id }) => id === edit.arc);
      return arc ? [arc.left, arc.right].filter((village) => village !== 0) : [];
    }
    case 'handOver':
      return [edit.village, edit.receiver];
    case 'split':
      return [edit.village, edit.newVillage];
    case 'merge':
      return [edit.kept, edit.gone];
  }
}
