import { describe, expect, it } from 'vitest';
import { dropbox } from './dropbox.js';
import { github } from './github.js';
import { accountIn, tokensIn } from './read-answer.js';

const YEARS_MS = 365 * 24 * 3600 * 1000;

describe('What a provider hands out', () => {
  it.each([1e12, 1e300, '9'.repeat(30), Number.MAX_VALUE])(
    'for %s seconds ends at a time there is',
    (seconds) => {
      const issued = tokensIn(dropbox, { access_token: 'a', expires_in: seconds });
      const end = new Date(Date.parse('2026-01-01') + issued!.expiresIn! * 1000);
      expect(end.getTime()).toBeGreaterThan(Date.parse('2026-01-01') + 9 * YEARS_MS);
      expect(end.getFullYear()).toBeLessThan(2040);
    },
  );

  it.each([
    [undefined, null],
    [null, null],
    ['', null],
    ['soon', null],
    [[], null],
    [0, 0],
    ['0', 0],
    [-5, 0],
    ['3600', 3600],
  ])('that says it lives for %j seconds lives for %j', (said, expiresIn) => {
    expect(tokensIn(dropbox, { access_token: 'a', expires_in: said })).toMatchObject({ expiresIn });
  });

  it.each([0, -1, undefined])('to refresh with does not end when that is to be in %j seconds', (said) => {
    const reply = { access_token: 'a', refresh_token: 'r', refresh_expires_in: said };
    expect(tokensIn(dropbox, reply)).toMatchObject({ refreshExpiresIn: null });
  });

  it.each(['a\nb', 'a\u0000', 'tökén\u2028', '\ud800'])(
    'is no token if it cannot stand in a header: %j',
    (token) => {
      expect(tokensIn(dropbox, { access_token: token })).toBeNull();
    },
  );

  it('is granted for what can be scopes, and not for any number of them', () => {
    const scope = `read wri\u0000te \ud800 "x" ${'y'.repeat(2000)} write`;
    expect(tokensIn(dropbox, { access_token: 'a', scope })!.scopes).toEqual(['read', 'write']);
    const many = Array.from({ length: 10_000 }, (_, at) => `scope${String(at)}`).join(' ');
    expect(tokensIn(dropbox, { access_token: 'a', scope: many })!.scopes).toHaveLength(500);
  });
});

describe('An account', () => {
  it('has a name that can be stored, whatever the provider calls it', () => {
    const login = `A\u0000da\r\n ${'x'.repeat(10_000)}`;
    const account = accountIn(github, { id: 1, login, email: '\ud800@example.com' }, null);
    expect(account).toMatchObject({ id: '1', email: '@example.com' });
    expect(account!.name).toMatch(/^A da +x{290,}$/);
    expect(account!.name!.length).toBeLessThanOrEqual(300);
  });

  it.each(['a\u0000b', '\ud800', 'x'.repeat(301), ' '])('is nobody’s with an id such as %j', (id) => {
    expect(accountIn(github, { id, login: 'ada' }, null)).toBeNull();
  });
});
