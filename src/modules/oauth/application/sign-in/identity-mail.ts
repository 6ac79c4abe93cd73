import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { User } from '../../../identity/index.js';
import { SendMail } from '../../../notifications/index.js';
import { IdentityLinks } from '../../domain/sign-in/identity-links.js';
import { SignInProviders } from '../../domain/sign-in/sign-in-provider.js';

type Recipient = Pick<User, 'email' | 'name' | 'locale'>;

/** Every mail about identities at providers. Each is queued in the ambient transaction and leaves if that commits. */
@Injectable()
export class IdentityMail {
  constructor(
    private readonly sendMail: SendMail,
    private readonly links: IdentityLinks,
    private readonly providers: SignInProviders,
    private readonly clock: Clock,
  ) {}

  /** The same to whoever the address belongs to, with an account or without. */
  async confirmLink(to: string, locale: string, provider: string, token: string): Promise<void> {
    const link = this.links.confirm(token);
    const data = { name: '', provider: this.nameOf(provider), link };
    await this.sendMail.execute({ to, locale, template: 'identity-link-confirm', data });
  }

  async linked({ email: to, name, locale }: Recipient, provider: string): Promise<void> {
    const data = { name, provider: this.nameOf(provider), at: this.clock.now() };
    await this.sendMail.execute({ to, locale, template: 'identity-linked', data });
  }

  async unlinked({ email: to, name, locale }: Recipient, provider: string): Promise<void> {
    const data = { name, provider: this.nameOf(provider), at: this.clock.now() };
    await this.sendMail.execute({ to, locale, template: 'identity-unlinked', data });
  }

  private nameOf(provider: string): string {
    return this.providers.find(provider)?.name ?? provider;
  }
}
