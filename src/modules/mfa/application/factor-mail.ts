import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { FindUser, type User } from '../../identity/index.js';
import { SendMail } from '../../notifications/index.js';
import { RecoveryLinks } from '../domain/recovery-links.js';

/** Every mail about second factors. Each is queued in the ambient transaction and leaves if that commits. */
@Injectable()
export class FactorMail {
  constructor(
    private readonly findUser: FindUser,
    private readonly sendMail: SendMail,
    private readonly links: RecoveryLinks,
    private readonly clock: Clock,
  ) {}

  async factorAdded(userId: Id, device: string): Promise<void> {
    const { to, locale, name } = await this.recipient(userId);
    const data = { name, device, at: this.clock.now() };
    await this.sendMail.execute({ to, locale, template: 'mfa-device-added', data });
  }

  async factorRemoved(userId: Id, device: string): Promise<void> {
    const { to, locale, name } = await this.recipient(userId);
    const data = { name, device, at: this.clock.now() };
    await this.sendMail.execute({ to, locale, template: 'mfa-device-removed', data });
  }

  async passkeyCopied(userId: Id): Promise<void> {
    const { to, locale, name } = await this.recipient(userId);
    const data = { name, at: this.clock.now() };
    await this.sendMail.execute({ to, locale, template: 'mfa-passkey-copied', data });
  }

  async backupCodesMade(userId: Id): Promise<void> {
    const { to, locale, name } = await this.recipient(userId);
    const data = { name, at: this.clock.now() };
    await this.sendMail.execute({ to, locale, template: 'mfa-backup-codes-made', data });
  }

  async backupCodesLow(userId: Id, remaining: number): Promise<void> {
    const { to, locale, name } = await this.recipient(userId);
    const data = { name, remaining };
    await this.sendMail.execute({ to, locale, template: 'mfa-backup-codes-low', data });
  }

  async wrongCodes(userId: Id): Promise<void> {
    const { to, locale, name } = await this.recipient(userId);
    const data = { name, at: this.clock.now() };
    await this.sendMail.execute({ to, locale, template: 'mfa-wrong-codes', data });
  }

  async code(userId: Id, code: string): Promise<void> {
    const { to, locale, name } = await this.recipient(userId);
    await this.sendMail.execute({ to, locale, template: 'mfa-code', data: { name, code } });
  }

  async confirmRecovery(userId: Id, token: string, hours: number): Promise<void> {
    const { to, locale, name } = await this.recipient(userId);
    const data = { name, hours, link: this.links.confirm(token) };
    await this.sendMail.execute({ to, locale, template: 'mfa-recovery-confirm', data });
  }

  async recoveryStarted(userId: Id, dueAt: Date, token: string): Promise<void> {
    const { to, locale, name } = await this.recipient(userId);
    const data = { name, until: dueAt, link: this.links.cancel(token) };
    await this.sendMail.execute({ to, locale, template: 'mfa-recovery-started', data });
  }

  async recoveryCancelled(userId: Id): Promise<void> {
    const { to, locale, name } = await this.recipient(userId);
    const data = { name, at: this.clock.now() };
    await this.sendMail.execute({ to, locale, template: 'mfa-recovery-cancelled', data });
  }

  async reset(userId: Id): Promise<void> {
    const { to, locale, name } = await this.recipient(userId);
    const data = { name, at: this.clock.now() };
    await this.sendMail.execute({ to, locale, template: 'mfa-reset', data });
  }

  private async recipient(userId: Id): Promise<Pick<User, 'name' | 'locale'> & { to: string }> {
    const { email: to, name, locale } = await this.findUser.execute(userId);
    return { to, name, locale };
  }
}
