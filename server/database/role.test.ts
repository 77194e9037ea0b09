import { describe, expect, it } from 'vitest';
import { databaseRole, noScope, scopeText, type Role } from './role.ts';

describe('databaseRole', () => {
  it('knows the roles of the design', () => {
    expect(databaseRole('leader')).toBe('xiangtu_leader');
  });

  it.each(['postgres', 'toString', '__proto__', 'leader; reset role'])('refuses %s', (name) => {
    expect(() => databaseRole(name as Role)).toThrow(RangeError);
  });
});

describe('scopeText', () => {
  it('joins division codes', () => {
    expect(scopeText(noScope)).toBe('');
    expect(scopeText({ regions: ['433100', '430903'] })).toBe('4331,430903');
  });

  it.each(["433100'", '433100,430903', '', '湘西'])('refuses %j as a code', (code) => {
    expect(() => scopeText({ regions: ['433100', code] })).toThrow(RangeError);
  });
});
