import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { z } from 'zod';
import { endpoints, publicPath, type EndpointName } from '#contract/endpoints';
import { routes, type Routes, type RouteSchema } from '#contract/routes';
import type { Database } from '../database/database.ts';
import { AppError } from '../errors.ts';
import { send, type Content } from './answer.ts';
import type { CompressedBodies } from './compression.ts';
import { parsePart } from './fieldErrors.ts';
import { refuseForgery } from './forgery.ts';
import { languageOf, type Language } from './language.ts';
import type { Authenticate, Principal, RequestOrigin } from './principal.ts';
import { databaseFor, databaseOfRelease, type RequestDatabase } from './requestDatabase.ts';
import { originOf } from './requestLog.ts';

type BodyOf<N extends EndpointName> = Routes[N]['body'] extends z.ZodType
  ? z.output<Routes[N]['body']>
  : null;
/** What a route with a permission can rely on; an open one asks nobody who they are. */
type AccessOf<N extends EndpointName> = Routes[N]['permission'] extends 'open'
  ? { principal: Principal | null; database: null }
  : { principal: Principal | null; database: RequestDatabase };

/** A request whose parts have been parsed by the schemas of its route. */
export type BoundRequest<N extends EndpointName> = AccessOf<N> & {
  params: z.output<Routes[N]['params']>;
  query: z.output<Routes[N]['query']>;
  body: BodyOf<N>;
  language: Language;
  origin: RequestOrigin;
  /** The request itself, for a body that is streamed and for headers. */
  raw: Request;
};

/** The answer of an endpoint that does not speak JSON. */
export interface Download {
  contentType: string;
  fileName: string;
  body: string | Buffer;
}

/** An answer with a status of its own; everything else is 200. */
export class StatusAnswer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Body, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** An answer that is written bit by bit: a file, or events as they come. */
export class StreamAnswer {
  readonly write: (request: Request, response: Response) => Promise<void>;

  constructor(write: (request: Request, response: Response) => Promise<void>) {
    this.write = write;
  }
}

type Answer<N extends EndpointName> = Routes[N]['response'] extends z.ZodType
  ? z.output<Routes[N]['response']> | StatusAnswer<z.output<Routes[N]['response']>>
  : Download | StreamAnswer;

export type Handler<N extends EndpointName> = (request: BoundRequest<N>) => Promise<Answer<N>>;

/** One handler for every endpoint of the contract: a missing one does not compile. */
export type Handlers = { [N in EndpointName]: Handler<N> };

export interface BindOptions {
  database: Database;
  authenticate: Authenticate;
  /** The release that public requests read; null: nothing is published. */
  currentReleaseId: () => Promise<string | null>;
  /** Told of every request that was refused to a person with a session. */
  onDenied: (denial: { principal: Principal; route: EndpointName; origin: RequestOrigin }) => Promise<void>;
  compressed: CompressedBodies;
  /** In tests and development an answer that breaks its own schema is an error. */
  checksAnswers: boolean;
}

/** Whether it is the public's own address of the route that is asked. */
type Side = 'working' | 'public';

/** `{code}` of the contract is `:code` of Express. */
const expressPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');

function contentOf(
  { name, side }: { name: EndpointName; side: Side },
  answer: unknown,
  checksAnswers: boolean,
): Content {
  const { response, cache: wanted } = routes[name] as RouteSchema;
  const cache = wanted === 'data' && side === 'public' ? 'shared' : wanted;
  if (response === null) {
    const { contentType, fileName, body } = answer as Download;
    return { status: 200, contentType, fileName, body: Buffer.from(body), cache };
  }
  const { status, body, headers } =
    answer instanceof StatusAnswer ? answer : { status: 200, body: answer, headers: {} };
  if (checksAnswers) {
    const parsed = response.safeParse(body);
    if (!parsed.success) {
      throw new AppError('internal-error', `${name}: the answer breaks its schema`, { cause: parsed.error });
    }
  }
  const bytes = Buffer.from(JSON.stringify(body));
  return { status, contentType: 'application/json', body: bytes, cache, headers };
}

const partOf = <Schema extends z.ZodObject>(request: Request, key: 'params' | 'query', schema: Schema) =>
  parsePart(schema, request[key] as Record<string, unknown>, { part: key, language: languageOf(request) });

