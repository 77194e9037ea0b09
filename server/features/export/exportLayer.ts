import type { Geometry } from 'geojson';
import type { Query } from '../../database/sql.ts';

export type CellValue = string | number | boolean | null;

/** A row of an export: one value a column, and its geometry in degrees (EPSG:4490) where it has one. */
export type ExportRow = Record<string, CellValue> & { geometry?: Geometry | null };

export interface ExportInput {
  versionId: string;
  planId: string;
  /** Division code; undefined = everything. */
  region: string | undefined;
}

/**
 * What can be taken out of the instance. Every row says where it comes from and how its place is known:
 * `quality_zh` is 实测, 地名库, 推定, 未知, or 示例 for demonstration data.
 */
export interface ExportLayer {
  /** Columns of the CSV file and properties of the features, in order. */
  columns: readonly string[];
  /** false: rows have no place, and there is no GeoJSON of them. */
  hasGeometry: boolean;
  /** Rows with these columns and `geometry`. */
  query: (input: ExportInput) => Query;
}
