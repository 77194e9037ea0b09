import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { newRouteBody, RouteDetail, routeChangesBody } from '#contract/drawings';
import type { FieldError } from '#contract/errors';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError, notFound } from '../../errors.ts';
import { keepDeleted, takeDeleted } from '../drawings/deletedPlaces.ts';
import { tellOfDrawing, type DrawingAction } from '../drawings/drawingNews.ts';
import { writeDrawing, type DrawingRequest, type DrawingServices } from '../drawings/drawingRequest.ts';
import { drawingSourceId, signDrawing } from '../drawings/drawingSource.ts';
import { checkGeometry } from '../drawings/drawnGeometry.ts';
import { deleteRows, insertRows, lockRows, updateRows, type RowContent } from '../drawings/drawnRows.ts';
import { personalFaults, refuseFaults } from '../drawings/fieldFaults.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import { actorOf, requireAllowed } from '../workflow/access.ts';
import { readRevision } from '../workflow/preconditions.ts';
import { reindex, unindex } from '../drawings/searchIndex.ts';
import { lineText, nextRouteNumber, readCountyNames } from './queries.ts';
import { findRouteDetail } from './routeDetail.ts';
import { stopRows, type Signature } from './routeStops.ts';

type RouteChanges = z.output<typeof routeChangesBody>;
type NewRoute = z.output<typeof newRouteBody>;

/** A route with everything that belongs to it, by the columns of its tables. */
interface RouteContent {
  route: RowContent;
  line: RowContent | null;
  stops: RowContent[];
}
interface RouteKey {
  planId: string;
  /** Routes cross counties: who draws them is responsible for the whole plan. */
  planRegion: string;
  id: string;
}
type IdRequest = DrawingRequest & { params: { id: string } };
type SeenRequest = IdRequest & { raw: IncomingMessage };

const ofRoute = ({ planId, id }: RouteKey): Fragment =>
  sql`drawn.plan_id = ${planId} and drawn.route_id = ${id}`;
const theRoute = ({ planId, id }: RouteKey): Fragment => sql`drawn.plan_id = ${planId} and drawn.id = ${id}`;

/** Texts of a drawn route; what the plan says of its own routes is not for planners to change. */
const ownTexts = { name: 'name', nameEn: 'name_en', theme: 'theme', note: 'note' } as const;
type TextField = keyof typeof ownTexts;

function textFaults(changes: RouteChanges, isOfPlan: boolean): FieldError[] {
  return (Object.keys(ownTexts) as TextField[]).flatMap((field) => {
    if (changes[field] === undefined) return [];
    if (!isOfPlan) return personalFaults(field, changes[field]);
    return [
      { path: field, message: '规划文件里的线路，名称和说明不能改 the plan document says so: it stays' },
    ];
  });
}

/** Drawing of tourism routes: line, stops, and routes of one's own beside those of the plan. */
export class RouteDrawing {
  readonly #services: DrawingServices;

  constructor(services: DrawingServices) {
    this.#services = services;
  }

  /** @throws AppError no-plan, forbidden, invalid-request */
  create(request: DrawingRequest, { line, lineQuality, stops, ...texts }: NewRoute) {
    const actor = actorOf(request.principal);
    return writeDrawing(this.#services, request, async (transaction) => {
      const { planId, regionCode: planRegion } = await readCurrentVersion(transaction);
      requireAllowed(actor, 'edit-places', planRegion);
      refuseFaults(textFaults(texts as RouteChanges, false));
      const signature = await signDrawing(transaction, actor);
      const number = await nextRouteNumber(transaction, planId);
      const key: RouteKey = { planId, planRegion, id: `drawn-${number}` };
      await insertRows(transaction, 'tourism_route', [
        {
          plan_id: planId,
          id: key.id,
          number,
          name: texts.name,
          name_en: texts.nameEn ?? texts.name,
          theme: texts.theme,
          note: texts.note,
          county_names: [],
          anchors: [],
          ...signature,
          revision: 1,
          changed_by: actor.personId,
          changed_at: new Date().toISOString(),
        },
      ]);
      const rows = await stopRows(transaction, stops, { rows: [], stops: [], signature });
      await this.#putStops(transaction, key, rows);
      if (line)
        await this.#putLine(transaction, key, { line, quality: lineQuality, before: null, signature });
      await this.#nameCounties(transaction, key);
      return { item: await this.#settle(transaction, request, { action: 'create', key }) };
    });
  }

