import { z } from 'zod';
import { actorSchema } from './workflow.ts';

export const historySubjects = [
  'version',
  'village',
  'release',
  'person',
  'session',
  'export',
  'site',
  'facility',
  'project',
  'route',
] as const;

export const historyEventSchema = z.object({
  chain: z.string(),
  number: z.number().int(),
  at: z.string(),
  actor: actorSchema.nullable(),
  role: z.string(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});
export type HistoryEvent = z.infer<typeof historyEventSchema>;
export const historySchema = z.object({
  items: z.array(historyEventSchema),
  nextCursor: z.string().nullable(),
});
export const auditEventSchema = historyEventSchema.extend({
  address: z.string().nullable(),
  requestId: z.string().nullable(),
});
export const auditListSchema = z.object({
  items: z.array(auditEventSchema),
  nextCursor: z.string().nullable(),
});
