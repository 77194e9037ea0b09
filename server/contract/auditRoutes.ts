import { z } from 'zod';
import { auditListSchema, historySchema, historySubjects } from './audit.ts';
import { none, route } from './route.ts';

const page = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};

export const auditRoutes = {
  getHistory: route({
    tag: 'audit',
    summary: 'What was done to a thing, newest first',
    permission: 'read-version',
    audience: 'staff',
    params: z.object({ type: z.enum(historySubjects), id: z.string().max(100) }),
    query: z.object(page),
    body: null,
    response: historySchema,
    cache: 'none',
  }),
  listAuditEvents: route({
    tag: 'audit',
    summary: 'The audit log, newest first',
    permission: 'read-audit',
    audience: 'staff',
    params: none,
    query: z.object({
      ...page,
      chain: z.string().max(20).optional(),
      action: z.string().max(60).optional(),
      person: z.coerce.number().int().positive().max(2_147_483_647).optional(),
    }),
    body: null,
    response: auditListSchema,
    cache: 'none',
  }),
};
