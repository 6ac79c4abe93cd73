import { Injectable } from '@nestjs/common';
import { EventHandlers } from '../../../../platform/outbox/event-handlers.js';
import { MEMBERSHIP_ENDED } from '../../../tenancy/index.js';
import { RemoveConnection } from '../../application/connections/remove-connection.js';

/** Who leaves a tenant takes their personal connections along: the consent is withdrawn, the tokens are forgotten. */
@Injectable()
export class ConnectionSubscriptions {
  constructor(handlers: EventHandlers, removeConnection: RemoveConnection) {
    for (const name of MEMBERSHIP_ENDED)
      handlers.on(name, 'oauth.remove-connections', async ({ tenantId, payload }) => {
        const { memberId } = payload as { memberId: string };
        if (tenantId) await removeConnection.allOwnedBy(tenantId, memberId);
      });
  }
}
