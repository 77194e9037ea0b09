import type { FieldError } from '#contract/errors';
import type { RuleList, VersionRule } from '#contract/rules';
import { ApiFailure, call } from '../../../api/call.ts';

const isSame = (one: readonly VersionRule[], other: readonly VersionRule[]) =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * The rules of a version as the server has them, and as one planner is changing them: changes are this page's until
 * they are saved.
 */
export class EditedRules {
  readonly #versionId: string;
  #saved = $state.raw<RuleList | null>(null);
  #own = $state.raw<readonly VersionRule[] | null>(null);
  #theirs = $state.raw<RuleList | null>(null);
  #failure = $state.raw<unknown>(null);
  #errors = $state.raw<readonly FieldError[]>([]);
  #isSaving = $state(false);
  #loading: AbortController | null = null;
  #isStale = false;

  constructor(versionId: string) {
    this.#versionId = versionId;
  }

  /** In the order they are tried; null until loaded. */
  get saved(): readonly VersionRule[] | null {
    return this.#saved?.items ?? null;
  }
  /** As they are shown: changed, else saved. */
  get rules(): readonly VersionRule[] {
    return this.#own ?? this.#saved?.items ?? [];
  }
  get isChanged(): boolean {
    return this.#own !== null;
  }
  get isSaving(): boolean {
    return this.#isSaving;
  }
  /** Of loading or saving. */
  get failure(): unknown {
    return this.#failure;
  }
  /** What the server refused, `rules.{index}.{field}…`. */
  get errors(): readonly FieldError[] {
    return this.#errors;
  }
  /** Somebody saved other rules while these were changed; null: nobody did. */
  get theirs(): readonly VersionRule[] | null {
    return this.#theirs?.items ?? null;
  }

  /** Never rejects: see `failure`. */
  async load(): Promise<void> {
    if (this.#isSaving) {
      this.#isStale = true;
      return;
    }
    this.#loading?.abort();
    const abort = new AbortController();
    this.#loading = abort;
    try {
      const list = await call('getRules', { params: { id: this.#versionId } }, { signal: abort.signal });
      if (!abort.signal.aborted) this.#take(list);
    } catch (failure) {
      if (!abort.signal.aborted) this.#failure = failure;
    }
  }

  /** Stops what is on its way. */
  stop(): void {
    this.#loading?.abort();
  }

  change(id: string, changes: Partial<Omit<VersionRule, 'id'>>): void {
    this.#set(this.rules.map((rule) => (rule.id === id ? { ...rule, ...changes } : rule)));
  }

  /** Adds a rule at the end. @returns its id */
  add(rule: Omit<VersionRule, 'id'>): string {
    const ids = new Set(this.rules.map(({ id }) => id));
    let number = this.rules.length + 1;
    while (ids.has(`rule-${number}`)) number += 1;
    const id = `rule-${number}`;
    this.#set([...this.rules, { id, ...rule }]);
    return id;
  }

  remove(id: string): void {
    this.#set(this.rules.filter((rule) => rule.id !== id));
  }

  /** Earlier rules go first. */
  move(id: string, step: -1 | 1): void {
    const rules = [...this.rules];
    const from = rules.findIndex((rule) => rule.id === id);
    const to = from + step;
    if (from < 0 || to < 0 || to >= rules.length) return;
    [rules[from], rules[to]] = [rules[to]!, rules[from]!];
    this.#set(rules);
  }

  /** Back to what is saved. */
  discard(): void {
    this.#own = null;
    this.#errors = [];
    this.#failure = null;
    this.takeTheirs();
  }

  /** What somebody else saved, without one's own changes. */
  takeTheirs(): void {
    if (!this.#theirs) return;
    this.#saved = this.#theirs;
    this.#theirs = null;
    this.#own = null;
    this.#errors = [];
  }

  /** One's own list in the place of what somebody else saved. */
  async keepMine(): Promise<void> {
    if (!this.#theirs) return;
    this.#saved = this.#theirs;
    this.#theirs = null;
    await this.save();
  }

  /** Never rejects: see `failure`, `errors` and `theirs`. */
  async save(): Promise<void> {
    const [saved, own] = [this.#saved, this.#own];
    if (!saved || !own || this.#isSaving) return;
    this.#loading?.abort();
    this.#isSaving = true;
    this.#errors = [];
    this.#failure = null;
    let isBehind = false;
    try {
      const list = await call('replaceRules', {
        params: { id: this.#versionId },
        headers: { 'if-match': `"${saved.revision}"` },
        body: { rules: [...own] },
      });
      this.#saved = list;
      // What was changed while it was on its way is still one's own.
      if (this.#own === own) this.#own = null;
    } catch (failure) {
      const { code, errors } = failure instanceof ApiFailure ? failure : { code: '', errors: [] };
      isBehind = code === 'stale-revision';
      this.#errors = errors;
      if (!isBehind) this.#failure = failure;
    }
    this.#isSaving = false;
    if (isBehind || this.#isStale) {
      this.#isStale = false;
      await this.load();
    }
  }

  #set(rules: readonly VersionRule[]): void {
    this.#errors = [];
    this.#own = this.#saved && isSame(rules, this.#saved.items) ? null : rules;
    // Nothing of one's own is left to be kept.
    if (this.#own === null) this.takeTheirs();
  }

  #take(list: RuleList): void {
    this.#failure = null;
    if (this.#saved?.revision === list.revision) return;
    if (this.#own === null || this.#saved === null) this.#saved = list;
    else if (isSame(this.#own, list.items)) {
      this.#saved = list;
      this.#own = null;
    } else this.#theirs = list;
  }
}