  /** @throws AppError precondition-required, no-plan, not-found, forbidden, invalid-request, stale-revision */
  change(request: SeenRequest, changes: RouteChanges) {
    const actor = actorOf(request.principal);
    const revision = readRevision(request.raw);
    return writeDrawing(this.#services, request, async (transaction) => {
      const { key, before } = await this.#findAllowed(transaction, request);
      const { route, line, stops } = await this.#lock(transaction, key, revision);
      const isOfPlan = route['source_id'] !== drawingSourceId;
      refuseFaults(textFaults(changes, isOfPlan));
      if (Object.keys(changes).length === 0) {
        refuseFaults([{ path: '', message: '没有改动 nothing is changed' }]);
      }
      const signature = await signDrawing(transaction, actor);
      if (changes.stops) {
        const rows = await stopRows(transaction, changes.stops, {
          rows: stops,
          stops: before.stops,
          signature,
        });
        await deleteRows(transaction, 'route_stop', ofRoute(key));
        await this.#putStops(transaction, key, rows);
      }
      await this.#changeLine(transaction, key, { changes, before: line, signature });
      const texts = (Object.keys(ownTexts) as TextField[]).flatMap((field) =>
        changes[field] === undefined ? [] : [[ownTexts[field], changes[field]]],
      );
      const changed = {
        ...route,
        ...Object.fromEntries(texts),
        revision: revision + 1,
        changed_by: actor.personId,
        changed_at: new Date().toISOString(),
      };
      await updateRows(transaction, 'tourism_route', { key: ['plan_id', 'id'], rows: [changed] });
      if (!isOfPlan) await this.#nameCounties(transaction, key);
      return { item: await this.#settle(transaction, request, { action: 'change', key, before }) };
    });
  }

