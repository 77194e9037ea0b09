/**
 * The closed list of error codes, their HTTP status and the sentence a person reads.
 * One shape travels on the wire: RFC 9457 `application/problem+json`.
 */
export const errorCodes = {
  'invalid-request': {
    status: 400,
    zh: '请求有误，请按提示修改后重试。',
    en: 'The request is not valid; see errors.',
  },
  'not-found': { status: 404, zh: '没有找到。', en: 'Not found.' },
  'method-not-allowed': { status: 405, zh: '这个地址不支持该操作。', en: 'Method not allowed here.' },
  'not-acceptable': { status: 406, zh: '不支持这种格式。', en: 'Format not available.' },
  'payload-too-large': { status: 413, zh: '内容太大。', en: 'The request is too large.' },
  'too-many-requests': {
    status: 429,
    zh: '请求太频繁，请稍后再试。',
    en: 'Too many requests; try again later.',
  },
  'internal-error': { status: 500, zh: '服务器出错，已记录。', en: 'The server failed; it has been logged.' },
  'upstream-unavailable': {
    status: 502,
    zh: '底图服务暂时取不到，请稍后再试。',
    en: 'The basemap service did not answer; try again shortly.',
  },
  'database-unavailable': {
    status: 503,
    zh: '数据库暂时连不上，请稍后再试。',
    en: 'The database cannot be reached; try again shortly.',
  },
  overloaded: {
    status: 503,
    zh: '请求太多，正在排队，请稍后再试。',
    en: 'Too much is being asked at once; try again shortly.',
  },
  'query-timeout': {
    status: 503,
    zh: '查询超时，请缩小范围后再试。',
    en: 'The query took too long; narrow it and try again.',
  },
} as const satisfies Record<string, { status: number; zh: string; en: string }>;

export type ErrorCode = keyof typeof errorCodes;

/** One thing wrong with one part of the input: where, and how to mend it. */
export interface FieldError {
  /** Dotted path in the input, for example `query.limit` or `row 14, column code`. */
  path: string;
  message: string;
}

/** The body of every error answer (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail?: string;
  errors?: FieldError[];
}
