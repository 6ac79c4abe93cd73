import { Injectable } from '@nestjs/common';
import { EventHandlers } from '../../../platform/outbox/event-handlers.js';
import { REFRESH_TOKEN_REUSED, SIGNED_IN_FROM_NEW_DEVICE } from '../../sessions/index.js';
import { TellOwner } from '../application/tell-owner.js';

/** What identity wants to hear of. */
@Injectable()
export class IdentitySubscriptions {
  constructor(handlers: EventHandlers, tellOwner: TellOwner) {
    handlers.on(SIGNED_IN_FROM_NEW_DEVICE, 'identity.tell-owner', (event) => tellOwner.ofNewDevice(event));
    handlers.on(REFRESH_TOKEN_REUSED, 'identity.tell-owner', (event) =>
      tellOwner.ofReusedRefreshToken(event),
    );
  }
}
