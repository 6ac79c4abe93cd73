import { describe, expect, it } from 'vitest';
import { overlap, PATTERN_FORM, PERMISSION_FORM, reaches } from './permission-pattern.js';

describe('the form of a permission', () => {
  it.each(['document:read', 'service-account:manage', 'a:b'])('takes %j', (name) =>
    expect(PERMISSION_FORM.test(name)).toBe(true),
  );
  it.each(['*', 'document:*', 'Document:read', 'document', 'document:', ':read', 'a:b:c', 'a b:c', 'a:b\n'])(
    'refuses %j',
    (name) => expect(PERMISSION_FORM.test(name)).toBe(false),
  );
});

describe('the form of a pattern', () => {
  it.each(['*', 'document:*', 'document:read'])('takes %j', (text) =>
    expect(PATTERN_FORM.test(text)).toBe(true),
  );
  it.each(['', '**', '*:read', 'document:re*', 'document', 'document:*:*', 'Document:*'])(
    'refuses %j',
    (text) => expect(PATTERN_FORM.test(text)).toBe(false),
  );
});

describe('what a pattern reaches', () => {
  it.each([
    ['document:read', 'document:read', true],
    ['document:*', 'document:read', true],
    ['document:*', 'document:*', true],
    ['document:read', 'document:*', false],
    ['*', 'document:*', true],
    ['*', '*', true],
    ['document:*', '*', false],
    ['doc:*', 'document:read', false],
    ['*', 'platform:manage', false],
    ['*', 'platform:*', false],
    ['platform:*', 'platform:manage', true],
    ['platform:manage', 'platform:*', false],
  ])('%j reaches %j: %j', (pattern, other, expected) => {
    expect(reaches(pattern, other)).toBe(expected);
  });

  it('overlaps in both directions', () => {
    expect(overlap('document:read', 'document:*')).toBe(true);
    expect(overlap('*', 'document:read')).toBe(true);
    expect(overlap('document:read', 'document:update')).toBe(false);
  });
});
