import { describe, expect, it } from 'vitest';
import { identityWithFakes, member } from '../../../../test/support/identity.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const event = (userId?: string) => ({
  id: '00000000-0000-7000-8000-0000000000ff',
  name: 'session.something',
  occurredAt: new Date('2026-02-03T04:05:06.000Z'),
  userId,
  payload: { ip: '192.0.2.1', userAgent: FIREFOX },
});

describe('telling the owner', () => {
  it('says from where and with what somebody signed in', async () => {
    const identity = identityWithFakes();
    const { id, email } = await member(identity);
    await identity.tellOwner.ofNewDevice(event(id));
    expect(identity.post.mails).toMatchObject([
      {
        to: email,
        template: 'new-device',
        data: { ip: '192.0.2.1', device: 'Firefox on Linux', at: '2026-02-03T04:05:06.000Z' },
      },
    ]);
  });

  it('says that a refresh token was used twice', async () => {
    const identity = identityWithFakes();
    const { id, email } = await member(identity);
    await identity.tellOwner.ofReusedRefreshToken(event(id));
    expect(identity.post.takeAll()).toEqual([`refresh-token-reuse to ${email}`]);
  });

  it.each([undefined, '00000000-0000-7000-8000-0000000000bb'])('has nobody to tell: %s', async (userId) => {
    const identity = identityWithFakes();
    await identity.tellOwner.ofNewDevice(event(userId));
    expect(identity.post.mails).toEqual([]);
  });
});
