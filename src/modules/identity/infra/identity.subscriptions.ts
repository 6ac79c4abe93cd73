import { Injectable } from '@nestjs/common';
import { EventHandlers } from '../../../platform/outbox/event-handlers.js';
import { REFRESH_TOKEN_REUSED, SIGNED_IN_FROM_NEW_DEVICE } from '../../sessions/index.js';
import { SendResetLink } from '../application/send-reset-link.js';
import { SendVerificationLink } from '../application/send-verification-link.js';
import { TellOwner } from '../application/tell-owner.js';
import { LINK_REQUESTED, type LinkRequest } from '../domain/identity.events.js';

/** What identity wants to hear of. */
@Injectable()
export class IdentitySubscriptions {
  constructor(
    handlers: EventHandlers,
    tellOwner: TellOwner,
    sendResetLink: SendResetLink,
    sendVerificationLink: SendVerificationLink,
  ) {
    handlers.on(SIGNED_IN_FROM_NEW_DEVICE, 'identity.tell-owner', (event) => tellOwner.ofNewDevice(event));
    handlers.on(REFRESH_TOKEN_REUSED, 'identity.tell-owner', (event) =>
      tellOwner.ofReusedRefreshToken(event),
    );
    handlers.on(LINK_REQUESTED['reset-password'], 'identity.send-link', ({ payload }) => {
      const { email, tenant } = payload as unknown as LinkRequest;
      return sendResetLink.execute(email, tenant);
    });
    handlers.on(LINK_REQUESTED['verify-email'], 'identity.send-link', ({ payload }) => {
      const { email, tenant } = payload as unknown as LinkRequest;
      return sendVerificationLink.execute(email, tenant);
    });
  }
}
