import type { Provider } from '@nestjs/common';
import { AcceptArrival } from '../../application/connections/accept-arrival.js';
import { AskForStatus } from '../../application/connections/ask-for-status.js';
import { AskForTokens } from '../../application/connections/ask-for-tokens.js';
import { CheckConnection } from '../../application/connections/check-connection.js';
import { ConnectionEvents } from '../../application/connections/connection-events.js';
import { EndConnection } from '../../application/connections/end-connection.js';
import { EndConnections } from '../../application/connections/end-connections.js';
import { FindProvider } from '../../application/connections/find-provider.js';
import { FinishAuthorization } from '../../application/connections/finish-authorization.js';
import { ForceRefresh } from '../../application/connections/force-refresh.js';
import { NoteCheck } from '../../application/connections/note-check.js';
import { ReadToken } from '../../application/connections/read-token.js';
import { RedeemConsent } from '../../application/connections/redeem-consent.js';
import { RefreshClaimed } from '../../application/connections/refresh-claimed.js';
import { RefreshConnection } from '../../application/connections/refresh-connection.js';
import { RemoveConnection } from '../../application/connections/remove-connection.js';
import { RevokeConsent } from '../../application/connections/revoke-consent.js';
import { SeeConnection } from '../../application/connections/see-connection.js';
import { StartAuthorization } from '../../application/connections/start-authorization.js';
import { StoreConnection } from '../../application/connections/store-connection.js';
import { TendConnections } from '../../application/connections/tend-connections.js';
import { ConnectionAttempts } from '../../domain/connections/connection-attempts.js';
import { Connections } from '../../domain/connections/connections.js';
import { HotTokens } from '../../domain/connections/hot-tokens.js';
import { Pause } from '../../domain/connections/pause.js';
import { ProviderCatalogue, ProviderClient } from '../../domain/connections/provider-client.js';
import { TokenVault } from '../../domain/connections/token-vault.js';
import { AnalyticsQueries } from './analytics.queries.js';
import { CachedHotTokens } from './cached-hot-tokens.js';
import { ConfiguredProviders } from './configured-providers.js';
import { ConnectingBrowser } from './connecting-browser.js';
import { ConnectionPermissions } from './connection-permissions.js';
import { ConnectionsJob } from './connections.job.js';
import { ConnectionQueries } from './connections.queries.js';
import { ConnectionSubscriptions } from './connections.subscriptions.js';
import { HttpProviderClient } from './http-provider-client.js';
import { ProviderCalls } from './provider-calls.js';
import { SqlConnectionAttempts } from './sql-connection-attempts.js';
import { SqlConnections } from './sql-connections.js';
import { TimerPause } from './timer-pause.js';
import { VaultTokenVault } from './vault-token-vault.js';

export const connectionProviders: Provider[] = [
  AcceptArrival,
  AskForStatus,
  AskForTokens,
  CheckConnection,
  ConnectionEvents,
  EndConnection,
  EndConnections,
  FindProvider,
  FinishAuthorization,
  ForceRefresh,
  NoteCheck,
  ReadToken,
  RedeemConsent,
  RefreshClaimed,
  RefreshConnection,
  RemoveConnection,
  RevokeConsent,
  SeeConnection,
  StartAuthorization,
  StoreConnection,
  TendConnections,
  AnalyticsQueries,
  ConfiguredProviders,
  ConnectingBrowser,
  ConnectionPermissions,
  ConnectionQueries,
  ConnectionsJob,
  ConnectionSubscriptions,
  ProviderCalls,
  { provide: ConnectionAttempts, useClass: SqlConnectionAttempts },
  { provide: Connections, useClass: SqlConnections },
  { provide: HotTokens, useClass: CachedHotTokens },
  { provide: Pause, useClass: TimerPause },
  { provide: ProviderCatalogue, useExisting: ConfiguredProviders },
  { provide: ProviderClient, useClass: HttpProviderClient },
  { provide: TokenVault, useClass: VaultTokenVault },
];
