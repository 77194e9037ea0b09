import type { IncomingMessage } from 'node:http';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError, notFound } from '../../errors.ts';
import type { Principal } from '../../http/principal.ts';
import { actorOf, requireAllowed } from '../workflow/access.ts';
import { readRevision } from '../workflow/preconditions.ts';
import { keepDeleted, takeDeleted } from './deletedPlaces.ts';
import { signDrawing } from './drawingSource.ts';
import { tellOfDrawing, type DrawingAction } from './drawingNews.ts';
import { writeDrawing, type DrawingRequest, type DrawingServices } from './drawingRequest.ts';
import { deleteRows, insertRows, lockRows, updateRows, type RowContent } from './drawnRows.ts';
import { refuseFaults } from './fieldFaults.ts';
import { checkPoints, pointContent } from './pointFields.ts';
import type { PointFields, PointLayer } from './pointLayer.ts';
import { reindex, unindex } from './searchIndex.ts';

/** A row somebody wants to change, with what they last saw of it. */
export interface PointChange {
  id: number;
  revision: number;
  changes: PointFields;
}

/** A row before the change, as far as rights and places go. */
interface Found {
  id: number;
  countyCode: string;
}

export class PointDrawing<Item extends { id: number }> {
  readonly #layer: PointLayer<Item>;
  readonly #services: DrawingServices;

  constructor(layer: PointLayer<Item>, services: DrawingServices) {
    this.#layer = layer;
    this.#services = services;
  }

