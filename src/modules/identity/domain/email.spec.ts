import { describe, expect, it } from 'vitest';
import { emailOf } from './email.js';

describe('emailOf', () => {
  it('keeps what its owner writes and compares without case', () => {
    expect(emailOf(' Jane.Doe@Example.COM ')).toEqual({
      text: 'Jane.Doe@Example.COM',
      normalised: 'jane.doe@example.com',
    });
  });

  it('takes two spellings of a letter for one', () => {
    expect(emailOf('jose\u0301@example.com')).toEqual(emailOf('jos\u00e9@example.com'));
  });

  it.each([
    ['a dot', 'jane.doe@example.com', 'janedoe@example.com'],
    ['a tag', 'jane+shop@example.com', 'jane@example.com'],
    ['a look-alike', 'j\u0430ne@example.com', 'jane@example.com'],
    ['a full-width letter', '\uff4aane@example.com', 'jane@example.com'],
  ])('does not take %s for nothing: that may be somebody else', (_, one, other) => {
    expect(emailOf(one).normalised).not.toBe(emailOf(other).normalised);
  });
});
