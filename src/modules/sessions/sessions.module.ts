import { Module } from '@nestjs/common';
import { ConfigureSessions } from './application/configure-sessions.js';
import { ConfineSessions } from './application/confine-sessions.js';
import { CurrentSession } from './application/current-session.js';
import { EndReusedFamily } from './application/end-reused-family.js';
import { FindRefreshToken } from './application/find-refresh-token.js';
import { IssueSession } from './application/issue-session.js';
import { PurgeSessions } from './application/purge-sessions.js';
import { RefreshSession } from './application/refresh-session.js';
import { ReleaseSessions } from './application/release-sessions.js';
import { RememberDevice } from './application/remember-device.js';
import { RenewSession } from './application/renew-session.js';
import { ResolveSession } from './application/resolve-session.js';
import { RevokeSessions } from './application/revoke-sessions.js';
import { StoreSession } from './application/store-session.js';
import { KnownDevices } from './domain/known-devices.js';
import { LiveSessions } from './domain/live-sessions.js';
import { SessionActivities } from './domain/session-activities.js';
import { SessionConfigurations } from './domain/session-configurations.js';
import { SessionRepository } from './domain/session.repository.js';
import { CachedLiveSessions } from './infra/cached-live-sessions.js';
import { CachedSessionConfigurations } from './infra/cached-session-configurations.js';
import { PurgeSessionsJob } from './infra/purge-sessions.job.js';
import { SessionStrategy } from './infra/session.strategy.js';
import { SessionCookies } from './infra/session-cookies.js';
import { SessionTouches } from './infra/session-touches.js';
import { SessionsController } from './infra/sessions.controller.js';
import { SessionQueries } from './infra/sessions.queries.js';
import { SqlKnownDevices } from './infra/sql-known-devices.js';
import { SqlSessionActivities } from './infra/sql-session-activities.js';
import { SqlSessionConfigurations } from './infra/sql-session-configurations.js';
import { SqlSessionRepository } from './infra/sql-session.repository.js';

const useCases = [
  ConfigureSessions,
  ConfineSessions,
  CurrentSession,
  FindRefreshToken,
  IssueSession,
  RefreshSession,
  ReleaseSessions,
  RememberDevice,
  RenewSession,
  ResolveSession,
  RevokeSessions,
];

@Module({
  controllers: [SessionsController],
  providers: [
    ...useCases,
    EndReusedFamily,
    PurgeSessions,
    PurgeSessionsJob,
    SessionStrategy,
    SessionCookies,
    SessionQueries,
    SessionTouches,
    StoreSession,
    { provide: KnownDevices, useClass: SqlKnownDevices },
    { provide: LiveSessions, useClass: CachedLiveSessions },
    { provide: SessionActivities, useClass: SqlSessionActivities },
    SqlSessionConfigurations,
    { provide: SessionConfigurations, useClass: CachedSessionConfigurations },
    { provide: SessionRepository, useClass: SqlSessionRepository },
  ],
  exports: [...useCases, SessionCookies],
})
export class SessionsModule {}
