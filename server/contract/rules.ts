import { z } from 'zod';
import { none, route, versionParams } from './route.ts';

/** A rule that suggests a category; the first of a list that surely holds decides (domain/rules). */
const rule = {
  id: z.string().regex(/^[A-Za-z0-9_-]{1,60}$/),
  categoryKey: z.string().min(1).max(100),
  /** A MapLibre expression over village attributes that comes out as yes or no. */
  expression: z.array(z.json()).min(1),
};
export const ruleSchema = z.object({
  ...rule,
  /** Where the plan says so. */
  clause: z.string().nullable(),
  note: z.string().nullable(),
});
export type VersionRule = z.infer<typeof ruleSchema>;
export const ruleListSchema = z.object({
  /** Goes up by one whenever the list is replaced; If-Match of the next replacement. */
  revision: z.number().int(),
  /** In the order they are tried. */
  items: z.array(ruleSchema),
});
export type RuleList = z.infer<typeof ruleListSchema>;
export const replaceRulesBody = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        ...rule,
        clause: z.string().trim().max(300).nullable().default(null),
        note: z.string().trim().max(2000).nullable().default(null),
      }),
    )
    .max(100),
});

const rules = {
  tag: 'versions',
  audience: 'staff',
  cache: 'none',
  params: versionParams,
  query: none,
  response: ruleListSchema,
} as const;

export const ruleRoutes = {
  getRules: route({
    ...rules,
    summary: 'The rules of a version, in the order they are tried',
    permission: 'read-version',
    body: null,
  }),
  replaceRules: route({
    ...rules,
    summary: 'Replace the rules of a draft; needs If-Match with the revision of the list',
    permission: 'edit-rules',
    body: replaceRulesBody,
    bodyBytes: 512 * 1024,
  }),
};
