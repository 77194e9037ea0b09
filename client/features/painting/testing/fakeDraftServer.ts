import { encodeAssignments } from '#domain/classification/assignmentCodes';
import { isSameValue, valueAfter, type AssignmentValue } from '#domain/painting/assignmentValue';
import type { JournalBatch } from '#domain/painting/strokeHistory';
import { groupChanges, type ValueChange } from '#domain/painting/valueChange';
import { encodeArcs } from '#domain/territories/encodedArcs';
import type { TerritoryArc } from '#domain/territories/territoryArc';
import type { AssignmentEdit } from '../../workbench/assignmentEdits.ts';

const region = '433124';
export const planner = { id: 7, name: '规划员' };
export const colleague = { id: 8, name: '同事' };
export const orders: Readonly<Record<string, number>> = { red: 1, blue: 2 };

/** Villages 1 … count in a row, four to a township. */
const townshipOf = (id: number) => `${region}${100 + Math.floor((id - 1) / 4)}`;

const arcsOf = (count: number): TerritoryArc[] =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    left: index + 1,
    right: index + 2 > count ? 0 : index + 2,
    rank: 'village' as const,
    points: [
      [109 + index / 100, 28],
      [109 + index / 100, 28.1],
    ],
  }));

interface Change {
  villageId: number;
  revision: number;
  by: typeof planner;
}

interface PatchBody {
  edits: AssignmentEdit[];
  history?: { kind: 'undo' | 'redo'; reverses: string };
}

/**
 * A draft as the server keeps it: revisions, idempotency, conflicts and the journal of one planner, by the rules of
 * server/features/workflow, in memory. `loseAnswers`: what is asked takes effect, but the answer never comes.
 */
export class FakeDraftServer {
  readonly values = new Map<number, AssignmentValue>();
  readonly #rowRevisions = new Map<number, number>();
  readonly #changes: Change[] = [];
  readonly #answers = new Map<string, { body: string; answer: object }>();
  readonly journal: JournalBatch[] = [];
  readonly #count: number;
  revision = 1;
  isDown = false;
  loseAnswers = false;

  constructor(count: number) {
    this.#count = count;
    for (let id = 1; id <= count; id += 1) {
      const isListed = id % 5 !== 0;
      this.values.set(
        id,
        isListed ? { status: 'unassigned', categoryKey: null, reviewDate: null, reason: null } : null,
      );
      this.#rowRevisions.set(id, 1);
    }
  }

  /** Somebody else changes a village. */
  change(villageId: number, value: AssignmentValue): void {
    const before = this.values.get(villageId)!;
    if (isSameValue(before, value)) return;
    this.revision += 1;
    this.#write(villageId, value, colleague);
  }

  fetch = async (url: string, options: RequestInit): Promise<Response> => {
    if (this.isDown) throw new TypeError('network');
    const { pathname } = new URL(url, 'http://server');
    const answer = this.#answer(pathname.replace('/api/', ''), options);
    if (this.loseAnswers && options.method === 'PATCH') throw new TypeError('network');
    return new Response(JSON.stringify(answer.body), { status: answer.status });
  };

