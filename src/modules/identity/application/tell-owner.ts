import { Injectable } from '@nestjs/common';
import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { deviceName } from '../../sessions/index.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';
import { AccountMail } from './account-mail.js';

/** Turns what happened to a session into a mail to its owner. */
@Injectable()
export class TellOwner {
  constructor(
    private readonly users: UserRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly mail: AccountMail,
  ) {}

  async ofNewDevice({ userId, occurredAt, payload }: DomainEvent): Promise<void> {
    const { ip, userAgent } = payload as { ip: string; userAgent: string };
    const seen = { at: occurredAt, ip, device: deviceName(userAgent) };
    await this.tell(userId, (owner) => this.mail.signedInFromNewDevice(owner, seen));
  }

  async ofReusedRefreshToken({ userId, occurredAt }: DomainEvent): Promise<void> {
    await this.tell(userId, (owner) => this.mail.refreshTokenReused(owner, occurredAt));
  }

  private async tell(userId: Id | undefined, send: (owner: User) => Promise<void>): Promise<void> {
    await this.unitOfWork.run(async () => {
      const owner = userId && (await this.users.findById(userId));
      if (owner) await send(owner);
    });
  }
}
