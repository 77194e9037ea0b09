import { z } from 'zod';
import { disclosureSchema, releaseListSchema, releasePreviewSchema, releaseSchema } from './releases.ts';
import { none, route, versionParams } from './route.ts';
import { reasonBody } from './workflow.ts';

const publishing = {
  tag: 'releases',
  permission: 'publish-version',
  audience: 'staff',
  query: none,
  cache: 'none',
} as const;
const reading = {
  tag: 'releases',
  permission: 'open',
  audience: 'public',
  cache: 'data',
  body: null,
} as const;
const releaseParams = z.object({ id: z.string().max(80) });

export const releaseRoutes = {
  previewRelease: route({
    ...publishing,
    summary: 'What would be published, what is left out and why, and what is still missing',
    params: versionParams,
    body: disclosureSchema,
    response: releasePreviewSchema,
  }),
  publishVersion: route({
    ...publishing,
    summary: 'Publish an approved version as a release',
    params: versionParams,
    body: disclosureSchema,
    response: releaseSchema,
  }),
  retractRelease: route({
    ...publishing,
    summary: 'Withdraw a release: a tombstone with the reason stays',
    params: releaseParams,
    body: reasonBody,
    response: releaseSchema,
  }),
  listReleases: route({
    ...reading,
    summary: 'Releases, newest first, with tombstones',
    params: none,
    query: z.object({ plan: z.string().max(100).optional() }),
    response: releaseListSchema,
  }),
  getRelease: route({
    ...reading,
    summary: 'A release and its files',
    params: releaseParams,
    query: none,
    response: releaseSchema,
  }),
};
