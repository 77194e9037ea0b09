import { untrack } from 'svelte';
import { explainRule } from '#domain/rules/explain';
import type { VersionRule } from '#contract/rules';
import type { I18n } from '../../i18n/i18n.svelte.ts';
import type { PaintingDraft } from './paintingDraft.svelte.ts';
import type { RuleBook } from './rules/ruleBook.svelte.ts';
import { checkStroke } from './strokeChecks.ts';
import { criteriaOf } from './strokeCriteria.ts';

type AdvisedDraft = Pick<
  PaintingDraft,
  'wanted' | 'pending' | 'explanation' | 'exceptions' | 'categories' | 'listEpoch' | 'valueOf'
>;

/**
 * What the rules of the version and the plan's targets say of the strokes that wait: criteria a reason may name, and
 * warnings.
 */
export class StrokeAdvice {
  readonly #draft: AdvisedDraft;
  readonly #i18n: I18n;
  readonly #book: RuleBook;
  readonly #paintedKeys = $derived.by(() => {
    const { wanted, pending } = this.#draft;
    const gained = [...(pending?.delta ?? [])].flatMap(([key, { villages }]) => (villages > 0 ? [key] : []));
    return new Set(wanted.status === 'assigned' ? [...gained, wanted.categoryKey] : gained);
  });
  readonly criteria = $derived.by(() =>
    criteriaOf(this.#book.list.rules, this.#paintedKeys, (expression) => this.#word(expression)),
  );
  readonly warnings = $derived.by(() => {
    const { explanation, exceptions, categories, listEpoch } = this.#draft;
    const { ground, disagreements } = this.#book;
    void listEpoch;
    // Not with every step of a stroke: looking at all its villages each time would be felt.
    const pending = untrack(() => this.#draft.pending);
    if (pending === null || ground === null) return [];
    const { villageIds } = pending;
    const valueOf = (villageId: number) => this.#draft.valueOf(villageId);
    return checkStroke({ villageIds, valueOf, explanation, exceptions, categories, ground, disagreements });
  });

  constructor(draft: AdvisedDraft, book: RuleBook, i18n: I18n) {
    this.#draft = draft;
    this.#book = book;
    this.#i18n = i18n;
  }

  #word(expression: VersionRule['expression']): string | null {
    const { attributes } = this.#book;
    if (attributes === null) return null;
    try {
      return this.#i18n.text(explainRule(expression, attributes));
    } catch {
      // It reads an attribute that this instance does not have.
      return null;
    }
  }
}
