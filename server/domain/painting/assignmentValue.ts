/** Texts that explain a place; one missing is the same as null. */
export const explanationFields = ['reason', 'criterion', 'clause'] as const;

/** What a version says of a village of its list, evidence apart; the contract's `assignmentValueSchema`. */
export interface ListedValue {
  readonly status: 'assigned' | 'unassigned' | 'deferred';
  /** Set exactly where the status is `assigned`. */
  readonly categoryKey: string | null;
  /** ISO day, of 暂不分类 alone. */
  readonly reviewDate: string | null;
  readonly reason: string | null;
  /** The criterion of the category that is met. */
  readonly criterion?: string | null;
  /** The clause of the policy it rests on. */
  readonly clause?: string | null;
}
/** null: 不在名单. */
export type AssignmentValue = ListedValue | null;

/** null or missing: leave the text where the place stays, drop it where the place changes. Empty: remove it. */
export type WantedExplanation = { readonly [Field in (typeof explanationFields)[number]]?: string | null };

/** What a stroke or an edit wants villages to be; `unassigned` is the eraser, `outside` takes out of the list. */
export type WantedValue = WantedExplanation &
  (
    | { readonly status: 'assigned'; readonly categoryKey: string }
    | { readonly status: 'unassigned' }
    | { readonly status: 'deferred'; readonly reviewDate: string }
    | { readonly status: 'outside' }
  );

/** Whether two values are one place: explanations may differ. */
export const isSamePlace = (one: AssignmentValue, other: AssignmentValue): boolean =>
  one?.status === other?.status &&
  one?.categoryKey === other?.categoryKey &&
  one?.reviewDate === other?.reviewDate;

/** Whether two values of a village are the same, explanations included. */
export function isSameValue(one: AssignmentValue, other: AssignmentValue): boolean {
  if (one === other) return true;
  if (!isSamePlace(one, other)) return false;
  for (const field of explanationFields) {
    if ((one?.[field] ?? null) !== (other?.[field] ?? null)) return false;
  }
  return true;
}

/** A category's key, `unassigned`, `deferred` or `outside`: what totals, locks and matrices go by. */
export function placeKeyOf(place: { status: string; categoryKey: string | null } | null): string {
  return place === null ? 'outside' : (place.categoryKey ?? place.status);
}

/**
 * What a village would be after an edit. An edit that gives no reason leaves the reason where the place stays and
 * drops it where the place changes: it explained the old one. An empty reason removes it. The same for the other
 * explanations. Server and browser both go by this, so that what is shown is what will be saved.
 */
export function valueAfter(wanted: WantedValue, current: AssignmentValue): AssignmentValue {
  if (wanted.status === 'outside') return null;
  const place = {
    status: wanted.status,
    categoryKey: wanted.status === 'assigned' ? wanted.categoryKey : null,
    reviewDate: wanted.status === 'deferred' ? wanted.reviewDate : null,
    reason: null,
  };
  const kept = isSamePlace(place, current) ? current : null;
  const texts: { [Field in (typeof explanationFields)[number]]?: string } = {};
  for (const field of explanationFields) {
    const text = wanted[field] ?? kept?.[field] ?? null;
    if (text !== null && text !== '') texts[field] = text;
  }
  return { ...place, ...texts };
}
