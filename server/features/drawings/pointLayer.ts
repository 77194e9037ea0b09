import type { FieldError } from '#contract/errors';
import type { Transaction } from '../../database/transaction.ts';
import type { DrawnLayer } from './deletedPlaces.ts';
import type { LngLat } from './placeLocation.ts';

/** What people may say of a place of any layer; a layer adds its own fields. */
export interface PointFields {
  name?: string;
  position?: LngLat;
  locationQuality?: string;
  [field: string]: unknown;
}

/** A layer of points with ids: sites, facilities. */
export interface PointLayer<Item extends { id: number }> {
  layer: DrawnLayer & ('sites' | 'facilities');
  /** The table, the subject of history and the type of search entries. */
  noun: 'site' | 'facility';
  /** Column of each field that is written as it comes. */
  columns: Readonly<Record<string, string>>;
  /** What is wrong with fields beyond what the contract says; `path` begins their place. */
  faults(transaction: Transaction, fields: PointFields, path: string): Promise<FieldError[]>;
  /** As the API tells them, in the order of their ids. */
  find(transaction: Transaction, ids: readonly number[]): Promise<Item[]>;
}
