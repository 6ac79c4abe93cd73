import { describe, expect, it } from 'vitest';
import { attemptBudgets } from '../domain/login-attempts.js';
import { identityWithFakes, member, newcomer } from '../../../../test/support/identity.js';

describe('purging accounts', () => {
  it('takes those that were not verified within a week, in batches', async () => {
    const identity = identityWithFakes();
    await member(identity);
    for (const n of [1, 2, 3])
      await identity.users.insert(
        newcomer({
          id: `00000000-0000-7000-8000-00000000000${String(n)}`,
          email: `${String(n)}@example.com`,
        }),
      );
    identity.clock.advance({ days: 7 });
    expect(await identity.purgeAccounts.unverified(2)).toBe(0);
    identity.clock.advance({ ms: 1 });
    expect(await identity.purgeAccounts.unverified(2)).toBe(2);
    expect(await identity.purgeAccounts.unverified(2)).toBe(1);
    expect(identity.users.all).toHaveLength(1);
  });

  it('takes counts whose window is over', async () => {
    const identity = identityWithFakes();
    for (const budget of attemptBudgets.unknownDevice('192.0.2.1'))
      await identity.counts.claim('somebody', budget);
    identity.clock.advance({ minutes: 2 });
    expect(await identity.purgeAccounts.oldAttempts(10)).toBe(2);
  });
});