  #answer(path: string, options: RequestInit): { status: number; body: object } {
    if (options.method === 'PATCH') {
      const headers = options.headers as Record<string, string>;
      return this.#patch(JSON.parse(String(options.body)) as PatchBody, headers);
    }
    const reads: Record<string, () => object> = {
      versions: () => ({ items: [this.#version()] }),
      'versions/v3/assignments/rows': () => ({ items: this.#rows(), total: 0, nextCursor: null }),
      'versions/v3/assignments': () => ({
        villageCount: this.#count,
        values: encodeAssignments(this.#codes()),
      }),
      'versions/v3/comments': () => ({ items: [] }),
      'versions/v3/strokes': () => ({ items: this.journal.map(strokeOf), isCut: false }),
      'versions/v3/presence': () => ({ items: [planner] }),
      'village-facts': () => this.#facts(),
      territories: () => ({ region, scale: 1e-6, arcs: encodeArcs(arcsOf(this.#count)) }),
    };
    const read = reads[path];
    return read ? { status: 200, body: read() } : { status: 404, body: { code: 'not-found', status: 404 } };
  }

  #patch({ edits, history }: PatchBody, headers: Record<string, string>): { status: number; body: object } {
    const [key, seen] = [headers['idempotency-key']!, Number(JSON.parse(headers['if-match']!))];
    const earlier = this.#answers.get(key);
    if (earlier) return { status: 200, body: earlier.answer };
    const wanted = edits.flatMap((edit) =>
      edit.villageIds.map((id) => [id, valueAfter(edit, this.values.get(id)!)] as const),
    );
    const conflicts = wanted.flatMap(([villageId, mine]) => {
      const later = this.#changes.findLast(
        (change) => change.villageId === villageId && change.revision > seen,
      );
      const theirs = this.values.get(villageId)!;
      if (!later || isSameValue(mine, theirs)) return [];
      const { by, revision } = later;
      return [{ villageId, name: String(villageId), countyCode: region, mine, theirs, by, at: '', revision }];
    });
    if (conflicts.length > 0) {
      return {
        status: 409,
        body: { code: 'stale-revision', status: 409, conflicts, revision: this.revision },
      };
    }
    return { status: 200, body: this.#take({ key, seen, wanted, ...(history ? { history } : {}) }) };
  }

  #take({
    key,
    seen,
    wanted,
    history,
  }: {
    key: string;
    seen: number;
    wanted: readonly (readonly [number, AssignmentValue])[];
    history?: PatchBody['history'];
  }): object {
    const changes = wanted
      .map(([villageId, after]): ValueChange => ({ villageId, before: this.values.get(villageId)!, after }))
      .filter(({ before, after }) => !isSameValue(before, after));
    const touched = new Set(wanted.map(([id]) => id));
    const merged = new Set(
      this.#changes.filter(({ villageId, revision }) => revision > seen && !touched.has(villageId)),
    ).size;
    if (changes.length > 0) {
      this.revision += 1;
      for (const { villageId, after } of changes) this.#write(villageId, after, planner);
      this.journal.push({
        id: key,
        kind: history?.kind ?? 'stroke',
        reverses: history?.reverses ?? null,
        revision: this.revision,
        changes,
      });
    }
    const answer = { versionId: 'v3', revision: this.revision, changed: changes.length, merged };
    this.#answers.set(key, { body: '', answer });
    return answer;
  }

  #write(villageId: number, value: AssignmentValue, by: typeof planner): void {
    this.values.set(villageId, value);
    this.#rowRevisions.set(villageId, this.revision);
    this.#changes.push({ villageId, revision: this.revision, by });
  }

  #version() {
    return {
      id: 'v3',
      state: 'draft',
      regionCode: region,
      revision: this.revision,
      basedOn: null,
      author: planner,
    };
  }

  #rows() {
    return [...this.values].flatMap(([villageId, value]) =>
      value === null
        ? []
        : [
            {
              ...value,
              villageId,
              revision: this.#rowRevisions.get(villageId),
              evidence: [],
              changedBy: null,
            },
          ],
    );
  }

  #codes(): Uint8Array {
    return Uint8Array.from(this.values.values(), (value) => codeOf(value));
  }

  #facts() {
    const ids = [...this.values.keys()];
    return {
      region,
      ids,
      names: ids.map((id) => `${id}号村`),
      countyCodes: ids.map(() => region),
      townshipCodes: ids.map(townshipOf),
      kinds: ids.map(() => 'village'),
      isCounted: ids.map(() => true),
      areas: ids.map((id) => id * 1000),
      people: ids.map((id) => (id % 3 === 0 ? null : id * 10)),
      households: ids.map((id) => id),
    };
  }
}

export function codeOf(value: AssignmentValue): number {
  if (value === null) return 0;
  if (value.categoryKey !== null) return orders[value.categoryKey]!;
  return value.status === 'deferred' ? 255 : 254;
}

const strokeOf = ({ changes, ...batch }: JournalBatch) => ({
  ...batch,
  at: '',
  changes: groupChanges(changes),
});
