import { z } from 'zod';
import { divisionCodeSchema, positionSchema } from './place.ts';
import { idParams, none, route } from './route.ts';

const id = z.number().int().positive().max(2_147_483_647);
/** Degrees (EPSG:4490); what it must meet the server says with the place. */
const line = z.array(positionSchema).min(2).max(2000);
const side = z.enum(['left', 'right']);
const reason = z.string().trim().min(1).max(500);

/** A village that a split makes: it stands in no plan's list yet. */
const newVillageSchema = z.strictObject({
  name: z.string().trim().min(2).max(40),
  kind: z.enum(['village', 'community']),
  /** 12 digits; null: there is none yet, and none is invented. */
  code: z
    .string()
    .regex(/^\d{12}$/, '村的代码是 12 位数字 a village code has 12 digits')
    .nullable(),
});

/** The four edits, with what must be said of them. */
const editBody = <Reason extends z.ZodType, Approval extends z.ZodType>(said: {
  reason: Reason;
  approval: Approval;
}) => {
  const common = {
    reason: said.reason,
    /** Somebody has looked: the place of a village lies outside its own territory and that is right. */
    acceptsPointOutside: z.boolean().default(false),
  };
  /** By which document a village was divided or ended. */
  const { approval } = said;
  return z.discriminatedUnion('kind', [
    z.strictObject({
      ...common,
      kind: z.literal('redraw'),
      /** Id of the border, and the villages on its two sides as the sender sees them. */
      arc: id,
      villages: z.tuple([id, id]),
      /** From one place on the border to another; replaces what lies between. */
      line,
    }),
    z.strictObject({
      ...common,
      kind: z.literal('handOver'),
      village: id,
      /** The neighbour that gets the part of `village` on this side of the line. */
      receiver: id,
      side,
      line,
    }),
    z.strictObject({
      ...common,
      kind: z.literal('split'),
      approval,
      village: id,
      side,
      line,
      newVillage: newVillageSchema,
    }),
    z.strictObject({ ...common, kind: z.literal('merge'), approval, kept: id, gone: id }),
  ]);
};
export const territoryEditBody = editBody({ reason, approval: z.string().trim().min(1).max(200) });
/** Somebody who tries need not say why yet. */
const trial = z.string().trim().max(500).default('试算');
export const territoryTrialBody = editBody({ reason: trial, approval: trial });
export type TerritoryEditRequest = z.input<typeof territoryEditBody>;
export type TerritoryTrialRequest = z.input<typeof territoryTrialBody>;
export type CheckedTerritoryEdit = z.output<typeof territoryEditBody>;

const villageRef = z.object({ id: z.number().int(), name: z.string() });

/** An edit that was carried out. */
export const territoryEditSchema = z.object({
  /** Also the revision of the borders after it. */
  id: z.number().int(),
  kind: z.enum(['redraw', 'handOver', 'split', 'merge', 'undo']),
  undoes: z.number().int().nullable(),
  townshipCode: divisionCodeSchema,
  townshipName: z.string(),
  /** Whose ground it was about. */
  subjects: z.array(villageRef),
  reason: z.string(),
  approval: z.string().nullable(),
  by: z.object({ id: z.number().int(), name: z.string() }),
  at: z.string(),
  /** free: can be taken back; done: was; covered: later edits stand on it. */
  state: z.enum(['free', 'done', 'covered']),
});
export type TerritoryEditRow = z.infer<typeof territoryEditSchema>;

/** What an edit makes of the villages it is about. */
export const territoryOutcomeSchema = z.object({
  villages: z.array(
    villageRef.extend({
      townshipCode: divisionCodeSchema,
      /** Square metres on the ellipsoid; null: there is, or was, no territory. */
      squareMetresBefore: z.number().nullable(),
      squareMetresAfter: z.number().nullable(),
      /** They stay with the village whose they are. null: unknown. */
      people: z.number().int().nullable(),
      isDemonstration: z.boolean(),
      /** null: no place is known, or there is no territory. */
      isPointInside: z.boolean().nullable(),
      /** GeoJSON coordinates of a MultiPolygon; null: none is left. */
      territory: z.array(z.array(z.array(positionSchema))).nullable(),
    }),
  ),
  /** Neighbours whose border got or lost a vertex on its line, and nothing else. */
  touchedVillages: z.array(villageRef),
  /** What plans that are worked on say of the villages; it stays as it is. */
  assignments: z.array(
    z.object({
      versionId: z.string(),
      versionLabel: z.string(),
      villageId: z.number().int(),
      status: z.enum(['assigned', 'unassigned', 'deferred']),
      categoryName: z.string().nullable(),
      categoryNameEn: z.string().nullable(),
    }),
  ),
  /** Sites and facilities on the ground that changes hands: they stay with the village they were recorded for. */
  placesOnGround: z.number().int(),
});
export type TerritoryOutcome = z.infer<typeof territoryOutcomeSchema>;

export const writtenTerritorySchema = z.object({
  edit: territoryEditSchema,
  outcome: territoryOutcomeSchema,
  dataVersion: z.string(),
});
export type WrittenTerritory = z.infer<typeof writtenTerritorySchema>;

/** Member `refusal` of the problem territory-refused. */
export const territoryRefusalSchema = z.object({
  code: z.string(),
  sentence: z.object({ zh: z.string(), en: z.string() }),
  /** Where the map should look. */
  place: z.object({ type: z.literal('Point'), coordinates: positionSchema }).nullable(),
  villages: z.array(villageRef),
});
export type TerritoryRefusal = z.infer<typeof territoryRefusalSchema>;
/** What a trial says: what would come of the edit, or why it would be refused. */
export const territoryTrialSchema = z.union([
  z.object({ outcome: territoryOutcomeSchema, refusal: z.null() }),
  z.object({ outcome: z.null(), refusal: territoryRefusalSchema }),
]);
export type TerritoryTrial = z.infer<typeof territoryTrialSchema>;
/** Member `edits` of the problems stale-revision and edit-covered: who did what in the meantime. */
export type MeantimeEdit = Pick<TerritoryEditRow, 'id' | 'kind' | 'by' | 'at' | 'subjects'>;

const editing = {
  tag: 'territories',
  permission: 'edit-territories',
  audience: 'staff',
  cache: 'none',
} as const;
const bodyBytes = 256 * 1024;

export const territoryEditRoutes = {
  listTerritoryEdits: route({
    ...editing,
    permission: 'read-working',
    summary: 'Edits of territories of a region, the latest first',
    params: none,
    query: z.object({
      region: divisionCodeSchema,
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    body: null,
    response: z.object({ items: z.array(territoryEditSchema) }),
  }),
  tryTerritoryEdit: route({
    ...editing,
    summary: 'What an edit of territories would come to; writes nothing. Needs If-Match like the edit itself',
    params: none,
    query: none,
    body: territoryTrialBody,
    bodyBytes,
    response: territoryTrialSchema,
  }),
  editTerritories: route({
    ...editing,
    summary: 'Redraw, hand over, split or merge; needs If-Match with the revision of the borders',
    params: none,
    query: none,
    body: territoryEditBody,
    bodyBytes,
    response: writtenTerritorySchema,
  }),
  undoTerritoryEdit: route({
    ...editing,
    summary: 'Take an edit of territories back, bit by bit',
    params: idParams,
    query: none,
    body: z.strictObject({ reason }),
    response: writtenTerritorySchema,
  }),
};
