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
  unauthenticated: { status: 401, zh: '请先登录。', en: 'Log in first.' },
  'login-failed': { status: 401, zh: '登录名或密码不对。', en: 'The name or the password is wrong.' },
  forbidden: {
    status: 403,
    zh: '你的角色或所辖地区不能做这件事。',
    en: 'Your role or region does not allow this.',
  },
  'own-submission': {
    status: 403,
    zh: '不能批准自己送审的版本。',
    en: 'You cannot decide what you submitted.',
  },
  'forged-request': {
    status: 403,
    zh: '请求不是从本站页面发出的，请刷新后重试。',
    en: 'The request did not come from a page of this site; reload and try again.',
  },
  'not-found': { status: 404, zh: '没有找到。', en: 'Not found.' },
  'method-not-allowed': { status: 405, zh: '这个地址不支持该操作。', en: 'Method not allowed here.' },
  'not-acceptable': { status: 406, zh: '不支持这种格式。', en: 'Format not available.' },
  'stale-revision': {
    status: 409,
    zh: '同事已改过其中一些村，请先决定用哪一份。',
    en: 'A colleague changed some of these villages; decide which to keep.',
  },
  'illegal-state': {
    status: 409,
    zh: '当前状态不能做这一步。',
    en: 'The current state does not allow this step.',
  },
  'reasons-missing': {
    status: 409,
    zh: '有的村换了类别，还没有写理由。',
    en: 'Some villages changed category without a reason.',
  },
  'territory-refused': {
    status: 409,
    zh: '村界不能这样改，原因和位置见下。',
    en: 'Borders cannot be changed so; the reason and the place are below.',
  },
  'edit-covered': {
    status: 409,
    zh: '后来又改过这些村的村界，要先撤销后来的改动。',
    en: 'These borders were edited again since; take the later edits back first.',
  },
  'already-exists': { status: 409, zh: '已经有了。', en: 'It exists already.' },
  'checklist-incomplete': {
    status: 409,
    zh: '发布前的检查还没有做完。',
    en: 'The checklist before publication is not complete.',
  },
  'personal-data': {
    status: 409,
    zh: '内容里有个人信息，不能发布。',
    en: 'The content holds personal data and cannot be published.',
  },
  'release-retracted': { status: 410, zh: '已撤回，原因见下。', en: 'Withdrawn; reason below.' },
  'no-plan': { status: 404, zh: '你的辖区里没有规划。', en: 'There is no plan in your regions.' },
  'nothing-published': { status: 404, zh: '还没有发布的规划。', en: 'No plan has been published yet.' },
  'payload-too-large': { status: 413, zh: '内容太大。', en: 'The request is too large.' },
  'unsupported-media-type': {
    status: 415,
    zh: '不支持这种文件或内容类型。',
    en: 'This kind of file or content is not supported.',
  },
  'precondition-required': {
    status: 428,
    zh: '缺少版本修订号（If-Match）。',
    en: 'The revision (If-Match) is missing.',
  },
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
  /** Members that belong to the code, for example `conflicts` of stale-revision. */
  [member: string]: unknown;
}
