import { assignmentCodes } from '#domain/classification/assignmentCodes';
import { palettes, slotColours } from '../theme/palette.ts';
import { patternOfSlot } from '../theme/patterns.ts';
import { estimatedTerritoryNote, planAttribution } from './attributions.ts';
import { defineLayer, type LegendItem } from './layer.ts';
import {
  cellEdges,
  villageFill,
  villageOutlines,
  villagePatterns,
  villagePoints,
} from './parts/villageFills.ts';
import { villageLetters } from './parts/villageLetters.ts';

/** Village territories by category: colour, pattern, letter; points at small scales. */
export const villages = defineLayer({
  id: 'villages',
  title: { zh: '村分类', en: 'Village categories' },
  group: 'classification',
  isListed: true,
  isOnByDefault: true,
  minzoom: 0,
  maxzoom: 24,
  styleLayers(context) {
    if (context.coverage !== null) return [];
    const palette = palettes[context.theme];
    const isFaded = context.visible.has('routes');
    return [
      villageFill(context, palette, isFaded),
      ...(isFaded ? [villageOutlines(context, palette)] : villagePatterns(context)),
      ...cellEdges(palette),
      villagePoints(context, palette),
      villageLetters(context, palette, isFaded),
    ];
  },
  legend(context) {
    const palette = palettes[context.theme];
    const items: LegendItem[] = context.categories.map((category) => {
      const { fill: color, on } = slotColours(palette, category.slot);
      const pattern = patternOfSlot(category.slot);
      const count = context.counts?.get(category.key);
      return {
        id: category.key,
        label: { zh: category.shortName, en: category.shortNameEn },
        swatch: {
          type: 'fill',
          color,
          letter: category.letter,
          letterColor: on,
          ...(pattern === null ? {} : { pattern }),
        },
        ...(count === undefined ? {} : { count }),
      };
    });
    if (context.codesInUse.has(assignmentCodes.unassigned)) {
      items.push({
        id: 'unassigned',
        label: { zh: '未分类', en: 'Unassigned' },
        swatch: {
          type: 'fill',
          color: palette.unassigned,
          pattern: 'inkDots',
          letter: '未',
          letterColor: palette.ink,
          edge: palette.ink,
          dash: [3, 2],
        },
      });
    }
    if (context.codesInUse.has(assignmentCodes.deferred)) {
      items.push({
        id: 'deferred',
        label: { zh: '暂不分类', en: 'Deferred' },
        swatch: {
          type: 'fill',
          color: palette.deferred,
          pattern: 'wideLines',
          letter: '缓',
          letterColor: palette.ink,
          edge: palette.line2,
        },
      });
    }
    items.push({
      id: 'outside',
      label: { zh: '不在名单', en: 'Not listed' },
      swatch: { type: 'fill', color: palette.outside, edge: palette.line2 },
      ...(context.outsideCount === null ? {} : { count: context.outsideCount }),
    });
    return items;
  },
  hitLayers: ['villages-fill', 'villages-points'],
  describe(feature, names) {
    const category = names.categoryOf(feature.id);
    const township = names.region(String(feature.properties['t'] ?? ''));
    const county = names.region(String(feature.properties['c'] ?? ''));
    const name = names.villageName(feature.id) ?? String(feature.properties['n'] ?? feature.id);
    const place = `${county?.name ?? ''}${township?.name ?? ''}`;
    const separator = place === '' ? '' : '·';
    return {
      layer: 'villages',
      id: String(feature.id),
      title: { zh: name, en: name },
      subtitle: {
        zh: `${place}${separator}${category?.shortName ?? '不在名单'}`,
        en: `${place}${separator}${category?.shortNameEn ?? 'Not listed'}`,
      },
      isDemonstration: false,
      isEstimated: feature.properties['q'] !== 'surveyed' && feature.properties['q'] !== 'gazetteer',
    };
  },
  list: {
    endpoint: 'listVillages',
    columns: [
      { key: 'name', title: { zh: '村', en: 'Village' } },
      { key: 'townshipName', title: { zh: '乡镇', en: 'Township' } },
      { key: 'categoryKey', title: { zh: '类别', en: 'Category' } },
    ],
  },
  attribution: planAttribution,
  qualityNote: estimatedTerritoryNote,
  audience: 'everyone',
});
