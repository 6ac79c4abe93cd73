import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import type { Person } from '../../../kernel/principal.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { FactorRepository } from '../domain/factor.repository.js';
import { confirmationFailed, factorNotFound } from '../domain/mfa.errors.js';
import { TotpDevices } from '../domain/totp-devices.js';
import { Totp } from '../domain/totp.js';
import { FactorAdded } from './factor-added.js';
import { VouchForPassword } from './vouch-for-password.js';

export interface ConfirmedTotp {
  /** With the first factor only. Shown once. */
  readonly backupCodes: readonly string[] | undefined;
}

/** Somebody who is signed in, and with what. */
type Enroller = Pick<Person, 'userId' | 'amr'>;

/** The first code of an authenticator app shows that it was set up rightly: from now on it counts. */
@Injectable()
export class ConfirmTotp {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly factors: FactorRepository,
    private readonly devices: TotpDevices,
    private readonly totp: Totp,
    private readonly factorAdded: FactorAdded,
    private readonly vouchForPassword: VouchForPassword,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `mfa.device-not-found` also when it is confirmed already, `mfa.confirmation-failed` */
  async execute({ userId, amr }: Enroller, deviceId: Id, code: string): Promise<ConfirmedTotp> {
    const confirm = await this.prepare(userId, deviceId, code);
    return this.unitOfWork.run(async () => {
      const confirmed = await confirm();
      await this.vouchForPassword.execute(userId, amr);
      return confirmed;
    });
  }

  /**
   * Everything that takes time: checks the code, hashes the backup codes.
   * @returns what remains to be done in a transaction
   */
  async prepare(userId: Id, deviceId: Id, code: string): Promise<() => Promise<ConfirmedTotp>> {
    const now = this.clock.now();
    const device = await this.devices.findUnconfirmed(userId, deviceId);
    if (!device) throw factorNotFound();
    const step = this.totp.stepOf(code, device.secret, now);
    if (step === null) throw confirmationFailed();
    const prepared = await this.factorAdded.prepare(userId);
    return async () => {
      await this.factors.lockOwner(userId);
      const factor = await this.devices.confirm(userId, deviceId, step, now);
      if (!factor) throw factorNotFound();
      return { backupCodes: await this.factorAdded.execute(userId, factor, prepared) };
    };
  }
}
