import { edgesOfVillages, type EdgesOfVillages } from './geometry/edgesOfVillages.ts';
import type { TerritoryEdge } from './geometry/tileGeometry.ts';

/** The one thing painters need of a map. */
export interface StateTarget {
  setFeatureState(
    feature: { source: string; sourceLayer: string; id: number },
    state: Record<string, number | boolean>,
  ): void;
}

export interface EdgeRules {
  /** Between two zones. */
  isZone(edge: TerritoryEdge): boolean;
  /** Round something that waits to be accepted. */
  isOutlined(edge: TerritoryEdge): boolean;
  /** What a rule says of the villages on its sides: see PreviewEdge. */
  previewOf(edge: TerritoryEdge): PreviewEdge;
}

/** 0 = nothing, 1 = round villages a rule holds for, 2 = round villages it cannot tell. */
export type PreviewEdge = 0 | 1 | 2;

/**
 * Feature state of territory edges: `z` where two zones meet, and on the pattern source `p` where something
 * pending begins and `m` round what a rule matches. The outlines have a source layer of their own, so that they and the patterns do not make each
 * other be written again.
 */
export class EdgePainter {
  readonly #target: StateTarget;
  readonly #rules: EdgeRules;
  #edges: readonly TerritoryEdge[] = [];
  #edgesOf: EdgesOfVillages = edgesOfVillages([]);
  /** Ids of edges as they are drawn. */
  readonly #zones = new Set<number>();
  readonly #outlines = new Set<number>();
  readonly #previews = new Map<number, PreviewEdge>();
  /** Indexes of edges to look at. */
  readonly #waiting = new Set<number>();

  constructor(target: StateTarget, rules: EdgeRules) {
    this.#target = target;
    this.#rules = rules;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  setEdges(edges: readonly TerritoryEdge[]): void {
    this.#edges = edges;
    this.#edgesOf = edgesOfVillages(edges);
    this.#waiting.clear();
    this.touchAll();
  }

  /** A village looks different: its edges may. */
  touch(villageId: number): void {
    for (const index of this.#edgesOf.of(villageId)) this.#waiting.add(index);
  }

  touchAll(): void {
    this.#edges.forEach((edge, index) => {
      if (this.#isWrong(edge)) this.#waiting.add(index);
    });
  }

  /** The map lost all states. */
  forget(): void {
    this.#zones.clear();
    this.#outlines.clear();
    this.#previews.clear();
    this.touchAll();
  }

  /** Looks at no more than `count` edges. */
  paint(count: number): void {
    let left = count;
    for (const index of this.#waiting) {
      if (left === 0) return;
      left -= 1;
      this.#waiting.delete(index);
      const edge = this.#edges[index]!;
      this.#show(edge.id, this.#zones, this.#rules.isZone(edge), 'base', 'z');
      this.#show(edge.id, this.#outlines, this.#rules.isOutlined(edge), 'base-patterns', 'p');
      this.#showPreview(edge.id, this.#rules.previewOf(edge));
    }
  }

  #isWrong(edge: TerritoryEdge): boolean {
    return (
      this.#rules.isZone(edge) !== this.#zones.has(edge.id) ||
      this.#rules.isOutlined(edge) !== this.#outlines.has(edge.id) ||
      this.#rules.previewOf(edge) !== (this.#previews.get(edge.id) ?? 0)
    );
  }

  #show(id: number, drawn: Set<number>, isOn: boolean, source: string, key: string): void {
    if (drawn.has(id) === isOn) return;
    if (isOn) drawn.add(id);
    else drawn.delete(id);
    this.#target.setFeatureState({ source, sourceLayer: 'edges', id }, { [key]: isOn });
  }

  #showPreview(id: number, preview: PreviewEdge): void {
    if ((this.#previews.get(id) ?? 0) === preview) return;
    if (preview === 0) this.#previews.delete(id);
    else this.#previews.set(id, preview);
    this.#target.setFeatureState({ source: 'base-patterns', sourceLayer: 'edges', id }, { m: preview });
  }
}
