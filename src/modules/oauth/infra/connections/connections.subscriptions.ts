import { Injectable } from '@nestjs/common';
import { EventHandlers } from '../../../../platform/outbox/event-handlers.js';
import { BeforeErasure, MEMBERSHIP_ENDED } from '../../../tenancy/index.js';
import { EndConnections } from '../../application/connections/end-connections.js';
import { tellFailure } from './tell-failure.js';

/**
 * Who leaves a tenant takes their personal connections along, and a tenant that is erased all of its: the consent is
 * withdrawn, the tokens are forgotten.
 */
@Injectable()
export class ConnectionSubscriptions {
  constructor(handlers: EventHandlers, beforeErasure: BeforeErasure, endConnections: EndConnections) {
    for (const name of MEMBERSHIP_ENDED)
      handlers.on(name, 'oauth.remove-connections', async ({ tenantId, payload, occurredAt }) => {
        const { memberId } = payload as { memberId: string };
        if (!tenantId || (await endConnections.ofMember(tenantId, memberId, occurredAt, tellFailure))) return;
        throw new Error('consents could not be withdrawn yet');
      });
    beforeErasure.add((tenantId, isLast, signal) =>
      endConnections.ofTenant(tenantId, { isLast, signal, tell: tellFailure }),
    );
  }
}
