import { describe, expect, it } from 'vitest';
import { acceptedKinds, isFactorDemanded, strictest, type MfaDemands } from './mfa-policy.js';

const server: MfaDemands = { emailCodes: true, trustedDeviceDays: 30, recovery: true };

describe('strictest', () => {
  it('demands nothing where nobody does', () => {
    expect(strictest()).toMatchObject({
      requireMfa: false,
      requireDevice: false,
      emailCodes: true,
      recovery: true,
    });
    expect(isFactorDemanded(strictest({}, server))).toBe(false);
  });

  it('demands what anybody demands and permits what everybody permits, in any order', () => {
    const tenant: MfaDemands = { requireMfa: true, emailCodes: false, trustedDeviceDays: 7 };
    const role: MfaDemands = { requireDevice: true, recovery: false };
    const together = {
      requireMfa: true,
      requireDevice: true,
      allowedFactors: ['totp', 'passkey'],
      emailCodes: false,
      trustedDeviceDays: 7,
      recovery: false,
    };
    expect(strictest(server, tenant, role)).toEqual(together);
    expect(strictest(role, server, tenant)).toEqual(together);
  });

  it.each(['requireMfa', 'requireDevice'] as const)(
    '%s: nobody can take the demand of another back',
    (demand) => {
      for (const [a, b] of [
        [true, false],
        [false, true],
      ] as const)
        expect(strictest({ [demand]: a }, { [demand]: b })[demand]).toBe(true);
    },
  );

  it('lets a tenant be stricter than the server, never laxer', () => {
    expect(strictest({ trustedDeviceDays: 7 }, { trustedDeviceDays: 90 }).trustedDeviceDays).toBe(7);
    expect(strictest({ emailCodes: false }, { emailCodes: true }).emailCodes).toBe(false);
  });

  it('accepts the kinds that all accept; of two that agree on none, those of the first', () => {
    expect(strictest({ allowedFactors: ['passkey'] }, {}).allowedFactors).toEqual(['passkey']);
    expect(strictest({ allowedFactors: ['passkey'] }, { allowedFactors: ['totp'] }).allowedFactors).toEqual([
      'passkey',
    ]);
    expect(acceptedKinds(strictest({ requireDevice: true, allowedFactors: ['totp'] }))).toEqual(['passkey']);
  });
});
