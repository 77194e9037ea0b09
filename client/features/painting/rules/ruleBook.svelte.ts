import { untrack } from 'svelte';
import {
  compileRules,
  listDisagreements,
  type Disagreement,
  type ReadyRule,
  type RuleSet,
} from '#domain/rules/classify';
import type { RuleFault } from '#domain/rules/ruleFault';
import type { AttributeCatalogue } from '#domain/rules/villageAttributes';
import type { PaintingDraft } from '../paintingDraft.svelte.ts';
import { EditedRules } from './editedRules.svelte.ts';
import type { RuleAnswers } from './ruleAnswers.ts';
import { countRules, previewOf } from './ruleCounts.ts';
import { engineOf, type RuleEngine } from './ruleEngine.ts';
import { rangeOf, ruleGround, type RuleGround, type ValueRange } from './ruleGround.ts';

/** What the rules need of a draft; a test gives just that. */
export type BookDraft = Pick<
  PaintingDraft,
  'id' | 'status' | 'ground' | 'catalogue' | 'rows' | 'listEpoch' | 'valueOf' | 'setViolations'
>;

/** Rules with what they say of every village. */
export interface AnsweredRules {
  rules: readonly ReadyRule[];
  answers: RuleAnswers;
}

const nothing: readonly never[] = [];

/**
 * The rules of the draft before a planner: as saved and as they are being changed, what each says of every village,
 * and where the list disagrees with them. Made while a component initialises; it ends with the component.
 */
export class RuleBook {
  readonly list: EditedRules;
  readonly #draft: BookDraft;
  readonly #nextFrame: (step: () => void) => void;
  readonly #ranges = new Map<string, ValueRange | null>();
  #engine: RuleEngine | null = null;
  #isAsked = false;
  #saved = $state.raw<AnsweredRules | null>(null);
  #shown = $state.raw<AnsweredRules | null>(null);
  #failure = $state.raw<unknown>(null);
  /** The rule that is looked at, on the map too. */
  openId = $state<string | null>(null);

