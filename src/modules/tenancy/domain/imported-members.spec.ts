import { describe, expect, it } from 'vitest';
import { placeFrom } from './imported-members.js';

const faults = (fields: Record<string, unknown>, allowOwners = false) => {
  const checked = placeFrom(fields, allowOwners);
  return 'faults' in checked ? checked.faults.map(({ field }) => field) : [];
};

describe('the place of somebody who is imported', () => {
  it.each([
    [{}, ['member'], null],
    [{ roles: 'admin' }, ['admin'], null],
    [{ roles: ' admin ; viewer;admin' }, ['admin', 'viewer'], null],
    [{ roles: ['admin', 'billing-clerk'], externalId: 'crm-1' }, ['admin', 'billing-clerk'], 'crm-1'],
    [{ externalId: 'ü 1' }, ['member'], 'ü 1'],
  ])('of %j', (fields, roles, externalId) => {
    expect(placeFrom(fields, false)).toEqual({ place: { roles, externalId } });
  });

  it.each([
    [{ roles: [] }, 'roles'],
    [{ roles: ';' }, 'roles'],
    [{ roles: 'Admin' }, 'roles'],
    [{ roles: [1] }, 'roles'],
    [{ roles: { name: 'admin' } }, 'roles'],
    [{ roles: "x'--" }, 'roles'],
    [{ externalId: '' }, 'externalId'],
    [{ externalId: 7 }, 'externalId'],
    [{ externalId: 'a\0b' }, 'externalId'],
    [{ externalId: 'x'.repeat(201) }, 'externalId'],
  ])('is not to be had by %j', (fields, field) => {
    expect(faults(fields)).toEqual([field]);
  });

  it('is that of an owner only on purpose', () => {
    expect(faults({ roles: ['owner'] })).toEqual(['roles']);
    expect(faults({ roles: 'member;owner' })).toEqual(['roles']);
    expect(faults({ roles: ['owner'] }, true)).toEqual([]);
  });
});