  /** @throws AppError invalid-request, forbidden */
  create(request: DrawingRequest, fields: PointFields): Promise<{ item: Item; dataVersion: string }> {
    const actor = actorOf(request.principal);
    return writeDrawing(this.#services, request, async (transaction) => {
      const [location] = await checkPoints(transaction, this.#layer, [{ path: '', fields }]);
      requireAllowed(actor, 'edit-places', location!.countyCode);
      const [id] = await insertRows(transaction, this.#layer.noun, [
        {
          ...pointContent(this.#layer, fields, location!),
          ...(await signDrawing(transaction, actor)),
          is_demonstration: false,
          revision: 1,
          changed_by: actor.personId,
          changed_at: new Date().toISOString(),
          // Columns the contract does not know get what a new row has.
          ...(this.#layer.noun === 'site' ? { disclosure: 'village' } : { is_public: true }),
        },
      ]);
      return { item: await this.#settle(transaction, request, { action: 'create', id: id! }) };
    });
  }

  /**
   * Changes one row. @throws AppError precondition-required, invalid-request, not-found, forbidden, stale-revision
   */
  async change(
    request: DrawingRequest & { raw: IncomingMessage },
    id: number,
    changes: PointFields,
  ): Promise<{ item: Item; dataVersion: string }> {
    const revision = readRevision(request.raw);
    const { items, dataVersion } = await this.#changeRows(request, [{ id, revision, changes }], () => '');
    return { item: items[0]!, dataVersion };
  }

  /**
   * Changes many rows, all or none; what is wrong is told as `rows.3.changes.capacity`.
   * @throws AppError invalid-request, forbidden, stale-revision with the member `rows`
   */
  changeAll(
    request: DrawingRequest,
    rows: readonly PointChange[],
  ): Promise<{ items: Item[]; dataVersion: string }> {
    const repeated = rows.flatMap(({ id }, index) =>
      rows.findIndex((row) => row.id === id) < index
        ? [{ path: `rows.${index}.id`, message: `第 ${id} 号重复了 row ${id} is there twice` }]
        : [],
    );
    refuseFaults(repeated);
    return this.#changeRows(request, rows, (index) => `rows.${index}.changes.`);
  }

  /** Deletes a row, which is kept for `restore`. @throws AppError precondition-required, not-found, forbidden, stale-revision */
  remove(
    request: DrawingRequest & { raw: IncomingMessage },
    id: number,
  ): Promise<{ deleted: true; restorePath: string; dataVersion: string }> {
    const actor = actorOf(request.principal);
    const revision = readRevision(request.raw);
    const { layer, noun } = this.#layer;
    return writeDrawing(this.#services, request, async (transaction) => {
      await this.#findAllowed(transaction, actor, [id], () => notFound(noun, id));
      const [before] = await this.#layer.find(transaction, [id]);
      const [content] = await this.#lock(transaction, [{ id, revision }]);
      const regionCode = String(content!['county_code']);
      const isDemonstration = content!['is_demonstration'] === true;
      await unindex(transaction, noun, [id]);
      await keepDeleted(
        transaction,
        { layer, key: String(id), regionCode, content, isDemonstration },
        actor.personId,
      );
      await deleteRows(transaction, noun, sql`drawn.id = ${id}`);
      await this.#tell(transaction, request, {
        action: 'delete',
        rows: [{ id, regions: [regionCode], before, after: null }],
      });
      return { deleted: true as const, restorePath: `/api/${layer}/${id}/restore` };
    });
  }

  /** Brings a deleted row back as it was. @throws AppError not-found, already-exists, forbidden */
  restore(request: DrawingRequest, id: number): Promise<{ item: Item; dataVersion: string }> {
    const actor = actorOf(request.principal);
    const { layer, noun } = this.#layer;
    return writeDrawing(this.#services, request, async (transaction) => {
      const { content, regionCode } = await takeDeleted<RowContent>(transaction, { layer, key: String(id) });
      requireAllowed(actor, 'edit-places', regionCode);
      if ((await this.#layer.find(transaction, [id])).length > 0) {
        throw new AppError('already-exists', `${noun} ${id} is there`);
      }
      await insertRows(transaction, noun, [content]);
      return { item: await this.#settle(transaction, request, { action: 'restore', id }) };
    });
  }

  #changeRows(
    request: DrawingRequest,
    rows: readonly PointChange[],
    pathOf: (index: number) => string,
  ): Promise<{ items: Item[]; dataVersion: string }> {
    const actor = actorOf(request.principal);
    const ids = rows.map(({ id }) => id);
    return writeDrawing(this.#services, request, async (transaction) => {
      const found = await this.#findAllowed(transaction, actor, ids, (missing) =>
        pathOf(0) === '' ? notFound(this.#layer.noun, ids[0]!) : this.#missingRows(rows, missing),
      );
      const locations = await checkPoints(
        transaction,
        this.#layer,
        rows.map(({ changes }, index) => ({ path: pathOf(index), fields: changes })),
      );
      for (const location of locations) {
        if (location) requireAllowed(actor, 'edit-places', location.countyCode);
      }
      const contents = await this.#lock(transaction, rows);
      const before = new Map((await this.#layer.find(transaction, ids)).map((item) => [item.id, item]));
      const contentOf = new Map(contents.map((content) => [content['id'], content]));
      const changed = rows.map(({ id, changes }, index) => ({
        ...contentOf.get(id)!,
        ...pointContent(this.#layer, changes, locations[index] ?? null),
        revision: Number(contentOf.get(id)!['revision']) + 1,
        changed_by: actor.personId,
        changed_at: new Date().toISOString(),
      }));
      await updateRows(transaction, this.#layer.noun, { key: ['id'], rows: changed });
      await reindex(transaction, this.#layer.noun, ids);
      const after = new Map((await this.#layer.find(transaction, ids)).map((item) => [item.id, item]));
      await this.#tell(transaction, request, {
        action: 'change',
        rows: rows.map(({ id }, index) => ({
          id,
          regions: [locations[index]?.countyCode ?? found.get(id)!, found.get(id)!],
          before: before.get(id),
          after: after.get(id),
        })),
      });
      return { items: ids.map((id) => after.get(id)!) };
    });
  }

  #missingRows(rows: readonly PointChange[], missing: readonly number[]): AppError {
    const errors = rows.flatMap(({ id }, index) =>
      missing.includes(id)
        ? [{ path: `rows.${index}.id`, message: `没有第 ${id} 号 row ${id} does not exist` }]
        : [],
    );
    return new AppError('invalid-request', `${missing.length} rows do not exist`, { errors });
  }

  /** Counties of rows by id, each covered by the person. */
  async #findAllowed(
    transaction: Transaction,
    actor: Principal,
    ids: readonly number[],
    missingError: (missing: number[]) => AppError,
  ): Promise<Map<number, string>> {
    const table = sql.identifier(this.#layer.noun, ['site', 'facility']);
    const found = await transaction.all<Found>(sql`
      select id, county_code as "countyCode"
      from ${table}
      where id = any(${ids}::integer[])`);
    const counties = new Map(found.map(({ id, countyCode }) => [id, countyCode]));
    const missing = ids.filter((id) => !counties.has(id));
    if (missing.length > 0) throw missingError(missing);
    for (const county of new Set(counties.values())) requireAllowed(actor, 'edit-places', county);
    return counties;
  }

  /** Rows as they are, locked. @throws AppError stale-revision when somebody changed one since it was seen */
  async #lock(
    transaction: Transaction,
    rows: readonly { id: number; revision: number }[],
  ): Promise<RowContent[]> {
    const ids = rows.map(({ id }) => id);
    const contents = await lockRows(transaction, this.#layer.noun, sql`drawn.id = any(${ids}::integer[])`);
    const revisions = new Map(contents.map((content) => [content['id'], content['revision']]));
    const stale = rows.flatMap(({ id, revision }, index) =>
      revisions.get(id) === revision ? [] : [{ index, id, revision: revisions.get(id) ?? null }],
    );
    if (stale.length > 0) {
      throw new AppError('stale-revision', `${stale.length} of ${this.#layer.layer} were changed since`, {
        members: { rows: stale, revision: stale[0]!.revision },
      });
    }
    return contents;
  }

  /** After a row was added: search, news, log. */
  async #settle(
    transaction: Transaction,
    request: DrawingRequest,
    { action, id }: { action: 'create' | 'restore'; id: number },
  ): Promise<Item> {
    await reindex(transaction, this.#layer.noun, [id]);
    const [item] = await this.#layer.find(transaction, [id]);
    const { countyCode } = item as unknown as { countyCode: string };
    await this.#tell(transaction, request, {
      action,
      rows: [{ id, regions: [countyCode], before: null, after: item }],
    });
    return item!;
  }

  async #tell(
    transaction: Transaction,
    request: DrawingRequest,
    {
      action,
      rows,
    }: {
      action: DrawingAction;
      rows: readonly { id: number; regions: readonly string[]; before: unknown; after: unknown }[];
    },
  ): Promise<void> {
    const { layer, noun } = this.#layer;
    await tellOfDrawing(transaction, this.#services, {
      request,
      layer,
      noun,
      action,
      rows: rows.map((row) => ({ ...row, subjectId: String(row.id) })),
    });
  }
}
