import type { EndpointName } from '#contract/endpoints';
import type { MessageKey } from '../../i18n/zh.ts';
import { call, fetchJson } from '../../api/call.ts';
import { bodySchema } from '../drawing/bodySchemas.ts';
import { formFields, type FormField, type JsonSchema } from '../drawing/formFields.ts';
import type { PlaceItem } from './tableRow.ts';
import type { SentRow } from './tableEdits.svelte.ts';

/** Rows of a page of a list. */
const pageRows = 1000;

/** A layer whose attributes are edited in a table. */
export interface TableLayer {
  id: 'sites' | 'facilities';
  title: MessageKey;
  batch: EndpointName;
  list(signal: AbortSignal): Promise<PlaceItem[]>;
  save(rows: readonly SentRow[]): Promise<PlaceItem[]>;
}

/** All pages of a list. */
async function everyPage<Item>(
  page: (cursor: string | undefined) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null | undefined;
  do {
    const answer = await page(cursor ?? undefined);
    items.push(...answer.items);
    cursor = answer.nextCursor;
  } while (cursor !== null);
  return items;
}

export const tableLayers: readonly TableLayer[] = [
  {
    id: 'sites',
    title: 'placeTableSites',
    batch: 'changeSites',
    list: (signal) =>
      everyPage((cursor) => call('listSites', { query: { limit: pageRows, cursor } }, { signal })),
    save: async (rows) => (await call('changeSites', { body: { rows: [...rows] } })).items,
  },
  {
    id: 'facilities',
    title: 'placeTableFacilities',
    batch: 'changeFacilities',
    list: (signal) =>
      everyPage((cursor) => call('listFacilities', { query: { limit: pageRows, cursor } }, { signal })),
    save: async (rows) => (await call('changeFacilities', { body: { rows: [...rows] } })).items,
  },
];

/** The layer an address names; sites unless it names one. */
export const tableLayer = (id: unknown): TableLayer =>
  tableLayers.find((layer) => layer.id === id) ?? tableLayers[0]!;

export interface BatchForm {
  /** What of a row can be changed. */
  fields: readonly FormField[];
  /** Rows that are saved at once. */
  mostRows: number;
}

/** What the body of a batch says of its rows. @throws Error where it has no rows with changes */
export function batchForm(schema: JsonSchema): BatchForm {
  const rows = schema.properties?.['rows'];
  const changes = typeof rows?.items === 'object' ? rows.items.properties?.['changes'] : undefined;
  if (!rows || !changes) throw new Error('the body of the batch has no rows with changes');
  return { fields: formFields(changes), mostRows: rows.maxItems ?? Number.POSITIVE_INFINITY };
}

/**
 * Fields and limits from the schemas the server checks bodies with.
 * @throws ApiFailure when the description of the API cannot be read
 */
export async function loadBatchForm(layer: TableLayer, signal: AbortSignal): Promise<BatchForm> {
  return batchForm(bodySchema(await fetchJson('/api/openapi.json', { signal }), layer.batch));
}
