import { z } from 'zod';
import { grantRoles } from '#domain/access/permissions';
import { divisionCodeSchema } from './place.ts';

export const grantSchema = z.object({ role: z.enum(grantRoles), regionCode: divisionCodeSchema });

/** Folded first, as at the login. */
const login = z
  .string()
  .normalize('NFKC')
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/);
const name = z.string().trim().min(1).max(60);
/** Length is what protects; 64 and more must be possible. */
const newPassword = z.string().min(10).max(256);

/** Who is logged in; null: nobody. */
export const sessionSchema = z.object({
  person: z
    .object({
      id: z.number().int(),
      login: z.string(),
      name: z.string(),
      grants: z.array(grantSchema),
    })
    .nullable(),
  /** Repeat it in x-csrf-token with every request that changes something. */
  csrfToken: z.string().nullable(),
  /** Names of demonstration accounts, where this is a 演示站 that has them: for the login page. */
  demonstrationLogins: z.array(z.string()),
});
export type Session = z.infer<typeof sessionSchema>;

export const loginBody = z.strictObject({
  login: z.string().min(1).max(100),
  password: z.string().min(1).max(256),
});
export const changePasswordBody = z.strictObject({
  password: z.string().min(1).max(256),
  newPassword,
});

/** What a one-time link is for. */
export const setupLinkSchema = z.object({
  purpose: z.enum(['first-admin', 'password']),
  login: z.string().nullable(),
  name: z.string().nullable(),
  expiresAt: z.string(),
});
/** `login` and `name` are for the first administrator only. */
export const setupBody = z.strictObject({ login: login.optional(), name: name.optional(), newPassword });

export const personSchema = z.object({
  id: z.number().int(),
  login: z.string(),
  name: z.string(),
  isDisabled: z.boolean(),
  isDemonstration: z.boolean(),
  hasPassword: z.boolean(),
  lockedUntil: z.string().nullable(),
  createdAt: z.string(),
  grants: z.array(grantSchema),
  /** Whether the asker may change this person: all their grants are inside the asker's regions. */
  isManaged: z.boolean(),
});
export type Person = z.infer<typeof personSchema>;
export const personListSchema = z.object({ items: z.array(personSchema) });

export const createPersonBody = z.strictObject({ login, name, grants: z.array(grantSchema).max(50) });
export const updatePersonBody = z.strictObject({
  name: name.optional(),
  isDisabled: z.boolean().optional(),
  /** true: takes back a lock after too many attempts. */
  unlock: z.literal(true).optional(),
});
export const changeGrantsBody = z.strictObject({
  add: z.array(grantSchema).max(50).default([]),
  remove: z.array(grantSchema).max(50).default([]),
});
/** Shown once: only its hash is kept. */
export const passwordLinkSchema = z.object({ path: z.string(), expiresAt: z.string() });
export const createdPersonSchema = z.object({ person: personSchema, link: passwordLinkSchema });
