import { stringify } from 'csv-stringify/sync';
import { featureCollectionFaults } from '#domain/geojson/geojsonFaults';
import { AppError } from '../../errors.ts';
import type { ExportLayer, ExportRow } from './exportLayer.ts';

export interface WriteInput {
  name: string;
  layer: ExportLayer;
  rows: readonly ExportRow[];
  /** Any row is demonstration data. */
  isDemonstration: boolean;
}

interface ExportFormat {
  contentType: string;
  write: (input: WriteInput) => string;
}

const notices = {
  demonstration:
    '演示站：标为“示例”的行不是事实，只供试用。Demonstration data: rows marked 示例 are not facts.',
  estimated: '推定的位置和范围不是勘测成果。Estimated places and territories were not surveyed.',
};

const csv: ExportFormat = {
  contentType: 'text/csv; charset=utf-8',
  write: ({ layer, rows }) =>
    stringify(
      rows.map((row) => layer.columns.map((column) => row[column] ?? null)),
      {
        header: true,
        columns: [...layer.columns],
        // Excel takes UTF-8 for a legacy encoding without it.
        bom: true,
        // A cell that begins with = + - @ would be run as a formula by a spreadsheet.
        escape_formulas: true,
        cast: { boolean: (value) => String(value) },
      },
    ),
};

const geojson: ExportFormat = {
  contentType: 'application/geo+json',
  write: ({ name, layer, rows, isDemonstration }) => {
    const collection = {
      type: 'FeatureCollection',
      name,
      notice: isDemonstration ? [notices.demonstration, notices.estimated] : [notices.estimated],
      features: rows.map((row) => ({
        type: 'Feature',
        ...(row['id'] === undefined ? {} : { id: row['id'] }),
        geometry: row.geometry ?? null,
        properties: Object.fromEntries(layer.columns.map((column) => [column, row[column] ?? null])),
      })),
    };
    const [wrong] = featureCollectionFaults(collection);
    if (wrong) throw new AppError('internal-error', `export ${name}: ${wrong.place} ${wrong.reason}`);
    return JSON.stringify(collection);
  },
};

/** The formats a layer can be taken out in; a new one is one object here. */
export const exportFormats = { csv, geojson } as const satisfies Record<string, ExportFormat>;
