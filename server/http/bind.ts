import type { Request, RequestHandler, Router } from 'express';
import type { z } from 'zod';
import { endpoints, type EndpointName } from '#contract/endpoints';
import { routes, type Routes } from '#contract/routes';
import { AppError } from '../errors.ts';
import { send, type Content } from './answer.ts';
import type { CompressedBodies } from './compression.ts';
import { parsePart } from './fieldErrors.ts';
import { languageOf, type Language } from './language.ts';

/** A request whose parts have been parsed by the schemas of its route. */
export interface BoundRequest<N extends EndpointName> {
  params: z.output<Routes[N]['params']>;
  query: z.output<Routes[N]['query']>;
  language: Language;
}

/** The answer of an endpoint that does not speak JSON. */
export interface Download {
  contentType: string;
  fileName: string;
  body: string;
}

/** An answer with a status of its own; everything else is 200. */
export class StatusAnswer<Body> {
  readonly status: number;
  readonly body: Body;

  constructor(status: number, body: Body) {
    this.status = status;
    this.body = body;
  }
}

type Answer<N extends EndpointName> = Routes[N]['response'] extends z.ZodType
  ? z.output<Routes[N]['response']> | StatusAnswer<z.output<Routes[N]['response']>>
  : Download;

export type Handler<N extends EndpointName> = (request: BoundRequest<N>) => Promise<Answer<N>>;

/** One handler for every endpoint of the contract: a missing one does not compile. */
export type Handlers = { [N in EndpointName]: Handler<N> };

export interface BindOptions {
  compressed: CompressedBodies;
  /** In tests and development an answer that breaks its own schema is an error. */
  checksAnswers: boolean;
}

/** `{code}` of the contract is `:code` of Express. */
const expressPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');

function contentOf(name: EndpointName, answer: unknown, checksAnswers: boolean): Content {
  const { response, cache } = routes[name];
  if (response === null) {
    const { contentType, fileName, body } = answer as Download;
    return { status: 200, contentType, fileName, body: Buffer.from(body), cache };
  }
  const { status, body } = answer instanceof StatusAnswer ? answer : { status: 200, body: answer };
  if (checksAnswers) {
    const parsed = (response as z.ZodType).safeParse(body);
    if (!parsed.success) {
      throw new AppError('internal-error', `${name}: the answer breaks its schema`, { cause: parsed.error });
    }
  }
  return { status, contentType: 'application/json', body: Buffer.from(JSON.stringify(body)), cache };
}

const partOf = <Schema extends z.ZodObject>(request: Request, key: 'params' | 'query', schema: Schema) =>
  parsePart(schema, request[key] as Record<string, unknown>, { part: key, language: languageOf(request) });

function requestHandler<N extends EndpointName>(
  name: N,
  handler: Handler<N>,
  { compressed, checksAnswers }: BindOptions,
): RequestHandler {
  const route = routes[name];
  return async (request, response) => {
    const answer = await handler({
      params: partOf(request, 'params', route.params) as BoundRequest<N>['params'],
      query: partOf(request, 'query', route.query) as BoundRequest<N>['query'],
      language: languageOf(request),
    });
    await send(request, response, { content: contentOf(name, answer, checksAnswers), compressed });
  };
}

/** Puts every endpoint of the contract on the router; other methods on its path are refused with `allow`. */
export function bindAll(router: Router, handlers: Handlers, options: BindOptions): void {
  const methodsOf = new Map<string, string[]>();
  const bindOne = <N extends EndpointName>(name: N) => {
    const { method, path } = endpoints[name];
    const verb = method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete';
    router[verb](expressPath(path), requestHandler(name, handlers[name], options));
    methodsOf.set(path, [...(methodsOf.get(path) ?? []), ...(verb === 'get' ? ['GET', 'HEAD'] : [method])]);
  };
  for (const name of Object.keys(endpoints) as EndpointName[]) bindOne(name);
  for (const [path, methods] of methodsOf) {
    router.all(expressPath(path), (request) => {
      throw new AppError('method-not-allowed', `${request.method} ${path}`, {
        headers: { allow: methods.join(', ') },
      });
    });
  }
}
