import { Injectable } from '@nestjs/common';
import { Digest } from '../../../kernel/digest.js';
import type { Id } from '../../../kernel/id.js';
import { Outbox } from '../../../kernel/outbox.js';
import { Random } from '../../../kernel/random.js';
import { KnownDevices } from '../domain/known-devices.js';
import { signedInFromNewDevice } from '../domain/sessions.events.js';
import type { Session } from '../domain/session.js';

const DEVICE_SECRET_BYTES = 32;

/** Recognises the devices of a person, and lets them know when somebody signs in from another one. */
@Injectable()
export class RememberDevice {
  constructor(
    private readonly devices: KnownDevices,
    private readonly digest: Digest,
    private readonly random: Random,
    private readonly outbox: Outbox,
  ) {}

  /** @returns the secret to leave on the device; null for clients that keep no cookie */
  async execute(session: Session, deviceSecret: string | undefined): Promise<string | null> {
    const known = deviceSecret !== undefined && (await this.isKnown(session.userId, deviceSecret));
    // A secret that belongs to somebody else, or that we never made, is not adopted: each person gets their own.
    const fresh = this.random.token(DEVICE_SECRET_BYTES);
    const secret = session.transport === 'token' ? null : known ? deviceSecret : fresh;
    const { seenBefore, firstEver } = await this.devices.remember({
      id: this.random.id(),
      userId: session.userId,
      tokenHash: secret ? this.digest.sha256(secret) : null,
      fingerprint: this.digest.keyed('device', `${session.userId} ${session.ip} ${session.userAgent}`),
      now: session.createdAt,
    });
    if (!seenBefore && !firstEver)
      await this.outbox.publish(signedInFromNewDevice(this.random.id(), session));
    return secret;
  }

  async isKnown(userId: Id, deviceSecret: string): Promise<boolean> {
    return this.devices.isKnown(userId, this.digest.sha256(deviceSecret));
  }
}
