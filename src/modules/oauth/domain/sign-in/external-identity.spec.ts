import { describe, expect, it } from 'vitest';
import { externalIdentity } from './external-identity.js';

const at = { provider: 'acme', kind: 'oidc' } as const;
const claims = { issuer: 'https://id.example', subject: 'x', email: 'vera@example.com', emailVouched: true };

describe('an external identity', () => {
  it('is what the provider says of somebody', () => {
    expect(externalIdentity(at, { ...claims, name: ' Vera ' })).toEqual({
      ...{ provider: 'acme', kind: 'oidc', issuer: 'https://id.example', subject: 'x' },
      ...{ email: 'vera@example.com', emailVouched: true, name: 'Vera' },
    });
  });

  it.each([undefined, null, '', 7, {}, ['x'], 'a b', 'ä', 'x\n', 'x'.repeat(256)])(
    'has a subject: not %j',
    (subject) => {
      expect(() => externalIdentity(at, { ...claims, subject })).toThrow('oauth.identity-refused');
    },
  );

  it.each([
    undefined,
    null,
    7,
    ['vera@example.com'],
    '',
    'vera',
    'vera@localhost',
    '@example.com',
    'vera@example.com, eve@example.com',
    'vera@example.com\r\nBcc: eve@example.com',
    '"vera eve"@example.com',
    'Vera <vera@example.com>',
    `${'x'.repeat(250)}@example.com`,
  ])('has one plain address or none, and none is vouched for: %j', (email) => {
    expect(externalIdentity(at, { ...claims, email })).toMatchObject({ email: null, emailVouched: false });
  });

  it.each([
    ['Vera\u0000\u001b[31m', 'Vera [31m'],
    ['\ud800', null],
    ['   ', null],
    [42, null],
    ['x'.repeat(9000), 'x'.repeat(100)],
  ])('has a name that can be written down: %j', (name, shown) => {
    expect(externalIdentity(at, { ...claims, name }).name).toBe(shown);
  });
});
