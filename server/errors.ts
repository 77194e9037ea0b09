import { errorCodes, type ErrorCode, type FieldError } from '#contract/errors';

/** What may accompany an error besides its code. Nothing here is shown unless it is in `errors`. */
interface AppErrorOptions {
  /** The error underneath: logged, never sent. */
  cause?: unknown;
  /** Parts of the input that are wrong: sent. */
  errors?: FieldError[];
  /** Headers the answer needs, for example `allow`. */
  headers?: Readonly<Record<string, string>>;
  /** Further members of the problem, for example the conflicts of a stale revision: sent. */
  members?: Readonly<Record<string, unknown>>;
}

/**
 * The one error of the server. `message` names the operation and the thing for the log; people read the
 * sentence of the code, in their language.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly errors: FieldError[];
  readonly headers: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    const { cause, errors = [], headers = {}, members = {} } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.errors = errors;
    this.headers = headers;
    this.members = members;
  }

  get status(): number {
    return errorCodes[this.code].status;
  }
}

/** The absence of something that was asked for by name. */
export function notFound(noun: string, id: string | number): AppError {
  return new AppError('not-found', `${noun} ${JSON.stringify(id)} does not exist`);
}
