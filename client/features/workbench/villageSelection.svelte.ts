/** Villages chosen in a list, kept over pages and filters. */
export class VillageSelection {
  #ids = $state.raw<ReadonlySet<number>>(new Set());

  get ids(): ReadonlySet<number> {
    return this.#ids;
  }
  get size(): number {
    return this.#ids.size;
  }

  has(id: number): boolean {
    return this.#ids.has(id);
  }

  /** Chooses all of them, or none of them where all are chosen already. */
  toggle(ids: readonly number[]): void {
    const next = new Set(this.#ids);
    const isAll = ids.every((id) => next.has(id));
    for (const id of ids) {
      if (isAll) next.delete(id);
      else next.add(id);
    }
    this.#ids = next;
  }

  add(ids: readonly number[]): void {
    this.#ids = new Set([...this.#ids, ...ids]);
  }

  clear(): void {
    this.#ids = new Set();
  }
}
