import { describe, expect, it } from 'vitest';
import { grantRoles, grantsFor, isAllowed, permissions, type Permission } from './permissions.ts';

const own = '433124';
const names = Object.keys(permissions) as Permission[];

describe('permissions', () => {
  it.each(names)('%s is held by exactly the roles it names', (permission) => {
    for (const role of grantRoles) {
      const expected = (permissions[permission].roles as readonly string[]).includes(role);
      expect(isAllowed([{ role, regionCode: own }], permission, own)).toBe(expected);
    }
    expect(isAllowed([], permission)).toBe(false);
  });

  it.each(names)('%s reaches the regions it says', (permission) => {
    const role = permissions[permission].roles[0]!;
    const may = (granted: string, regionCode: string) =>
      isAllowed([{ role, regionCode: granted }], permission, regionCode);
    const { reach } = permissions[permission];
    expect(may('433100', own)).toBe(true);
    expect(may(own, '433100')).toBe(reach !== 'covers');
    expect(may('433125', own)).toBe(reach === 'any');
    expect(may('430100', own)).toBe(reach === 'any');
  });

  it('keeps a role to the region it was granted in', () => {
    const grants = [
      { role: 'planner', regionCode: '433124' },
      { role: 'reviewer', regionCode: '433125' },
    ] as const;
    expect(grantsFor(grants, 'decide-version', '433124')).toEqual([]);
    expect(grantsFor(grants, 'decide-version', '433125')).toEqual([grants[1]]);
  });
});
