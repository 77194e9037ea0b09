import type { CellValue } from './cellValue.ts';

/** A row as the server has it. */
export interface TableRow {
  id: number;
  revision: number;
  countyCode: string;
  /** By column. */
  values: Readonly<Record<string, CellValue>>;
}

/** The part of an endpoint's item that every table has. */
export interface PlaceItem {
  id: number;
  revision: number;
  countyCode: string;
  [field: string]: unknown;
}

/** A row of an item: records (`checks`) become a column each, `checks.road`. */
export function rowOf(item: PlaceItem, fixed: Readonly<Record<string, CellValue>>): TableRow {
  const values: Record<string, CellValue> = {};
  for (const [field, value] of Object.entries(item)) {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) values[`${field}.${key}`] = inner as CellValue;
    } else values[field] = value as CellValue;
  }
  return {
    id: item.id,
    revision: item.revision,
    countyCode: item.countyCode,
    values: { ...values, ...fixed },
  };
}

/** Changes of a row as the body names them: what belongs to a record is sent with the rest of it, as it replaces all. */
export function bodyOf(row: TableRow, changes: ReadonlyMap<string, CellValue>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [field, value] of changes) {
    const [record, key] = field.split('.');
    if (key === undefined) {
      body[field] = value;
      continue;
    }
    const whole = (body[record!] ??= Object.fromEntries(
      Object.entries(row.values).flatMap(([name, old]) =>
        name.startsWith(`${record}.`) ? [[name.slice(record!.length + 1), old]] : [],
      ),
    )) as Record<string, unknown>;
    whole[key] = value;
  }
  return body;
}
