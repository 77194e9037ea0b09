/** Nodes by cost, least first: a binary heap in two columns that grow. A node may be in it more than once. */
export class NodeHeap {
  #nodes = new Uint32Array(256);
  #costs = new Float64Array(256);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Of the node that is taken next; infinite when there is none. */
  get leastCost(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : this.#costs[0]!;
  }

  push(node: number, cost: number): void {
    if (this.#size === this.#nodes.length) this.#grow();
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#costs[parent]! <= cost) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#nodes[at] = node;
    this.#costs[at] = cost;
  }

  /** Takes the node of least cost. @throws RangeError when there is none */
  pop(): number {
    if (this.#size === 0) throw new RangeError('the heap is empty');
    const least = this.#nodes[0]!;
    this.#size -= 1;
    const [node, cost] = [this.#nodes[this.#size]!, this.#costs[this.#size]!];
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && this.#costs[child + 1]! < this.#costs[child]!) child += 1;
      if (this.#costs[child]! >= cost) break;
      this.#move(child, at);
      at = child;
    }
    this.#nodes[at] = node;
    this.#costs[at] = cost;
    return least;
  }

  #move(from: number, to: number): void {
    this.#nodes[to] = this.#nodes[from]!;
    this.#costs[to] = this.#costs[from]!;
  }

  #grow(): void {
    const [nodes, costs] = [this.#nodes, this.#costs];
    this.#nodes = new Uint32Array(nodes.length * 2);
    this.#nodes.set(nodes);
    this.#costs = new Float64Array(costs.length * 2);
    this.#costs.set(costs);
  }
}
