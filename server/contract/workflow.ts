import { z } from 'zod';
import { eventTopics } from './eventTopics.ts';
import { divisionCodeSchema } from './place.ts';
import { versionSchema, versionStateSchema } from './plans.ts';

const time = z.string();
/** A batch is named by its Idempotency-Key. */
export const batchKeyPattern = /^[A-Za-z0-9_-]{8,80}$/;
/** Whoever did something: people are named where their work is seen. */
export const actorSchema = z.object({ id: z.number().int(), name: z.string() });

/** A version as the workbench lists it: the version, its people and how far its list has got. */
export const versionRowSchema = versionSchema.extend({
  planShortName: z.string(),
  planShortNameEn: z.string(),
  author: actorSchema.nullable(),
  createdAt: time,
  submittedBy: actorSchema.nullable(),
  submittedAt: time.nullable(),
  decidedBy: actorSchema.nullable(),
  decidedAt: time.nullable(),
  decisionReason: z.string().nullable(),
  basedOn: z.string().nullable(),
  /** Of the rows the asker sees. */
  members: z.number().int(),
  unassigned: z.number().int(),
  openComments: z.number().int(),
});
export type VersionRow = z.infer<typeof versionRowSchema>;
export const versionListSchema = z.object({ items: z.array(versionRowSchema) });
export const versionListQuery = z.object({
  plan: z.string().max(100).optional(),
  state: versionStateSchema.optional(),
});

/** copy: the same list to go on with; adjustment: next year's version 动态调整 of a published or approved one. */
export const createVersionBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('copy'),
    from: z.string().max(100),
    label: z.string().trim().min(1).max(120),
  }),
  z.strictObject({
    kind: z.literal('adjustment'),
    from: z.string().max(100),
    year: z.number().int().min(1990).max(2200),
    label: z.string().trim().min(1).max(120).optional(),
  }),
]);

export const assignmentStatusSchema = z.enum(['assigned', 'unassigned', 'deferred']);
/** A village's place in the list; null: 不在名单. */
export const assignmentValueSchema = z
  .object({
    status: assignmentStatusSchema,
    categoryKey: z.string().nullable(),
    /** Of 暂不分类. */
    reviewDate: z.string().nullable(),
    reason: z.string().nullable(),
    /** The criterion of the category that is met: its key or its words; missing: none. */
    criterion: z.string().nullable().optional(),
    /** The clause of the plan it rests on; missing: none. */
    clause: z.string().nullable().optional(),
  })
  .nullable();
export type AssignmentValue = z.infer<typeof assignmentValueSchema>;

const changeTarget = {
  villageIds: z.array(z.number().int().positive()).min(1).max(5000),
  /** Of this and the next two: null or missing leaves the text where the place stays and drops it where the place changes; '' removes it. */
  reason: z.string().trim().max(2000).nullable().default(null),
  criterion: z.string().trim().max(200).nullish(),
  clause: z.string().trim().max(300).nullish(),
  evidence: z
    .array(z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/), fileName: z.string().min(1).max(200) }))
    .max(20)
    .default([]),
};
/** The same change for many villages, as one stroke makes it. */
export const assignmentEditSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('assigned'), categoryKey: z.string().max(100), ...changeTarget }),
  z.strictObject({ status: z.literal('unassigned'), ...changeTarget }),
  z.strictObject({ status: z.literal('deferred'), reviewDate: z.iso.date(), ...changeTarget }),
  z.strictObject({ status: z.literal('outside'), ...changeTarget }),
]);
/**
 * A batch of edits on top of the revision named by If-Match, under an Idempotency-Key. `overwrite` names villages
 * whose newer values the sender has seen and decides to replace.
 */
export const changeAssignmentsBody = z.strictObject({
  edits: z.array(assignmentEditSchema).min(1).max(500),
  overwrite: z.array(z.number().int().positive()).max(5000).default([]),
  /** Where the batch takes back, or does again, an earlier stroke of the sender in this version. */
  history: z
    .strictObject({ kind: z.enum(['undo', 'redo']), reverses: z.string().regex(batchKeyPattern) })
    .optional(),
});
export const changeAssignmentsAnswer = z.object({
  versionId: z.string(),
  revision: z.number().int(),
  /** Villages whose place changed; those that already had it are not counted. */
  changed: z.number().int(),
  /** Edits of others since the named revision, which touch other villages and were merged. */
  merged: z.number().int(),
});
/** A village that somebody else changed since: a member `conflicts` of the problem stale-revision. */
export const conflictSchema = z.object({
  villageId: z.number().int(),
  name: z.string(),
  countyCode: divisionCodeSchema,
  mine: assignmentValueSchema,
  theirs: assignmentValueSchema,
  by: actorSchema,
  at: time,
  revision: z.number().int(),
});
export type Conflict = z.infer<typeof conflictSchema>;

/**
 * A batch of the asker that changed something; the members of `JournalBatch` of domain/painting, changes in groups
 * (`ChangeGroup`). An undo or redo may name a stroke that is older than the journal.
 */
export const strokeSchema = z.object({
  /** The key of the batch. */
  id: z.string(),
  kind: z.enum(['stroke', 'undo', 'redo']),
  /** Key of the stroke that is undone or done again; null for a stroke. */
  reverses: z.string().nullable(),
  /** Of the version after it. */
  revision: z.number().int(),
  at: time,
  /** Villages that went the same way; of the counties the asker may see. */
  changes: z.array(
    z.object({
      before: assignmentValueSchema,
      after: assignmentValueSchema,
      villageIds: z.array(z.number().int()),
    }),
  ),
});
export type Stroke = z.infer<typeof strokeSchema>;
export const strokeListSchema = z.object({
  /** Oldest first. */
  items: z.array(strokeSchema),
  /** Older ones are left out. */
  isCut: z.boolean(),
});

