import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import type { InvitationLinks } from '../domain/invitation-links.js';

@Injectable()
export class ConfiguredLinks implements InvitationLinks {
  constructor(private readonly config: Config) {}

  acceptInvitation(token: string): string {
    return `${this.config.publicUrl}/accept-invitation#token=${token}`;
  }
}
