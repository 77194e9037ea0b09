import type { Text } from '../i18n/text.ts';
import type { LayerContext } from '../layers/layer.ts';
import type { Catalogue } from '../state/catalogue.svelte.ts';

/** What the map shows, in one sentence for those who cannot see it; empty while loading. */
export function mapSummary(context: LayerContext, catalogue: Catalogue): Text {
  const code = context.regionCode ?? catalogue.plan?.regionCode;
  const region = code === undefined ? null : catalogue.region(code);
  if (region === null) return { zh: '', en: '' };
  const totals = context.coverage === null ? null : (context.reach?.totals ?? null);
  if (totals !== null) {
    const { served, unserved, unknown } = totals;
    return {
      zh: `${region.name}：${served.villages} 村达到标准，${unserved.villages} 村没有，${unknown.villages} 村未知`,
      en: `${region.nameEn}: ${served.villages} villages served, ${unserved.villages} not, ${unknown.villages} unknown`,
    };
  }
  const names = context.categories.flatMap(({ key, shortName, shortNameEn }) => {
    const count = context.counts?.get(key);
    return count === undefined ? [] : [{ zh: `${shortName} ${count} 村`, en: `${shortNameEn} ${count}` }];
  });
  return {
    zh: [region.name, ...names.map(({ zh }) => zh)].join('，'),
    en: [region.nameEn, ...names.map(({ en }) => en)].join(', '),
  };
}
