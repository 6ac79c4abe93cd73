import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { FactorCheck, type FactorAnswer, type ProvenFactor } from '../domain/factor-check.js';
import { amrOf } from '../domain/proofs.js';
import { TotpDevices } from '../domain/totp-devices.js';
import { Totp } from '../domain/totp.js';

/** A code of any of the person's authenticator apps. Each step of each of them is accepted once, for ever. */
@Injectable()
export class CheckTotp extends FactorCheck {
  constructor(
    private readonly devices: TotpDevices,
    private readonly totp: Totp,
    private readonly clock: Clock,
  ) {
    super();
  }

  async check(userId: Id, { code = '' }: FactorAnswer): Promise<ProvenFactor | null> {
    const now = this.clock.now();
    for (const { id, secret, lastStep } of await this.devices.confirmedOf(userId)) {
      const step = this.totp.stepOf(code, secret, now);
      if (step !== null && step > lastStep)
        return { amr: amrOf('totp'), spend: () => this.devices.advance(id, step, now) };
    }
    return null;
  }
}
