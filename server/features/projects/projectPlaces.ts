import type { IncomingMessage } from 'node:http';
import type { ProjectPlace } from '#contract/drawings';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError, notFound } from '../../errors.ts';
import { keepDeleted, takeDeleted } from '../drawings/deletedPlaces.ts';
import { tellOfDrawing, type DrawingAction } from '../drawings/drawingNews.ts';
import { writeDrawing, type DrawingRequest, type DrawingServices } from '../drawings/drawingRequest.ts';
import { signDrawing } from '../drawings/drawingSource.ts';
import { checkGeometry, type AskedGeometry } from '../drawings/drawnGeometry.ts';
import {
  deleteRows,
  insertRows,
  lockRows,
  pointText,
  updateRows,
  type RowContent,
} from '../drawings/drawnRows.ts';
import { personalFaults, refuseFaults } from '../drawings/fieldFaults.ts';
import { locate } from '../drawings/placeLocation.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import { actorOf, requireAllowed } from '../workflow/access.ts';
import { readRevision } from '../workflow/preconditions.ts';
import { findProjectPlace, hasProject, nextPlaceOrder } from './queries.ts';

/** What may be said of a place of a project. */
export interface PlaceFields {
  place?: string | undefined;
  geometry?: AskedGeometry | undefined;
  locationQuality?: string | undefined;
}

/** A place by project and order, in the plan people work with. */
interface PlaceKey {
  planId: string;
  /** Decides who may draw what lies in several counties. */
  planRegion: string;
  number: number;
  order: number;
}

const conditionOf = ({ planId, number, order }: PlaceKey): Fragment =>
  sql`drawn.plan_id = ${planId} and drawn.project_number = ${number} and drawn."order" = ${order}`;
const textOf = ({ number, order }: PlaceKey) => `${number}/${order}`;

/** @throws AppError no-plan, not-found */
async function readKey(transaction: Transaction, number: number, order: number): Promise<PlaceKey> {
  const { planId, regionCode } = await readCurrentVersion(transaction);
  if (!(await hasProject(transaction, planId, number))) throw notFound('project', number);
  return { planId, planRegion: regionCode, number, order };
}

/** Columns of what is said, and the county it lies in; null: in several. @throws AppError invalid-request */
async function contentOf(
  transaction: Transaction,
  { place, geometry, locationQuality }: PlaceFields,
): Promise<RowContent> {
  refuseFaults(personalFaults('place', place));
  const content: RowContent = {};
  if (place !== undefined) content['place'] = place;
  if (locationQuality !== undefined) content['location_quality'] = locationQuality;
  if (!geometry) return content;
  const { text, position, countyCodes } = await checkGeometry(transaction, geometry, 'geometry');
  const isPoint = geometry.type === 'Point';
  const [location] = await locate(transaction, [position]);
  const county = countyCodes.length === 1 ? countyCodes[0]! : null;
  const isThere = location?.countyCode === county;
  return {
    ...content,
    geom: pointText(position),
    // Read as geometry by the column: GeoJSON with the reference system in it.
    shape: isPoint ? null : await shapeText(transaction, text),
    // A point on a border is in the first of its counties.
    county_code: isPoint ? (location?.countyCode ?? countyCodes[0]!) : county,
    township_code: isPoint || isThere ? (location?.townshipCode ?? null) : null,
    village_id: isPoint ? (location?.villageId ?? null) : null,
    location_quality: locationQuality ?? 'estimated',
  };
}

async function shapeText(transaction: Transaction, geojson: string): Promise<string> {
  const { text } = await transaction.one<{ text: string }>(sql`
    select ST_SetSRID(ST_GeomFromGeoJSON(${geojson}), 4490)::text as text`);
  return text;
}

const regionOf = (content: RowContent, { planRegion }: PlaceKey): string =>
  typeof content['county_code'] === 'string' ? content['county_code'] : planRegion;

/** Drawing of the places of projects: points, lines and areas. */
export class ProjectPlaceDrawing {
  readonly #services: DrawingServices;

  constructor(services: DrawingServices) {
    this.#services = services;
  }

  /** @throws AppError no-plan, not-found, invalid-request, forbidden */
  create(request: DrawingRequest, number: number, fields: PlaceFields) {
    const actor = actorOf(request.principal);
    return writeDrawing(this.#services, request, async (transaction) => {
      const { planId, planRegion } = await readKey(transaction, number, 0);
      const content = await contentOf(transaction, fields);
      const order = await nextPlaceOrder(transaction, planId, number);
      const key = { planId, planRegion, number, order };
      requireAllowed(actor, 'edit-places', regionOf(content, key));
      const row = {
        plan_id: planId,
        project_number: number,
        order,
        ...content,
        ...(await signDrawing(transaction, actor)),
        is_demonstration: false,
        revision: 1,
        changed_by: actor.personId,
        changed_at: new Date().toISOString(),
      };
      await insertRows(transaction, 'project_place', [row]);
      return { item: await this.#settle(transaction, request, { action: 'create', key }) };
    });
  }

