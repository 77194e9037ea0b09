import type { Scheme } from '../../server/database/load/planFacts.ts';

const source = { place: '示例', lines: [] };
const withoutTargets = { targets: [], source };

/** Four categories after the national classification of villages; the targets are invented. */
export const scaleScheme: Scheme = {
  id: 'scale',
  name: '示例四类',
  nameEn: 'Four demonstration categories',
  revision: 1,
  source,
  categories: [
    {
      ...withoutTargets,
      key: 'growing',
      order: 1,
      letter: '聚',
      slot: 1,
      name: '示例：集聚提升类',
      nameEn: 'Demonstration: growing',
      shortName: '集聚提升',
      shortNameEn: 'Growing',
      description: '合成的示例类别',
      descriptionEn: 'A synthetic category',
      targets: [{ indicator: 'income', operator: '>=', value: 20_000, unit: '元', year: 2025 }],
    },
    {
      ...withoutTargets,
      key: 'suburban',
      order: 2,
      letter: '郊',
      slot: 2,
      name: '示例：城郊融合类',
      nameEn: 'Demonstration: suburban',
      shortName: '城郊融合',
      shortNameEn: 'Suburban',
      description: '合成的示例类别',
      descriptionEn: 'A synthetic category',
      targets: [{ indicator: 'income', operator: '>=', value: 24_000, unit: '元', year: 2025 }],
    },
    {
      ...withoutTargets,
      key: 'heritage',
      order: 3,
      letter: '特',
      slot: 3,
      name: '示例：特色保护类',
      nameEn: 'Demonstration: heritage',
      shortName: '特色保护',
      shortNameEn: 'Heritage',
      description: '合成的示例类别',
      descriptionEn: 'A synthetic category',
    },
    {
      ...withoutTargets,
      key: 'relocating',
      order: 4,
      letter: '迁',
      slot: 4,
      name: '示例：搬迁撤并类',
      nameEn: 'Demonstration: relocating',
      shortName: '搬迁撤并',
      shortNameEn: 'Relocating',
      description: '合成的示例类别',
      descriptionEn: 'A synthetic category',
    },
  ],
};

/** Rules to try the rule builder with, in the order they are tried. */
export const scaleRules: readonly { id: string; category: string; expression: unknown[]; note: string }[] = [
  {
    id: 'small-and-poor',
    category: 'relocating',
    expression: ['all', ['<', ['get', 'population'], 700], ['<', ['get', 'income_yuan'], 15_000]],
    note: '示例规则：人口少而收入低',
  },
  {
    id: 'well-off',
    category: 'suburban',
    expression: ['>=', ['get', 'income_yuan'], 19_000],
    note: '示例规则：收入较高',
  },
];
