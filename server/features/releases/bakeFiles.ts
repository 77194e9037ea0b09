import type { Manifest } from '#contract/releases';
import { MemoryTarget } from '../../../tiles/bake/archiveTarget.ts';
import { attributionOf, stationMark } from '../../../tiles/attribution.ts';
import { bakeTileset } from '../../../tiles/bake/bakeTileset.ts';
import { tilesets } from '../../../tiles/index.ts';
import type { Fragment } from '../../database/sql.ts';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import type { FileStore } from '../../files/fileStore.ts';
import type { ExportInput, ExportRow } from '../export/exportLayer.ts';
import { exportFormats } from '../export/formats.ts';
import { releaseLayers } from './releaseLayers.ts';
import { writeWorkbook, type WorkbookPart } from '../export/workbook.ts';

type ReleaseFile = Manifest['files'][number];

/** A read-only transaction that sees the staged release. */
export type ReadStaged = <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;

export interface BakeInput {
  read: ReadStaged;
  files: FileStore;
  version: { id: string; planId: string; isDemonstration: boolean };
  /** First lines of the workbook. */
  notes: readonly string[];
  /** Highest zoom that is baked, if lower than that of the tileset. */
  mostZoom?: number;
  /** Called before each file. */
  onFile?: (name: string) => void | Promise<void>;
}

export interface BakedFiles {
  files: ReleaseFile[];
  sources: Manifest['sources'];
  /** Any row of the release is demonstration data. */
  isDemonstration: boolean;
}

interface SourceRow {
  title: string;
  licence: string;
  isDemonstration: boolean;
}

const exampleSuffix = { zh: '（含示例）', en: ' (with demonstration data)' };

const mediaTypes = {
  pmtiles: 'application/vnd.pmtiles',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Writes every file of a staged release into the store, from the rows of the release alone. */
export async function bakeFiles(input: BakeInput): Promise<BakedFiles> {
  const sources = await input.read((transaction) =>
    transaction.all<SourceRow>(sql`
      select title, licence, is_demonstration as "isDemonstration"
      from source
      order by is_demonstration, kind <> 'document', id`),
  );
  const isDemonstration = input.version.isDemonstration || sources.some((source) => source.isDemonstration);
  const archives = await bakeArchives(input, sources, isDemonstration);
  const tables = await writeTables(input, isDemonstration);
  return {
    files: [...archives, ...tables],
    sources: sources.map(({ title, licence }) => ({ title, licence })),
    isDemonstration,
  };
}

async function bakeArchives(
  { read, files, onFile, mostZoom = Number.POSITIVE_INFINITY }: BakeInput,
  sources: readonly SourceRow[],
  isDemonstration: boolean,
): Promise<ReleaseFile[]> {
  const attribution = attributionOf(sources, isDemonstration);
  const baked: ReleaseFile[] = [];
  for (const tileset of tilesets.values()) {
    const name = `${tileset.id}.pmtiles`;
    await onFile?.(name);
    const target = new MemoryTarget();
    await bakeTileset({
      tileset: { ...tileset, maxZoom: Math.min(tileset.maxZoom, mostZoom) },
      queryAll: <Row extends object>(statement: Fragment) =>
        read((transaction) => transaction.all<Row>(statement)),
      target,
      description: isDemonstration ? `${tileset.name} · ${stationMark}` : tileset.name,
      attribution,
      isDemonstration,
    });
    const { hash, bytes } = await files.put([target.bytes]);
    const mark = isDemonstration ? exampleSuffix : { zh: '', en: '' };
    baked.push({
      name,
      mediaType: mediaTypes.pmtiles,
      bytes,
      sha256: hash,
      title: `地图瓦片：${tileset.name}${mark.zh}`,
      titleEn: `Map tiles: ${tileset.name}${mark.en}`,
    });
  }
  return baked;
}

async function writeTables(
  { read, files, version, notes, onFile }: BakeInput,
  isDemonstration: boolean,
): Promise<ReleaseFile[]> {
  const input: ExportInput = { versionId: version.id, planId: version.planId, region: undefined };
  const written: ReleaseFile[] = [];
  const parts: WorkbookPart[] = [];
  const put = async (
    file: Pick<ReleaseFile, 'name' | 'mediaType' | 'title' | 'titleEn'>,
    body: Uint8Array,
  ) => {
    const { hash, bytes } = await files.put([body]);
    written.push({ ...file, bytes, sha256: hash });
  };
  for (const part of releaseLayers) {
    const { name, layer, isOfVersion } = part;
    await onFile?.(name);
    const found = await read((transaction) => transaction.all<ExportRow>(layer.query(input)));
    const isMarked = isOfVersion && version.isDemonstration;
    const rows: ExportRow[] = isMarked
      ? found.map((row) => ({ ...row, is_demonstration: true }) as ExportRow)
      : found;
    const holdsExamples = rows.some((row) => row['is_demonstration'] === true);
    const mark = holdsExamples ? exampleSuffix : { zh: '', en: '' };
    for (const [format, { contentType, write }] of Object.entries(exportFormats)) {
      if (format === 'geojson' && !layer.hasGeometry) continue;
      const body = write({ name, layer, rows, isDemonstration: holdsExamples });
      const file = {
        name: `${name}.${format}`,
        mediaType: contentType,
        title: `${part.title}${mark.zh}`,
        titleEn: `${part.titleEn}${mark.en}`,
      };
      await put(file, Buffer.from(body));
    }
    // The workbook has no geometry: letting go of it here keeps a whole release out of memory.
    parts.push({ title: part.title, columns: layer.columns, rows });
  }
  await onFile?.('tables.xlsx');
  const mark = isDemonstration ? exampleSuffix : { zh: '', en: '' };
  const workbook = await writeWorkbook(parts, isDemonstration ? [stationMark, ...notes] : notes);
  await put(
    {
      name: 'tables.xlsx',
      mediaType: mediaTypes.xlsx,
      title: `全部表格${mark.zh}`,
      titleEn: `All tables${mark.en}`,
    },
    workbook,
  );
  return written;
}
