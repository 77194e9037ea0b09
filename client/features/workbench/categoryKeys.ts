import type { Category } from '#contract/plans';

/**
 * What a digit on the keyboard stands for: 1…8 (and 9 where the scheme has nine) a category by its order, 9
 * 暂不分类, 0 未分类. @returns null for every other key
 */
export function targetOfKey(
  key: string,
  categories: readonly Pick<Category, 'key' | 'order'>[],
): string | null {
  if (!/^\d$/.test(key)) return null;
  const category = categories.find(({ order }) => order === Number(key));
  if (category) return category.key;
  if (key === '0') return 'unassigned';
  return key === '9' ? 'deferred' : null;
}