/** Who asks, and the database as they may use it. @throws AppError unauthenticated, forbidden, nothing-published … */
async function accessOf(
  request: Request,
  { name, side }: { name: EndpointName; side: Side },
  options: BindOptions,
): Promise<{ principal: Principal | null; database: RequestDatabase | null }> {
  const { database, authenticate, currentReleaseId, onDenied } = options;
  const { permission } = routes[name];
  if (side === 'public') {
    if (permission === 'open') return { principal: null, database: null };
    const releaseId = await currentReleaseId();
    if (releaseId === null) throw new AppError('nothing-published', 'there is no current release');
    return { principal: null, database: databaseOfRelease(database, releaseId) };
  }
  const principal = await authenticate(request);
  if (endpoints[name].method !== 'GET') refuseForgery(request, principal);
  if (permission === 'open') return { principal, database: null };
  if (principal === null) throw new AppError('unauthenticated', `${name} needs a session`);
  try {
    return { principal, database: databaseFor(database, { principal, permission }) };
  } catch (error) {
    await onDenied({ principal, route: name, origin: originOf(request) });
    throw error;
  }
}

/** @throws AppError invalid-request naming the fields */
function parseBody(request: Request, schema: z.ZodType): unknown {
  if (!request.is('application/json')) {
    throw new AppError('unsupported-media-type', 'the body must be application/json');
  }
  const wrapped = z.object({ body: schema });
  return parsePart(wrapped, { body: request.body }, { part: null, language: languageOf(request) }).body;
}

function requestHandler<N extends EndpointName>(
  { name, side }: { name: N; side: Side },
  handler: Handler<N>,
  options: BindOptions,
): RequestHandler {
  const route: RouteSchema = routes[name];
  const { compressed, checksAnswers } = options;
  return async (request, response) => {
    const access = await accessOf(request, { name, side }, options);
    const body = route.body instanceof z.ZodType ? await readJson(request, response, route) : null;
    let answer: unknown;
    try {
      answer = await handler({
        ...access,
        params: partOf(request, 'params', route.params),
        query: partOf(request, 'query', route.query),
        body,
        language: languageOf(request),
        origin: originOf(request),
        raw: request,
      } as unknown as BoundRequest<N>);
    } catch (error) {
      const { principal } = access;
      if (principal && error instanceof AppError && error.status === 403) {
        await options.onDenied({ principal, route: name, origin: originOf(request) });
      }
      throw error;
    }
    if (answer instanceof StreamAnswer) return answer.write(request, response);
    await send(request, response, { content: contentOf({ name, side }, answer, checksAnswers), compressed });
  };
}

const defaultBodyBytes = 64 * 1024;

/** Read only once the caller is known and may do this at all. */
async function readJson(request: Request, response: Response, route: RouteSchema): Promise<unknown> {
  const parser = express.json({ limit: route.bodyBytes ?? defaultBodyBytes, type: 'application/json' });
  await new Promise<void>((resolve, reject) => {
    parser(request, response, (error?: unknown) => (error ? reject(error as Error) : resolve()));
  });
  return parseBody(request, route.body as z.ZodType);
}

/** Puts every endpoint of the contract on the router; other methods on its path are refused with `allow`. */
export function bindAll(router: Router, handlers: Handlers, options: BindOptions): void {
  const methodsOf = new Map<string, string[]>();
  const bindOne = <N extends EndpointName>(name: N, side: Side, path: string) => {
    const { method } = endpoints[name];
    const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    router[verb](expressPath(path), requestHandler({ name, side }, handlers[name], options));
    methodsOf.set(path, [...(methodsOf.get(path) ?? []), ...(verb === 'get' ? ['GET', 'HEAD'] : [method])]);
  };
  for (const name of Object.keys(endpoints) as EndpointName[]) {
    const { audience } = routes[name] as RouteSchema;
    if (audience !== 'public') bindOne(name, 'working', endpoints[name].path);
    if (audience !== 'staff') bindOne(name, 'public', publicPath(endpoints[name].path));
  }
  for (const [path, methods] of methodsOf) {
    router.all(expressPath(path), (request) => {
      throw new AppError('method-not-allowed', `${request.method} ${path}`, {
        headers: { allow: methods.join(', ') },
      });
    });
  }
}
