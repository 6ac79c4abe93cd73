import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { trustedDeviceNotFound } from '../domain/mfa.errors.js';
import { TrustedDevices } from '../domain/trusted-devices.js';
import { MfaEvents } from './mfa-events.js';

@Injectable()
export class DistrustDevice {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly devices: TrustedDevices,
    private readonly events: MfaEvents,
  ) {}

  /** @throws DomainError `mfa.trusted-device-not-found` */
  async execute(userId: Id, id: Id): Promise<void> {
    await this.unitOfWork.run(async () => {
      if (!(await this.devices.remove(userId, id))) throw trustedDeviceNotFound();
      await this.events.publish('mfa.device-distrusted', userId, { trustedDeviceId: id });
    });
  }
}
