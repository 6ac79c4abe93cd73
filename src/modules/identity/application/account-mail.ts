import { Injectable } from '@nestjs/common';
import { SendMail } from '../../notifications/index.js';
import { Links } from '../domain/links.js';
import type { User } from '../domain/user.js';

type Recipient = Pick<User, 'email' | 'name' | 'locale'>;

/** When and from where somebody signed in. */
export interface Sighting {
  readonly at: Date;
  readonly ip: string;
  readonly device: string;
}

/** Every mail about an account. Each is queued in the ambient transaction and leaves if that commits. */
@Injectable()
export class AccountMail {
  constructor(
    private readonly sendMail: SendMail,
    private readonly links: Links,
  ) {}

  async verifyEmail({ email: to, name, locale }: Recipient, token: string): Promise<void> {
    const link = this.links.verifyEmail(token);
    await this.sendMail.execute({ to, template: 'verify-email', locale, data: { name, link } });
  }

  async emailTaken({ email: to, name, locale }: Recipient): Promise<void> {
    await this.sendMail.execute({ to, template: 'email-taken', locale, data: { name } });
  }

  async resetPassword({ email: to, name, locale }: Recipient, token: string): Promise<void> {
    const link = this.links.resetPassword(token);
    await this.sendMail.execute({ to, template: 'reset-password', locale, data: { name, link } });
  }

  async passwordChanged({ email: to, name, locale }: Recipient, at: Date): Promise<void> {
    await this.sendMail.execute({ to, template: 'password-changed', locale, data: { name, at } });
  }

  async accountLocked({ email: to, name, locale }: Recipient, until: Date): Promise<void> {
    await this.sendMail.execute({ to, template: 'account-locked', locale, data: { name, until } });
  }

  async confirmNewAddress({ name, locale }: Recipient, to: string, token: string): Promise<void> {
    const link = this.links.verifyEmail(token);
    await this.sendMail.execute({ to, template: 'email-change-confirm', locale, data: { name, link } });
  }

  async addressIsChanging({ email: to, name, locale }: Recipient, newEmail: string): Promise<void> {
    await this.sendMail.execute({ to, template: 'email-change-notice', locale, data: { name, newEmail } });
  }

  async signedInFromNewDevice({ email: to, name, locale }: Recipient, seen: Sighting): Promise<void> {
    await this.sendMail.execute({ to, template: 'new-device', locale, data: { name, ...seen } });
  }

  async refreshTokenReused({ email: to, name, locale }: Recipient, at: Date): Promise<void> {
    await this.sendMail.execute({ to, template: 'refresh-token-reuse', locale, data: { name, at } });
  }
}
