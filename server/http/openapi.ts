import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { endpoints, type EndpointName } from '#contract/endpoints';
import { errorCodes, type ErrorCode } from '#contract/errors';
import { routes, type RouteSchema } from '#contract/routes';

/** RFC 9457, as every error is answered. */
const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
    detail: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem; `code` is stable, `title` is for people' });

/** Errors an endpoint can answer with. */
function codesOf(route: RouteSchema): ErrorCode[] {
  const takesInput = Object.keys(route.params.shape).length + Object.keys(route.query.shape).length > 0;
  return [
    ...(takesInput ? (['invalid-request'] as const) : []),
    ...(Object.keys(route.params.shape).length > 0 ? (['not-found'] as const) : []),
    'internal-error',
    'database-unavailable',
  ];
}

function problemResponses(route: RouteSchema) {
  return Object.fromEntries(
    codesOf(route).map((code) => [
      String(errorCodes[code].status),
      {
        description: errorCodes[code].en,
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}

function operationOf(name: EndpointName): ZodOpenApiOperationObject {
  const route: RouteSchema = routes[name];
  const content =
    route.response === null
      ? Object.fromEntries((route.produces ?? []).map((type) => [type, { schema: z.string() }]))
      : { 'application/json': { schema: route.response } };
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.tag],
    requestParams: { path: route.params, query: route.query },
    responses: {
      '200': { description: 'OK', content },
      ...(route.cache === 'data'
        ? { '304': { description: 'The copy named by If-None-Match is good' } }
        : {}),
      ...problemResponses(route),
    },
  };
}

/** The OpenAPI 3.1 description of every endpoint of the contract, generated from the same schemas. */
export function openApiDocument(version: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const name of Object.keys(endpoints) as EndpointName[]) {
    const { method, path } = endpoints[name];
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(name) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: '乡图 Xiangtu',
      version,
      description:
        'Village plans on a map. Positions are [longitude, latitude] in CGCS2000 (EPSG:4490); times are UTC; ' +
        'unknown is null, never zero. `lang=en` or Accept-Language chooses the language of messages.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
  });
}
