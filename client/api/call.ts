import {
  endpoints,
  factEndpoints,
  publicEndpoints,
  publicPath,
  type EndpointName,
} from '#contract/endpoints';
import type { FieldError, Problem } from '#contract/errors';
import type { RouteBody, RouteResponse, Routes } from '#contract/routes';
import { currentSide, reportSessionOver } from './side.ts';

/** Every way a request can fail, in one type. `isOffline`: the server was not reached at all. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly code: string;
  readonly status: number;
  readonly detail: string | null;
  readonly errors: readonly FieldError[];
  /** What belongs to the code: `conflicts` of stale-revision, `findings` of personal-data, `release` … */
  readonly members: Readonly<Record<string, unknown>>;
  /** Seconds after which another attempt makes sense (retry-after); null: the server does not say. */
  readonly retryAfterSeconds: number | null;
  readonly isOffline: boolean;

  constructor(
    message: string,
    options: {
      code: string;
      status: number;
      detail?: string | undefined;
      errors?: readonly FieldError[] | undefined;
      members?: Readonly<Record<string, unknown>>;
      retryAfterSeconds?: number | null;
      isOffline?: boolean;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.status = options.status;
    this.detail = options.detail ?? null;
    this.errors = options.errors ?? [];
    this.members = options.members ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
    this.isOffline = options.isOffline ?? false;
  }
}

type Scalar = string | number | boolean;

/** The JSON body of an endpoint; a file where it takes any bytes. */
export type CallBody<N extends EndpointName> = Routes[N]['body'] extends 'stream' ? Blob : RouteBody<N>;

export interface CallInput<Body = unknown> {
  /** Values of `{name}` parts of the path. */
  params?: Readonly<Record<string, Scalar>>;
  /** null and undefined are left out. */
  query?: Readonly<Record<string, Scalar | null | undefined>>;
  body?: Body;
  /** `if-match`, `idempotency-key` … */
  headers?: Readonly<Record<string, string>>;
}

const facts: ReadonlySet<EndpointName> = new Set(factEndpoints);
const publicOnly: ReadonlySet<EndpointName> = new Set(publicEndpoints);
const cacheLimit = 200;
const answers = new Map<string, unknown>();

/** Whether the endpoint is asked at the public's address, for whoever this page speaks. */
const isPublicCall = (name: EndpointName): boolean =>
  publicOnly.has(name) || (facts.has(name) && currentSide().audience === 'public');

/**
 * Address of an endpoint with its path and query filled in; facts are below /api/public for the public.
 * @throws Error when a part of the path has no value
 */
export function endpointUrl(name: EndpointName, input: Pick<CallInput, 'params' | 'query'> = {}): string {
  const { path: own } = endpoints[name];
  const path = (isPublicCall(name) ? publicPath(own) : own).replaceAll(/\{(\w+)\}/g, (_, key: string) => {
    const value = input.params?.[key];
    if (value === undefined) throw new Error(`${name}: no value for ${key}`);
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null) query.set(key, String(value));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/**
 * Calls an endpoint of the contract. Facts of a release are kept in memory by address: it does not change. Working
 * data does, under other people's hands; there the browser's own cache asks each time whether its copy is good.
 * @throws ApiFailure for every failure but abortion, which throws the signal's reason
 */
export async function call<N extends EndpointName>(
  name: N,
  input: CallInput<CallBody<N>> = {},
  options: { signal?: AbortSignal } = {},
): Promise<RouteResponse<N>> {
  const url = endpointUrl(name, input);
  if (answers.has(url)) return answers.get(url) as RouteResponse<N>;
  const isKept = facts.has(name) && isPublicCall(name);
  const { method } = endpoints[name];
  const response = await request(url, { method, ...contentOf(method, input), signal: options.signal });
  if (!response.ok) {
    const failure = await failureOf(response, name);
    if (sessionIsOver(failure)) reportSessionOver();
    throw failure;
  }
  const answer = (response.status === 204 ? null : await response.json()) as RouteResponse<N>;
  if (isKept) remember(url, answer);
  return answer;
}

/** A page without a session has none to lose; a wrong token means that another tab began a new session. */
const sessionIsOver = ({ code }: ApiFailure): boolean =>
  currentSide().csrfToken !== null && (code === 'unauthenticated' || code === 'forged-request');

/** Headers and body of a request. */
function contentOf(method: string, { body, headers = {} }: CallInput) {
  const { csrfToken } = currentSide();
  const isFile = body instanceof Blob;
  const type = isFile ? body.type || 'application/octet-stream' : 'application/json';
  return {
    headers: {
      ...(method === 'GET' || csrfToken === null ? {} : { 'x-csrf-token': csrfToken }),
      ...(body === undefined ? {} : { 'content-type': type }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
  };
}

/**
 * Bytes of a vector tile or any other static file of this server; null where the server has none (204, 404).
 * @throws ApiFailure
 */
export async function fetchBytes(url: string, options: { signal?: AbortSignal } = {}) {
  const response = await request(url, options);
  if (response.status === 204 || response.status === 404) return null;
  if (!response.ok) throw await failureOf(response, url);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * JSON of this server that is not an endpoint of the contract (TileJSON); null where there is none (404).
 * @throws ApiFailure
 */
export async function fetchJson(url: string, options: { signal?: AbortSignal } = {}): Promise<unknown> {
  const response = await request(url, options);
  if (response.status === 404) return null;
  if (!response.ok) throw await failureOf(response, url);
  return response.json();
}

/** Forgets kept answers: after a failure, a login or logout, a new release. */
export function forgetAnswers(): void {
  answers.clear();
}

interface RequestOptions {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: BodyInit;
  signal?: AbortSignal | undefined;
}

async function request(url: string, { signal, headers = {}, ...rest }: RequestOptions): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'GET',
      ...rest,
      signal: signal ?? null,
      headers: { accept: 'application/json, */*', ...headers },
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiFailure(`cannot reach the server for ${url}`, {
      code: 'offline',
      status: 0,
      isOffline: true,
      cause,
    });
  }
}

async function failureOf(response: Response, operation: string): Promise<ApiFailure> {
  const problem = ((await response.json().catch(() => null)) ?? {}) as Partial<Problem>;
  const { type: _type, title, status: _status, code, detail, errors, ...members } = problem;
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ApiFailure(title ?? `${operation} answered ${response.status}`, {
    code: code ?? 'internal-error',
    status: response.status,
    detail,
    errors,
    members,
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : null,
  });
}

function remember(url: string, answer: unknown): void {
  answers.set(url, answer);
  if (answers.size > cacheLimit) {
    const oldest = answers.keys().next().value;
    if (oldest !== undefined) answers.delete(oldest);
  }
}
