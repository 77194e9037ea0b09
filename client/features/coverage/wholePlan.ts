import type { I18n } from '../../i18n/i18n.svelte.ts';
import type { Catalogue } from '../../state/catalogue.svelte.ts';

/** The plan's whole region in a word or two, beside a figure that counts all of it. */
export function wholePlan(catalogue: Pick<Catalogue, 'plan' | 'region'>, i18n: I18n): string {
  const region = catalogue.region(catalogue.plan?.regionCode ?? '');
  return i18n.t(region?.level === 'county' ? 'wholeCounty' : 'wholePrefecture');
}
