import { endpoints, type EndpointName } from '#contract/endpoints';
import type { FieldError, Problem } from '#contract/errors';
import type { RouteResponse } from '#contract/routes';

/** Every way a request can fail, in one type. `isOffline`: the server was not reached at all. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly code: string;
  readonly status: number;
  readonly detail: string | null;
  readonly errors: readonly FieldError[];
  readonly isOffline: boolean;

  constructor(
    message: string,
    options: {
      code: string;
      status: number;
      detail?: string | undefined;
      errors?: readonly FieldError[] | undefined;
      isOffline?: boolean;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.status = options.status;
    this.detail = options.detail ?? null;
    this.errors = options.errors ?? [];
    this.isOffline = options.isOffline ?? false;
  }
}

type Scalar = string | number | boolean;

export interface CallInput {
  /** Values of `{name}` parts of the path. */
  params?: Readonly<Record<string, Scalar>>;
  /** null and undefined are left out. */
  query?: Readonly<Record<string, Scalar | null | undefined>>;
}

/** Answers that must never be reused. */
const uncached: ReadonlySet<EndpointName> = new Set(['getHealth', 'getReady']);
const cacheLimit = 200;
const answers = new Map<string, unknown>();

/**
 * Address of an endpoint with its path and query filled in.
 * @throws Error when a part of the path has no value
 */
export function endpointUrl(name: EndpointName, input: CallInput = {}): string {
  const path = endpoints[name].path.replaceAll(/\{(\w+)\}/g, (_, key: string) => {
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
 * Calls an endpoint of the contract. Answers of data endpoints are kept in memory by address.
 * @throws ApiFailure for every failure but abortion, which throws the signal's reason
 */
export async function call<N extends EndpointName>(
  name: N,
  input: CallInput = {},
  options: { signal?: AbortSignal } = {},
): Promise<RouteResponse<N>> {
  const url = endpointUrl(name, input);
  if (answers.has(url)) return answers.get(url) as RouteResponse<N>;
  const response = await request(url, endpoints[name].method, options.signal);
  if (!response.ok) throw await failureOf(response, name);
  const answer = (await response.json()) as RouteResponse<N>;
  if (!uncached.has(name)) remember(url, answer);
  return answer;
}

/**
 * Bytes of a vector tile or any other static file of this server; null where the server has none (204, 404).
 * @throws ApiFailure
 */
export async function fetchBytes(url: string, options: { signal?: AbortSignal } = {}) {
  const response = await request(url, 'GET', options.signal);
  if (response.status === 204 || response.status === 404) return null;
  if (!response.ok) throw await failureOf(response, url);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * JSON of this server that is not an endpoint of the contract (TileJSON); null where there is none (404).
 * @throws ApiFailure
 */
export async function fetchJson(url: string, options: { signal?: AbortSignal } = {}): Promise<unknown> {
  const response = await request(url, 'GET', options.signal);
  if (response.status === 404) return null;
  if (!response.ok) throw await failureOf(response, url);
  return response.json();
}

/** Forgets kept answers, so that a retry after a failure or a change of data starts afresh. */
export function forgetAnswers(): void {
  answers.clear();
}

async function request(url: string, method: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, { method, signal: signal ?? null, headers: { accept: 'application/json, */*' } });
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
  const problem = (await response.json().catch(() => null)) as Partial<Problem> | null;
  return new ApiFailure(problem?.title ?? `${operation} answered ${response.status}`, {
    code: problem?.code ?? 'internal-error',
    status: response.status,
    detail: problem?.detail,
    errors: problem?.errors,
  });
}

function remember(url: string, answer: unknown): void {
  answers.set(url, answer);
  if (answers.size > cacheLimit) {
    const oldest = answers.keys().next().value;
    if (oldest !== undefined) answers.delete(oldest);
  }
}
