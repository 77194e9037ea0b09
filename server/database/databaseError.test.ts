import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { isConnectionLoss, toAppError } from './databaseError.ts';

const withCode = (code: string, message = 'secret detail') => Object.assign(new Error(message), { code });

describe('toAppError', () => {
  it.each([
    ['57014', 'query-timeout', 503],
    ['25P03', 'query-timeout', 503],
    ['ECONNREFUSED', 'database-unavailable', 503],
    ['ENOENT', 'database-unavailable', 503],
    ['08006', 'database-unavailable', 503],
    ['57P01', 'database-unavailable', 503],
    ['53300', 'database-unavailable', 503],
    ['40001', 'database-unavailable', 503],
    ['40P01', 'database-unavailable', 503],
    ['XT001', 'illegal-state', 409],
    ['XT002', 'illegal-state', 409],
    ['42501', 'internal-error', 500],
    ['23505', 'internal-error', 500],
    ['', 'internal-error', 500],
  ])('maps %s to %s', (code, expected, status) => {
    const cause = withCode(code);
    const error = toAppError(cause, 'listing villages');
    expect(error).toMatchObject({ code: expected, status, cause });
    expect(error.message).toMatch(/^listing villages /);
    expect(error.message).not.toContain('secret');
  });

  it('tells a row that security refuses from a right the role does not have', () => {
    const refused = Object.assign(withCode('42501'), { routine: 'ExecWithCheckOptions' });
    expect(toAppError(refused, 'x').code).toBe('forbidden');
    const missing = Object.assign(withCode('42501'), { routine: 'aclcheck_error' });
    expect(toAppError(missing, 'x').code).toBe('internal-error');
  });

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ])('knows a lost connection by the words of pg: %s', (message) => {
    expect(toAppError(new Error(message), 'x').code).toBe('database-unavailable');
  });

  it('knows a host none of whose addresses answers', () => {
    expect(isConnectionLoss(new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]))).toBe(
      true,
    );
    expect(isConnectionLoss(new AggregateError([withCode('ECONNREFUSED'), new Error('other')]))).toBe(false);
  });

  it('leaves an error of the application as it is', () => {
    const error = new AppError('not-found', 'village 7');
    expect(toAppError(error, 'x')).toBe(error);
  });
});