  readonly ground: RuleGround | null = $derived.by(() => {
    const { ground, catalogue } = this.#draft;
    return ground === null ? null : ruleGround(ground.facts, catalogue);
  });
  readonly #savedSet = $derived.by(() => this.#compile(this.list.saved));
  readonly #shownSet = $derived.by(() =>
    this.list.isChanged ? this.#compile(this.list.rules) : this.#savedSet,
  );
  /** By rule id, of the rules as they are shown. */
  readonly faults: ReadonlyMap<string, readonly RuleFault[]> = $derived(
    new Map(
      this.#shownSet && !this.#shownSet.ok
        ? this.#shownSet.faults.map(({ ruleId, faults }) => [ruleId, faults] as const)
        : [],
    ),
  );
  readonly counts = $derived.by(() => {
    const [answered, villages] = [this.#shown, this.ground?.villages];
    void this.#draft.listEpoch;
    return answered && villages ? countRules({ ...answered, villages }, this.#isListed) : new Map();
  });
  /** Of the open rule; null: none is open, or nothing is known of it yet. */
  readonly preview = $derived.by(() => {
    const [answered, villages, openId] = [this.#shown, this.ground?.villages, this.openId];
    if (!answered || !villages || openId === null) return null;
    return untrack(() => previewOf({ ...answered, villages }, openId, this.#isListed));
  });
  /** Where the list as it is shown disagrees with the saved rules. */
  readonly disagreements: readonly Disagreement[] = $derived.by(() => {
    void this.#draft.listEpoch;
    if (!this.#saved) return nothing;
    const { rules, answers } = this.#saved;
    const assigned = answers.suggestions.map(
      ({ villageId }) => [villageId, this.#draft.valueOf(villageId)?.categoryKey ?? null] as const,
    );
    return listDisagreements(answers.suggestions, rules, new Map(assigned));
  });
  /** Villages that break a rule. What rests on invented values is never called so. */
  readonly violatingIds: readonly number[] = $derived(
    this.disagreements.flatMap((disagreement) =>
      this.isFromDemonstration(disagreement.attributes) ? [] : [disagreement.villageId],
    ),
  );
  /** Villages that a rule over invented values would put elsewhere. */
  readonly differingIds: readonly number[] = $derived(
    this.disagreements.flatMap((disagreement) =>
      this.isFromDemonstration(disagreement.attributes) ? [disagreement.villageId] : [],
    ),
  );

  /** @param nextFrame rules are asked no more than once in one */
  constructor(
    draft: BookDraft,
    nextFrame: (step: () => void) => void = (step) => void requestAnimationFrame(step),
  ) {
    this.#draft = draft;
    this.#nextFrame = nextFrame;
    this.list = new EditedRules(draft.id);
    $effect(() => () => this.list.stop());
    // Whatever somebody else changes in the draft, rules among it, loads its list anew.
    $effect(() => {
      void this.#draft.rows;
      if (this.#draft.status === 'ready') void untrack(() => this.list.load());
    });
    $effect(() => {
      const { ground } = this;
      if (ground === null) return;
      const engine = engineOf(ground);
      this.#engine = engine;
      untrack(() => this.#ask());
      return () => {
        this.#engine = null;
        engine.stop();
      };
    });
    $effect(() => {
      void this.#savedSet;
      void this.#shownSet;
      untrack(() => this.#ask());
    });
    let told = new Set<number>();
    $effect(() => {
      if (this.#draft.status !== 'ready') return;
      const ids = new Set(this.violatingIds);
      if (ids.size === told.size && [...told].every((id) => ids.has(id))) return;
      told = ids;
      untrack(() => this.#draft.setViolations(ids));
    });
  }

  get attributes(): AttributeCatalogue | null {
    return this.ground?.catalogue ?? null;
  }
  /** Of loading or evaluating. */
  get failure(): unknown {
    return this.list.failure ?? this.#failure;
  }
  /** The rules as they are shown, with what they say; the last ones without a fault. */
  get answered(): AnsweredRules | null {
    return this.#shown;
  }
  /** Whether the answers are those of the rules that are shown. */
  get isCurrent(): boolean {
    return this.#shownSet?.ok === true && this.#shown?.rules === this.#shownSet.rules;
  }

  isFromDemonstration(attributes: readonly string[]): boolean {
    return attributes.some((key) => this.attributes?.byKey.get(key)?.isDemonstration);
  }

  /** Least and most of a number among the villages. */
  rangeOf(key: string): ValueRange | null {
    if (this.ground === null) return null;
    const known = this.#ranges.get(key);
    if (known !== undefined) return known;
    const range = rangeOf(this.ground.villages, key);
    this.#ranges.set(key, range);
    return range;
  }

  readonly #isListed = (villageId: number): boolean => (this.#draft.valueOf(villageId) ?? null) !== null;

  #compile(rules: EditedRules['saved']): RuleSet | null {
    const { attributes } = this;
    return rules === null || attributes === null ? null : compileRules(rules, attributes);
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#nextFrame(() => void this.#answer());
  }

  async #answer(): Promise<void> {
    const engine = this.#engine;
    try {
      if (engine) await this.#answerWith(engine);
      this.#failure = null;
    } catch (failure) {
      this.#failure = failure;
    }
    this.#isAsked = false;
    // They may have been changed while they were evaluated.
    if (this.#failure === null && this.#engine && !this.#isAnswered) this.#ask();
  }

  async #answerWith(engine: RuleEngine): Promise<void> {
    const [saved, shown] = [this.#savedSet, this.#shownSet];
    if (saved?.ok && saved.rules !== this.#saved?.rules) {
      this.#saved = { rules: saved.rules, answers: await engine.answer(saved.rules) };
    }
    if (!shown?.ok || shown.rules === this.#shown?.rules) return;
    const isSaved = shown.rules === this.#saved?.rules;
    this.#shown = isSaved ? this.#saved : { rules: shown.rules, answers: await engine.answer(shown.rules) };
  }

  get #isAnswered(): boolean {
    const isKnown = (set: RuleSet | null, answered: AnsweredRules | null) =>
      set === null || !set.ok || set.rules === answered?.rules;
    return isKnown(this.#savedSet, this.#saved) && isKnown(this.#shownSet, this.#shown);
  }
}