  /** Only what was drawn here. @throws AppError precondition-required, no-plan, not-found, forbidden, illegal-state … */
  remove(request: SeenRequest) {
    const revision = readRevision(request.raw);
    return writeDrawing(this.#services, request, async (transaction) => {
      const { key, before } = await this.#findAllowed(transaction, request);
      const content = await this.#lock(transaction, key, revision);
      if (content.route['source_id'] !== drawingSourceId) {
        throw new AppError('illegal-state', `route ${key.id} is one of the plan document`);
      }
      await unindex(transaction, 'route', [key.id]);
      await keepDeleted(
        transaction,
        {
          layer: 'routes',
          key: key.id,
          regionCode: key.planRegion,
          content,
          isDemonstration: before.isDemonstration,
        },
        actorOf(request.principal).personId,
      );
      await deleteRows(transaction, 'route_stop', ofRoute(key));
      await deleteRows(transaction, 'route_line', ofRoute(key));
      await deleteRows(transaction, 'tourism_route', theRoute(key));
      await this.#tell(transaction, request, { action: 'delete', key, before, after: null });
      return { deleted: true as const, restorePath: `/api/routes/${key.id}/restore` };
    });
  }

  /** @throws AppError no-plan, not-found, already-exists, forbidden */
  restore(request: IdRequest) {
    return writeDrawing(this.#services, request, async (transaction) => {
      const key = await this.#readKey(transaction, request);
      requireAllowed(actorOf(request.principal), 'edit-places', key.planRegion);
      const { content } = await takeDeleted<RouteContent>(transaction, { layer: 'routes', key: key.id });
      if (await findRouteDetail(transaction, key)) {
        throw new AppError('already-exists', `route ${key.id} is there`);
      }
      await insertRows(transaction, 'tourism_route', [content.route]);
      if (content.line) await insertRows(transaction, 'route_line', [content.line]);
      await insertRows(transaction, 'route_stop', content.stops);
      return { item: await this.#settle(transaction, request, { action: 'restore', key }) };
    });
  }

  async #readKey(transaction: Transaction, { params: { id } }: IdRequest): Promise<RouteKey> {
    const { planId, regionCode } = await readCurrentVersion(transaction);
    return { planId, planRegion: regionCode, id };
  }

  async #findAllowed(
    transaction: Transaction,
    request: IdRequest,
  ): Promise<{ key: RouteKey; before: RouteDetail }> {
    const key = await this.#readKey(transaction, request);
    const before = await findRouteDetail(transaction, key);
    if (!before) throw notFound('route', key.id);
    requireAllowed(actorOf(request.principal), 'edit-places', key.planRegion);
    return { key, before };
  }

  /** The route and what belongs to it, locked. @throws AppError stale-revision */
  async #lock(transaction: Transaction, key: RouteKey, revision: number): Promise<RouteContent> {
    const [route] = await lockRows(transaction, 'tourism_route', theRoute(key));
    if (route?.['revision'] !== revision) {
      throw new AppError('stale-revision', `route ${key.id} was changed since`, {
        members: { revision: route?.['revision'] ?? null },
      });
    }
    const [line = null] = await lockRows(transaction, 'route_line', ofRoute(key));
    return { route, line, stops: await lockRows(transaction, 'route_stop', ofRoute(key)) };
  }

  #putStops(transaction: Transaction, { planId, id }: RouteKey, rows: readonly RowContent[]) {
    return insertRows(
      transaction,
      'route_stop',
      rows.map((row) => ({ plan_id: planId, route_id: id, ...row })),
    );
  }

  async #changeLine(
    transaction: Transaction,
    key: RouteKey,
    {
      changes: { line, lineQuality },
      before,
      signature,
    }: { changes: RouteChanges; before: RowContent | null; signature: Signature },
  ): Promise<void> {
    if (line === null) await deleteRows(transaction, 'route_line', ofRoute(key));
    else if (line) {
      await this.#putLine(transaction, key, { line, quality: lineQuality ?? 'estimated', before, signature });
    } else if (lineQuality && before) {
      const rows = [{ ...before, location_quality: lineQuality }];
      await updateRows(transaction, 'route_line', { key: ['plan_id', 'route_id'], rows });
    }
  }

  /** A demonstration line stays one, however it is moved; the first line of a route is somebody's own. */
  async #putLine(
    transaction: Transaction,
    { planId, id }: RouteKey,
    {
      line,
      quality,
      before,
      signature,
    }: {
      line: NonNullable<NewRoute['line']>;
      quality: string;
      before: RowContent | null;
      signature: Signature;
    },
  ): Promise<void> {
    const { text } = await checkGeometry(transaction, line, 'line');
    const row: RowContent = {
      plan_id: planId,
      route_id: id,
      geom: await lineText(transaction, text),
      location_quality: quality,
      is_demonstration: before?.['is_demonstration'] ?? false,
      source_id: before?.['source_id'] ?? signature.source_id,
    };
    if (before) await updateRows(transaction, 'route_line', { key: ['plan_id', 'route_id'], rows: [row] });
    else await insertRows(transaction, 'route_line', [row]);
  }

  /** A drawn route names the counties it leads through. */
  async #nameCounties(transaction: Transaction, key: RouteKey): Promise<void> {
    const names = await readCountyNames(transaction, key);
    await transaction.run(sql`
      update tourism_route set county_names = ${names}
      where plan_id = ${key.planId} and id = ${key.id}`);
  }

  async #settle(
    transaction: Transaction,
    request: DrawingRequest,
    { action, key, before = null }: { action: DrawingAction; key: RouteKey; before?: RouteDetail | null },
  ): Promise<RouteDetail> {
    await reindex(transaction, 'route', [key.id]);
    const after = await findRouteDetail(transaction, key);
    await this.#tell(transaction, request, { action, key, before, after });
    return after!;
  }

  #tell(
    transaction: Transaction,
    request: DrawingRequest,
    {
      action,
      key: { id, planRegion },
      before,
      after,
    }: { action: DrawingAction; key: RouteKey; before: RouteDetail | null; after: RouteDetail | null },
  ): Promise<void> {
    return tellOfDrawing(transaction, this.#services, {
      request,
      layer: 'routes',
      noun: 'route',
      action,
      rows: [{ id, subjectId: id, regions: [planRegion], before, after }],
    });
  }
}