  /** @throws AppError precondition-required, no-plan, not-found, invalid-request, forbidden, stale-revision */
  change(
    request: DrawingRequest & { raw: IncomingMessage; params: { number: number; order: number } },
    fields: PlaceFields,
  ) {
    const actor = actorOf(request.principal);
    const { number, order } = request.params;
    const revision = readRevision(request.raw);
    return writeDrawing(this.#services, request, async (transaction) => {
      const key = await readKey(transaction, number, order);
      const before = await this.#findAllowed(transaction, request, key);
      if (Object.keys(fields).length === 0)
        refuseFaults([{ path: '', message: '没有改动 nothing is changed' }]);
      const content = await contentOf(transaction, fields);
      if (fields.geometry) requireAllowed(actor, 'edit-places', regionOf(content, key));
      const row = await this.#lock(transaction, key, revision);
      const rows = [
        {
          ...row,
          ...content,
          revision: revision + 1,
          changed_by: actor.personId,
          changed_at: new Date().toISOString(),
        },
      ];
      await updateRows(transaction, 'project_place', { key: ['plan_id', 'project_number', 'order'], rows });
      return { item: await this.#settle(transaction, request, { action: 'change', key, before }) };
    });
  }

  /** @throws AppError precondition-required, no-plan, not-found, forbidden, stale-revision */
  remove(request: DrawingRequest & { raw: IncomingMessage; params: { number: number; order: number } }) {
    const { number, order } = request.params;
    const revision = readRevision(request.raw);
    return writeDrawing(this.#services, request, async (transaction) => {
      const key = await readKey(transaction, number, order);
      const before = await this.#findAllowed(transaction, request, key);
      const content = await this.#lock(transaction, key, revision);
      await keepDeleted(
        transaction,
        {
          layer: 'projects',
          key: textOf(key),
          regionCode: regionOf(content, key),
          content,
          isDemonstration: before.isDemonstration,
        },
        actorOf(request.principal).personId,
      );
      await deleteRows(transaction, 'project_place', conditionOf(key));
      await this.#tell(transaction, request, { action: 'delete', key, before, after: null });
      const restorePath = `/api/projects/${number}/places/${order}/restore`;
      return { deleted: true as const, restorePath };
    });
  }

  /** @throws AppError no-plan, not-found, already-exists, forbidden */
  restore(request: DrawingRequest & { params: { number: number; order: number } }) {
    const { number, order } = request.params;
    return writeDrawing(this.#services, request, async (transaction) => {
      const key = await readKey(transaction, number, order);
      const { content, regionCode } = await takeDeleted<RowContent>(transaction, {
        layer: 'projects',
        key: textOf(key),
      });
      requireAllowed(actorOf(request.principal), 'edit-places', regionCode);
      if (await findProjectPlace(transaction, key)) {
        throw new AppError('already-exists', `place ${textOf(key)} is there`);
      }
      await insertRows(transaction, 'project_place', [content]);
      return { item: await this.#settle(transaction, request, { action: 'restore', key }) };
    });
  }

  async #findAllowed(
    transaction: Transaction,
    { principal }: DrawingRequest,
    key: PlaceKey,
  ): Promise<ProjectPlace> {
    const place = await findProjectPlace(transaction, key);
    if (!place) throw notFound('project place', textOf(key));
    requireAllowed(actorOf(principal), 'edit-places', place.countyCode ?? key.planRegion);
    return place;
  }

  async #lock(transaction: Transaction, key: PlaceKey, revision: number): Promise<RowContent> {
    const [row] = await lockRows(transaction, 'project_place', conditionOf(key));
    if (row?.['revision'] !== revision) {
      throw new AppError('stale-revision', `place ${textOf(key)} was changed since`, {
        members: { revision: row?.['revision'] ?? null },
      });
    }
    return row;
  }

  async #settle(
    transaction: Transaction,
    request: DrawingRequest,
    { action, key, before = null }: { action: DrawingAction; key: PlaceKey; before?: ProjectPlace | null },
  ): Promise<ProjectPlace> {
    const after = await findProjectPlace(transaction, key);
    await this.#tell(transaction, request, { action, key, before, after });
    return after!;
  }

  async #tell(
    transaction: Transaction,
    request: DrawingRequest,
    {
      action,
      key,
      before,
      after,
    }: { action: DrawingAction; key: PlaceKey; before: ProjectPlace | null; after: ProjectPlace | null },
  ): Promise<void> {
    const regions = [after, before].flatMap((place) => (place ? [place.countyCode ?? key.planRegion] : []));
    await tellOfDrawing(transaction, this.#services, {
      request,
      layer: 'projects',
      noun: 'project',
      action,
      rows: [{ id: key.number, subjectId: String(key.number), regions, before, after }],
    });
  }
}
