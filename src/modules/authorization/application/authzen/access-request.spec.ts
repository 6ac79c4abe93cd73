import { describe, expect, it } from 'vitest';
import { permissionOf, questionOf } from './access-request.js';

describe('the permission that an action means', () => {
  it.each([
    ['read', 'record', 'record:read'],
    ['record:read', 'record', 'record:read'],
    ['invoice:pay', 'record', 'invoice:pay'],
    ['can_read', 'record', null],
    ['read', 'Record', null],
    ['*', 'record', null],
    ['record:*', 'record', null],
    ['a:b:c', 'record', null],
    ['read', 'a:b', null],
    ['', 'record', null],
    [':', 'record', null],
  ])('%j on %j is %j', (name, type, permission) => {
    expect(permissionOf({ name }, type)).toBe(permission);
  });

  it('is asked with everything that was said', () => {
    const request = {
      subject: { type: 'user', id: 'alice', properties: { a: 1 } },
      action: { name: 'read', properties: { b: 2 } },
      resource: { type: 'record', id: '1', properties: { c: 3 } },
      context: { d: 4 },
    };
    expect(questionOf(request)).toEqual({
      permission: 'record:read',
      resource: request.resource,
      context: { d: 4 },
      subjectProperties: { a: 1 },
      actionProperties: { b: 2 },
    });
  });
});
