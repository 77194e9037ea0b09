import { AppError } from '../errors.ts';

/** SQLSTATE: the statement was cancelled, or the session idled in a transaction or ran over its limit. */
const timeoutStates = new Set(['57014', '25P03', '25P04']);
/** SQLSTATE outside class 08 and 53: shutdown, starting up, serialization failure, deadlock, lock timeout. */
const transientStates = new Set(['57P01', '57P02', '57P03', '40001', '40P01', '55P03']);
/** Raised by the triggers: a step or change the state of a thing rules out, or a change of an append-only table. */
const illegalStates = new Set(['XT001', 'XT002']);
const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** `pg` reports lost connections and a full pool as plain errors. */
const lostConnection =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired)/;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/**
 * True when row-level security refused a row. A role that lacks the right to a table has the same code, but that is a
 * mistake of ours; the routine tells them apart in every language of the server's messages.
 */
const isRefusedRow = (error: unknown): boolean =>
  codeOf(error) === '42501' &&
  error instanceof Error &&
  'routine' in error &&
  error.routine === 'ExecWithCheckOptions';

/** True when the connection failed, so that the statement may have had no effect at all. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isConnectionLoss);
  const code = codeOf(error);
  return (
    socketCodes.has(code) ||
    code.startsWith('08') ||
    code.startsWith('57P') ||
    (error instanceof Error && lostConnection.test(error.message))
  );
}

/**
 * The one place where failures of the database become errors of the application.
 * @param doing the operation, for the message
 */
export function toAppError(error: unknown, doing: string): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  if (illegalStates.has(code)) {
    return new AppError('illegal-state', `${doing} is not possible in this state`, { cause: error });
  }
  if (isRefusedRow(error)) {
    return new AppError('forbidden', `${doing} touches what is outside the role or region`, { cause: error });
  }
  if (timeoutStates.has(code)) {
    return new AppError('query-timeout', `${doing} took too long`, { cause: error });
  }
  if (isConnectionLoss(error) || transientStates.has(code) || code.startsWith('53')) {
    return new AppError('database-unavailable', `${doing} could not reach the database`, { cause: error });
  }
  return new AppError('internal-error', `${doing} failed`, { cause: error });
}
