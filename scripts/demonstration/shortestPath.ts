/** A link of a graph as seen from one of its ends. */
export interface Link {
  /** Index of the edge. */
  edge: number;
  /** The node at the other end. */
  to: number;
}

export type Graph = ReadonlyMap<number, readonly Link[]>;

/** What a search knows about a node it has reached. */
interface Reached {
  cost: number;
  edge: number;
  from: number;
}

/** The way a search found: edges in order from a start to the node asked for, and the nodes between. */
export interface Path {
  edges: number[];
  nodes: number[];
  cost: number;
}

/**
 * Dijkstra from several starts at once.
 *
 * @param costOf cost of an edge, above zero
 * @param isGoal where to stop; the search covers everything when it never holds
 * @returns the path from the nearest start to the first goal settled, or null
 */
export function findPath(
  graph: Graph,
  starts: Iterable<number>,
  costOf: (edge: number) => number,
  isGoal: (node: number) => boolean,
): Path | null {
  const reached = new Map<number, Reached>();
  const settled = new Set<number>();
  const open = new Heap();
  for (const start of starts) {
    reached.set(start, { cost: 0, edge: -1, from: -1 });
    open.push(start, 0);
  }
  for (;;) {
    const node = open.pop();
    if (node === undefined) return null;
    if (settled.has(node)) continue;
    settled.add(node);
    if (isGoal(node)) return trace(reached, node);
    for (const { edge, to } of graph.get(node) ?? []) {
      const cost = reached.get(node)!.cost + costOf(edge);
      if (cost >= (reached.get(to)?.cost ?? Infinity)) continue;
      reached.set(to, { cost, edge, from: node });
      open.push(to, cost);
    }
  }
}

function trace(reached: ReadonlyMap<number, Reached>, goal: number): Path {
  const path: Path = { edges: [], nodes: [goal], cost: reached.get(goal)!.cost };
  for (let at = reached.get(goal)!; at.edge !== -1; at = reached.get(at.from)!) {
    path.edges.unshift(at.edge);
    path.nodes.unshift(at.from);
  }
  return path;
}

/** A binary heap of nodes, cheapest first; of equal costs the lower node, so that ties do not depend on order. */
class Heap {
  readonly #items: { node: number; cost: number }[] = [];

  push(node: number, cost: number): void {
    const items = this.#items;
    let at = items.push({ node, cost }) - 1;
    while (at > 0 && this.#isBefore(at, (at - 1) >> 1)) at = this.#swap(at, (at - 1) >> 1);
  }

  pop(): number | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (!top || !last || items.length === 0) return top?.node;
    items[0] = last;
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < items.length && this.#isBefore(child, least)) least = child;
      }
      if (least === at) return top.node;
      at = this.#swap(at, least);
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#items[one]!, this.#items[other]!];
    return a.cost < b.cost || (a.cost === b.cost && a.node < b.node);
  }

  #swap(at: number, other: number): number {
    const items = this.#items;
    [items[at], items[other]] = [items[other]!, items[at]!];
    return other;
  }
}
