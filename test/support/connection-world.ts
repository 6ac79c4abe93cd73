import { AskForTokens } from '../../src/modules/oauth/application/connections/ask-for-tokens.js';
import { ConnectionEvents } from '../../src/modules/oauth/application/connections/connection-events.js';
import { RefreshClaimed } from '../../src/modules/oauth/application/connections/refresh-claimed.js';
import { RefreshConnection } from '../../src/modules/oauth/application/connections/refresh-connection.js';
import { StoreConnection } from '../../src/modules/oauth/application/connections/store-connection.js';
import type { StoredConnection } from '../../src/modules/oauth/domain/connections/connection.js';
import type { IssuedTokens } from '../../src/modules/oauth/domain/providers/provider.js';
import {
  FakeConnectionAttempts,
  FakeConnections,
  FakeProviderCatalogue,
  FakeProviderClient,
  FakeTokenVault,
} from './connection-fakes.js';
import { FakeClock, FakeInvalidation, FakeOutbox, FakeRandom, FakeUnitOfWork } from './fakes.js';

export const TENANT = '00000000-0000-7000-8000-00000000aaaa';
export const OWNER = '00000000-0000-7000-8000-00000000bbbb';

/** The vault of one tenant, with a provider that does as it is told. */
export class ConnectionWorld {
  readonly clock = new FakeClock();
  readonly random = new FakeRandom();
  readonly unitOfWork = new FakeUnitOfWork();
  readonly outbox = new FakeOutbox();
  readonly invalidation = new FakeInvalidation();
  readonly connections = new FakeConnections(this.clock);
  readonly attempts = new FakeConnectionAttempts();
  readonly vault = new FakeTokenVault();
  readonly catalogue = new FakeProviderCatalogue();
  readonly client = new FakeProviderClient();
  readonly events = new ConnectionEvents(this.outbox, this.invalidation, this.random, this.clock);
  readonly refreshClaimed = new RefreshClaimed(
    new AskForTokens(this.catalogue, this.client, this.vault, this.unitOfWork),
    this.connections,
    this.vault,
    this.attempts,
    this.events,
    this.unitOfWork,
    this.clock,
  );
  readonly store = new StoreConnection(
    this.connections,
    this.vault,
    this.attempts,
    this.events,
    this.unitOfWork,
    this.random,
    this.clock,
  );

  /** Each node keeps its own account of what is running. @param onPause what happens while somebody waits */
  node(onPause: () => void = () => undefined): RefreshConnection {
    const pause = {
      for: () =>
        new Promise<void>((go) => {
          setImmediate(() => {
            onPause();
            go();
          });
        }),
    };
    const { connections, refreshClaimed, unitOfWork, random } = this;
    return new RefreshConnection(connections, refreshClaimed, unitOfWork, pause, random);
  }

  /** An account of the owner's that was just connected. */
  async connect(
    provider = 'trello',
    account = this.client.account,
    more: Partial<IssuedTokens> = {},
  ): Promise<StoredConnection> {
    const issued = {
      ...{ accessToken: 'access-0', refreshToken: 'refresh-0', expiresIn: 3600, refreshExpiresIn: null },
      ...{ scopes: null, identity: null, ...more },
    };
    const pending = {
      ...{ tenantId: TENANT, provider, redirect: null, shared: false, scopes: ['read'], connectionId: null },
      browser: 'browser',
    };
    const stored = await this.store.execute({ userId: OWNER, pending, account, issued, durationMs: 1 });
    return stored!;
  }
}
