import { Injectable } from '@nestjs/common';
import { Digest } from '../../../../kernel/digest.js';
import type { Id } from '../../../../kernel/id.js';
import type { Person } from '../../../../kernel/principal.js';
import { SingleUse } from '../../../../kernel/single-use.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Decide } from '../../../authorization/index.js';
import { isOwn } from '../../domain/connections/access.js';
import {
  authorizationUrl,
  pkceChallenge,
  pkceVerifier,
  scopesToAskFor,
  type PendingAuthorization,
} from '../../domain/connections/authorization.js';
import { ConnectionAttempts } from '../../domain/connections/connection-attempts.js';
import {
  connectionNotFound,
  scopesRefused,
  sharingNotAllowed,
} from '../../domain/connections/connections.errors.js';
import { Connections } from '../../domain/connections/connections.js';
import { FindProvider } from './find-provider.js';

export interface AuthorizationWish {
  readonly provider: string;
  /** None: what the provider's description has. */
  readonly scopes?: readonly string[];
  /** Already found to be allowed. */
  readonly redirect: string | null;
  readonly shared: boolean;
  /** One that is there already: to mend it, or to ask for more. */
  readonly connectionId?: Id;
  /** Digest of what only this browser has. */
  readonly browser: string;
}

/** Sends somebody to a provider to consent. What they asked for waits under the state that comes back with them. */
@Injectable()
export class StartAuthorization {
  constructor(
    private readonly providers: FindProvider,
    private readonly decide: Decide,
    private readonly connections: Connections,
    private readonly attempts: ConnectionAttempts,
    private readonly singleUse: SingleUse,
    private readonly unitOfWork: UnitOfWork,
    private readonly digest: Digest,
  ) {}

  /**
   * @returns the provider's address to send the person to
   * @throws DomainError `connections.provider-unknown`, `connections.provider-not-configured`,
   *   `connections.scopes-refused`, `authz.permission-denied`, `connections.not-found`
   */
  async execute(by: Person, tenantId: Id, wish: AuthorizationWish): Promise<string> {
    const configured = this.providers.execute(wish.provider);
    if (wish.shared && !(await this.decide.check(by, { permission: 'connection:manage' })))
      throw sharingNotAllowed();
    return this.unitOfWork.run(
      async () => {
        const existing = wish.connectionId ? await this.own(by, wish.provider, wish.connectionId) : null;
        const scopes = scopesToAskFor(configured.provider, wish.scopes, existing?.scopes ?? []);
        const refusal = configured.provider.refuseScopes?.(scopes);
        if (refusal) throw scopesRefused(refusal);
        const { provider, redirect, browser, connectionId } = wish;
        const pending: PendingAuthorization = {
          ...{ tenantId, provider, redirect, browser, scopes },
          shared: existing?.shared ?? wish.shared,
          connectionId: connectionId ?? null,
        };
        const state = await this.singleUse.issue('connection-authorization', {
          userId: by.userId,
          payload: { ...pending },
        });
        await this.attempts.record({
          ...{ tenantId, provider, by: by.userId, connectionId: pending.connectionId },
          ...{ kind: 'authorize', outcome: 'started', reason: null, durationMs: null },
        });
        const challenge = pkceChallenge(this.digest, pkceVerifier(this.digest, state));
        return authorizationUrl(configured, { state, challenge, scopes });
      },
      { tenantId },
    );
  }

  private async own(by: Person, provider: string, id: Id) {
    const connection = await this.connections.find(id);
    if (connection?.provider !== provider || !isOwn(connection, by)) throw connectionNotFound();
    return connection;
  }
}
