import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, variables } from './config.ts';

describe('readConfig', () => {
  it('gives the documented defaults when nothing is set', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: null,
      adminUrl: null,
      dataDirectory: path.resolve('.xiangtu'),
      logLevel: 'warn',
      tiandituKey: null,
      mapApprovalNumber: null,
      poolSize: 8,
      querySeconds: 15,
      tileCacheMegabytes: 64,
      filesDirectory: null,
      auditKey: null,
      releaseZoom: 14,
      sessionIdleMinutes: 30,
      sessionHours: 12,
      hasSecureCookie: false,
      trustedProxy: null,
      demonstrationPassword: null,
      hasRemoteDemonstration: false,
      hasDemonstration: true,
    });
  });

  it('is frozen', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it('takes an empty variable for unset', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 3000, databaseUrl: null });
  });

  it('reads every variable', () => {
    expect(
      readConfig({
        PORT: '8080',
        HOST: '::1',
        DATABASE_URL: 'postgres://reader@db/xiangtu',
        XIANGTU_ADMIN_URL: 'postgresql://owner@db/xiangtu',
        XIANGTU_DATA_DIR: '/srv/xiangtu',
        XIANGTU_LOG_LEVEL: 'debug',
        XIANGTU_TIANDITU_KEY: '0123456789abcdef0123456789abcdef',
        XIANGTU_MAP_APPROVAL_NUMBER: '湘S(2026)001号',
        XIANGTU_POOL_SIZE: '20',
        XIANGTU_QUERY_SECONDS: '30',
        XIANGTU_TILE_CACHE_MB: '256',
        XIANGTU_FILES_DIR: '/srv/files',
        XIANGTU_AUDIT_KEY: 'ab'.repeat(32),
        XIANGTU_RELEASE_ZOOM: '12',
        XIANGTU_SESSION_IDLE_MINUTES: '15',
        XIANGTU_SESSION_HOURS: '8',
        XIANGTU_SECURE_COOKIE: 'yes',
        XIANGTU_TRUSTED_PROXY: '127.0.0.1,10.0.0.0/8',
        XIANGTU_DEMO_PASSWORD: 'ten letters',
        XIANGTU_DEMO_REMOTE: 'on',
        XIANGTU_DEMO: 'No',
      }),
    ).toEqual({
      port: 8080,
      host: '::1',
      databaseUrl: 'postgres://reader@db/xiangtu',
      adminUrl: 'postgresql://owner@db/xiangtu',
      dataDirectory: '/srv/xiangtu',
      logLevel: 'debug',
      tiandituKey: '0123456789abcdef0123456789abcdef',
      mapApprovalNumber: '湘S(2026)001号',
      poolSize: 20,
      querySeconds: 30,
      tileCacheMegabytes: 256,
      filesDirectory: '/srv/files',
      auditKey: 'ab'.repeat(32),
      releaseZoom: 12,
      sessionIdleMinutes: 15,
      sessionHours: 8,
      hasSecureCookie: true,
      trustedProxy: '127.0.0.1,10.0.0.0/8',
      demonstrationPassword: 'ten letters',
      hasRemoteDemonstration: true,
      hasDemonstration: false,
    });
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', '-1'],
    ['HOST', 'two words'],
    ['DATABASE_URL', 'mysql://db/xiangtu'],
    ['XIANGTU_LOG_LEVEL', 'loud'],
    ['XIANGTU_TIANDITU_KEY', 'short'],
    ['XIANGTU_MAP_APPROVAL_NUMBER', '<b>湘S</b>'],
    ['XIANGTU_POOL_SIZE', '0'],
    ['XIANGTU_QUERY_SECONDS', '0'],
    ['XIANGTU_TILE_CACHE_MB', 'much'],
    ['XIANGTU_AUDIT_KEY', 'ab'],
    ['XIANGTU_RELEASE_ZOOM', '15'],
    ['XIANGTU_SESSION_IDLE_MINUTES', '0'],
    ['XIANGTU_SESSION_HOURS', '200'],
    ['XIANGTU_SECURE_COOKIE', 'maybe'],
    ['XIANGTU_TRUSTED_PROXY', 'the proxy'],
    ['XIANGTU_DEMO_PASSWORD', 'short'],
    ['XIANGTU_DEMO', 'perhaps'],
  ])('refuses %s=%s in one line that names the variable and what is expected', (name, value) => {
    const failure = (() => {
      try {
        readConfig({ [name]: value });
        return null;
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(ConfigError);
    const { message, exitCode } = failure as ConfigError;
    const { expected } = Object.values(variables).find((variable) => variable.name === name)!;
    expect(message).toContain(name);
    expect(message).toContain(`expected ${expected}`);
    expect(message).not.toContain('\n');
    expect(exitCode).toBe(78);
  });

  it('does not repeat a secret in the message', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://root:hunter2@db/x' })).toThrow(
      /^DATABASE_URL="…" cannot be used/,
    );
  });

  it('refuses an administrator connection without a database', () => {
    expect(() => readConfig({ XIANGTU_ADMIN_URL: 'postgres://owner@db/x' })).toThrow(
      /DATABASE_URL to be set/,
    );
  });
});
