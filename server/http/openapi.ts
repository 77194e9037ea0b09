import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { endpoints, publicPath, type EndpointName } from '#contract/endpoints';
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
    ...(takesInput || route.body !== null ? (['invalid-request'] as const) : []),
    ...(route.permission === 'open' ? [] : (['unauthenticated', 'forbidden'] as const)),
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

function requestBodyOf({ body }: RouteSchema): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (body === null) return {};
  const content =
    body === 'stream'
      ? { 'application/octet-stream': { schema: z.string() } }
      : { 'application/json': { schema: body } };
  return { requestBody: { required: true, content } };
}

function operationOf(name: EndpointName, side: 'working' | 'public'): ZodOpenApiOperationObject {
  const route: RouteSchema = routes[name];
  const isOpen = side === 'public' || route.permission === 'open';
  const content =
    route.response === null
      ? Object.fromEntries((route.produces ?? []).map((type) => [type, { schema: z.string() }]))
      : { 'application/json': { schema: route.response } };
  return {
    operationId: side === 'public' ? `${name}OfRelease` : name,
    summary: side === 'public' ? `${route.summary}, from the current release` : route.summary,
    tags: [route.tag],
    requestParams: { path: route.params, query: route.query },
    ...requestBodyOf(route),
    security: isOpen ? [] : [{ session: [] }],
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
    const { audience }: RouteSchema = routes[name];
    const put = (address: string, side: 'working' | 'public') => {
      paths[address] = { ...paths[address], [method.toLowerCase()]: operationOf(name, side) };
    };
    if (audience !== 'public') put(path, 'working');
    if (audience !== 'staff') put(publicPath(path), 'public');
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: '乡图 Xiangtu',
      version,
      description:
        'Village plans on a map. Positions are [longitude, latitude] in CGCS2000 (EPSG:4490); times are UTC; ' +
        'unknown is null, never zero. `lang=en` or Accept-Language chooses the language of messages.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'xiangtu' } } },
    paths,
  });
}
