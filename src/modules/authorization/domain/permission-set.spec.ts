import { describe, expect, it } from 'vitest';
import { PermissionSet } from './permission-set.js';

describe('PermissionSet', () => {
  it('allows what it names, and nothing else', () => {
    const set = new PermissionSet(['document:read', 'conversation:create']);
    expect(set.allows('document:read')).toBe(true);
    for (const other of ['document:update', 'document', 'documents:read', 'document:reader', ':', ''])
      expect(set.allows(other), other).toBe(false);
  });

  it('takes a wildcard for every action on one resource', () => {
    const set = new PermissionSet(['document:*']);
    expect([set.allows('document:read'), set.allows('document:delete')]).toEqual([true, true]);
    expect([set.allows('documents:read'), set.allows('doc:read'), set.allows('*')]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('takes * for everything in the tenant, but not for the platform', () => {
    const set = new PermissionSet(['*']);
    expect(set.allows('document:read')).toBe(true);
    expect(set.allows('platform:users')).toBe(false);
    expect(new PermissionSet(['platform:users']).allows('platform:users')).toBe(true);
    expect(new PermissionSet(['platform:*']).allows('platform:users')).toBe(true);
  });

  it('allows nothing when it is empty', () => {
    for (const permission of ['document:read', '*', ':*', '', 'platform:users'])
      expect(PermissionSet.EMPTY.allows(permission)).toBe(false);
  });
});

describe('what a set lacks of another', () => {
  const lacks = (mine: string[], theirs: string[]) => new PermissionSet(mine).missing(theirs);

  it.each([
    [['*'], ['*', 'document:*', 'document:read'], []],
    [['document:*'], ['document:read', 'document:*'], []],
    [['document:read'], ['document:*'], ['document:*']],
    [['document:*', 'conversation:*'], ['*'], ['*']],
    [['*'], ['platform:users'], ['platform:users']],
    [[], ['document:read'], ['document:read']],
    [['document:read'], [], []],
  ])('of %j against %j is %j', (mine, theirs, missing) => {
    expect(lacks(mine, theirs)).toEqual(missing);
  });
});
