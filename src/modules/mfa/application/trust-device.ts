import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Digest } from '../../../kernel/digest.js';
import type { Id } from '../../../kernel/id.js';
import { Random } from '../../../kernel/random.js';
import { FindUser } from '../../identity/index.js';
import type { Origin } from '../../sessions/index.js';
import { MfaPolicies } from '../domain/mfa-policies.js';
import { TrustedDevices } from '../domain/trusted-devices.js';
import { MfaEvents } from './mfa-events.js';

const TRUST_BYTES = 32;
const DAY_MS = 86_400_000;

/** What to leave on the device. */
export interface DeviceTrust {
  readonly secret: string;
  readonly expiresAt: Date;
}

/** Spares a browser the second factor for as many days as the policy allows. */
@Injectable()
export class TrustDevice {
  constructor(
    private readonly findUser: FindUser,
    private readonly devices: TrustedDevices,
    private readonly policies: MfaPolicies,
    private readonly events: MfaEvents,
    private readonly random: Random,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {}

  /** Part of the caller's transaction. @returns null where no device may be trusted */
  async execute(userId: Id, { ip, userAgent }: Origin): Promise<DeviceTrust | null> {
    const { trustedDeviceDays } = await this.policies.of(userId, null);
    if (trustedDeviceDays === 0) return null;
    const id = this.random.id();
    const secret = this.random.token(TRUST_BYTES);
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + trustedDeviceDays * DAY_MS);
    const { passwordChangedAt } = await this.findUser.execute(userId);
    const tokenHash = this.digest.sha256(secret);
    await this.devices.insert({ id, userId, tokenHash, passwordChangedAt, ip, userAgent, now, expiresAt });
    await this.events.publish('mfa.device-trusted', userId, { trustedDeviceId: id, ip });
    return { secret, expiresAt };
  }
}
