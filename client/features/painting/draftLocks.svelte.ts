import { noLocks, type Locks } from '#domain/painting/stroke';

export type LockKind = 'category' | 'village' | 'township';

interface StoredLocks {
  category: string[];
  village: number[];
  township: string[];
}

/** Locks of one person in one draft: a means of working, kept in this browser. */
export class DraftLocks {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #key: string;
  #locks = $state.raw<Locks>(noLocks);

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>, key: string) {
    this.#storage = storage;
    this.#key = key;
    this.#locks = readLocks(storage, key);
  }

  get locks(): Locks {
    return this.#locks;
  }

  toggle(kind: LockKind, key: string | number): void {
    const { categoryKeys, villageIds, townshipCodes } = this.#locks;
    if (kind === 'category') this.#set({ ...this.#locks, categoryKeys: toggled(categoryKeys, String(key)) });
    else if (kind === 'village') this.#set({ ...this.#locks, villageIds: toggled(villageIds, Number(key)) });
    else this.#set({ ...this.#locks, townshipCodes: toggled(townshipCodes, String(key)) });
  }

  #set(locks: Locks): void {
    this.#locks = locks;
    const stored: StoredLocks = {
      category: [...locks.categoryKeys],
      village: [...locks.villageIds],
      township: [...locks.townshipCodes],
    };
    try {
      this.#storage.setItem(this.#key, JSON.stringify(stored));
    } catch {
      // A full or forbidden storage: the locks hold while the page is open.
    }
  }
}

function toggled<T>(set: ReadonlySet<T>, member: T): Set<T> {
  const next = new Set(set);
  if (!next.delete(member)) next.add(member);
  return next;
}

function readLocks(storage: Pick<Storage, 'getItem'>, key: string): Locks {
  try {
    const stored = JSON.parse(storage.getItem(key) ?? '{}') as Partial<StoredLocks>;
    return {
      categoryKeys: new Set((stored.category ?? []).map(String)),
      villageIds: new Set((stored.village ?? []).map(Number)),
      townshipCodes: new Set((stored.township ?? []).map(String)),
    };
  } catch {
    return noLocks;
  }
}