export const assignmentRowsQuery = z.object({
  region: divisionCodeSchema.optional(),
  category: z.string().max(100).optional(),
  status: assignmentStatusSchema.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export const assignmentRowSchema = z.object({
  villageId: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  countyCode: divisionCodeSchema,
  townshipCode: divisionCodeSchema,
  status: assignmentStatusSchema,
  categoryKey: z.string().nullable(),
  reviewDate: z.string().nullable(),
  reason: z.string().nullable(),
  criterion: z.string().nullable().optional(),
  clause: z.string().nullable().optional(),
  evidence: z.array(z.object({ hash: z.string(), fileName: z.string(), mediaType: z.string() })),
  changedBy: actorSchema.nullable(),
  changedAt: time.nullable(),
  revision: z.number().int(),
});
export const assignmentRowListSchema = z.object({
  items: z.array(assignmentRowSchema),
  total: z.number().int(),
  nextCursor: z.string().nullable(),
});

export const noteBody = z.strictObject({ note: z.string().trim().max(2000).nullable().default(null) });
export const reasonBody = z.strictObject({ reason: z.string().trim().min(1).max(2000) });

/** Old category × new category; keys are those of the schemes and unassigned, deferred, outside. */
export const versionDiffSchema = z.object({
  versionId: z.string(),
  againstId: z.string(),
  /** Rows and columns in order. */
  keys: z.array(z.string()),
  cells: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      villages: z.number().int(),
      /** Of villages with a known figure; null where none has one. */
      people: z.number().int().nullable(),
      peopleUnknown: z.number().int(),
    }),
  ),
  changed: z.number().int(),
  newlyAssigned: z.number().int(),
  removed: z.number().int(),
  unchanged: z.number().int(),
  /** Figures of people are demonstration data. */
  isDemonstration: z.boolean(),
  changes: z.array(
    z.object({
      villageId: z.number().int(),
      name: z.string(),
      nameEn: z.string(),
      countyCode: divisionCodeSchema,
      townshipCode: divisionCodeSchema,
      from: z.string(),
      to: z.string(),
      people: z.number().int().nullable(),
      /** What the new place rests on, as the newer version says; null: it says nothing. */
      reason: z.string().nullable(),
      criterion: z.string().nullable(),
      clause: z.string().nullable(),
      evidenceCount: z.number().int(),
    }),
  ),
});
export type VersionDiff = z.infer<typeof versionDiffSchema>;

export const commentBody = z.strictObject({
  text: z.string().trim().min(1).max(4000),
  villageId: z.number().int().positive().nullable().default(null),
  categoryKey: z.string().max(100).nullable().default(null),
});
export const commentSchema = z.object({
  id: z.number().int(),
  text: z.string(),
  villageId: z.number().int().nullable(),
  villageName: z.string().nullable(),
  categoryKey: z.string().nullable(),
  author: actorSchema,
  createdAt: time,
  resolvedBy: actorSchema.nullable(),
  resolvedAt: time.nullable(),
});
export type Comment = z.infer<typeof commentSchema>;
export const commentListSchema = z.object({ items: z.array(commentSchema) });

export const evidenceSchema = z.object({ hash: z.string(), mediaType: z.string(), bytes: z.number().int() });

/** What waits for somebody, most urgent first. */
export const inboxItemSchema = z.object({
  kind: z.enum([
    'to-review',
    'returned-to-me',
    'to-publish',
    'comment-open',
    'draft-unassigned',
    'window-open',
    'window-ending',
  ]),
  versionId: z.string().nullable(),
  releaseId: z.string().nullable(),
  title: z.string(),
  titleEn: z.string(),
  regionCode: divisionCodeSchema,
  at: time,
  by: actorSchema.nullable(),
  /** A reason, the text of a comment … */
  note: z.string().nullable(),
  /** How many: comments, villages, days left. */
  count: z.number().int().nullable(),
});
export type InboxItem = z.infer<typeof inboxItemSchema>;
export const inboxSchema = z.object({ items: z.array(inboxItemSchema) });

/** Somebody who has a version open; each person once, whoever came first first. */
export const presentPersonSchema = actorSchema.extend({ since: time });
export type PresentPerson = z.infer<typeof presentPersonSchema>;
export const presenceSchema = z.object({ items: z.array(presentPersonSchema) });

/** What those who look on hear of. */
export const eventTopicSchema = z.enum(eventTopics);
/**
 * The data of one server-sent event; the topic is also the event's name. One event more is named `reset`, without
 * data to go by: what was missed is not kept any more, load everything anew.
 */
export const liveEventSchema = z.object({
  topic: eventTopicSchema,
  regionCode: divisionCodeSchema,
  versionId: z.string().nullable(),
  actorId: z.number().int().nullable(),
  at: time,
  /**
   * Of assignments-changed: `AssignmentsChanged`; of version-changed: action, state, revision; of rules-changed:
   * revision; of places-changed: layer and ids; of territories-changed: edit and villages; of presence-changed: nothing, who is there is asked for.
   */
  payload: z.record(z.string(), z.unknown()),
});
export type LiveEvent = z.infer<typeof liveEventSchema>;
/** Payload of assignments-changed; a large batch comes as several events with the same revision. */
export const assignmentsChangedSchema = z.object({
  revision: z.number().int(),
  villages: z.array(
    z.object({
      id: z.number().int(),
      /** outside: not in the list any more. */
      status: z.enum(['assigned', 'unassigned', 'deferred', 'outside']),
      categoryKey: z.string().nullable(),
    }),
  ),
});
export type AssignmentsChanged = z.infer<typeof assignmentsChangedSchema>;
