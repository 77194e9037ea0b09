import { z } from 'zod';
import type { Permission } from '#domain/access/permissions';

export const none = z.object({});
export const idParams = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
export const versionParams = z.object({ id: z.string().max(100) });

/** What an endpoint takes, answers, and asks of whoever calls it. */
export interface RouteSchema {
  summary: string;
  tag: string;
  /** What the caller must hold (domain/access); open: nothing, not even a session. */
  permission: Permission | 'open';
  /**
   * staff: at its own path for people with a session; public: only below /api/public, from releases; both: at both,
   * the same answer made of working data for staff and of the current release for the public.
   */
  audience: 'staff' | 'public' | 'both';
  params: z.ZodObject;
  query: z.ZodObject;
  /** JSON body; null: none; stream: any bytes, read by the handler. */
  body: z.ZodType | null | 'stream';
  /** Most bytes of a JSON body; 64 kB unless said. */
  bodyBytes?: number;
  /** null: not JSON; the handler writes the body (see `produces`). */
  response: z.ZodType | null;
  produces?: readonly string[];
  /**
   * data: the answer depends on the data version only and is revalidated by ETag; none: never stored.
   */
  cache: 'data' | 'none';
}

/** Keeps the exact types of a route while checking its shape. */
export function route<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType | null | 'stream',
  R extends z.ZodType | null,
  const Access extends RouteSchema['permission'],
  const Audience extends RouteSchema['audience'],
>(schema: {
  summary: string;
  tag: string;
  permission: Access;
  audience: Audience;
  params: P;
  query: Q;
  body: B;
  bodyBytes?: number;
  response: R;
  produces?: readonly string[];
  cache: 'data' | 'none';
}) {
  return schema;
}
