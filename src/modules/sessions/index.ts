/** All that other modules may know of sessions. */
export { SessionsModule } from './sessions.module.js';
export { ConfigureSessions } from './application/configure-sessions.js';
export { ConfineSessions } from './application/confine-sessions.js';
export { CurrentSession } from './application/current-session.js';
export { FindRefreshToken } from './application/find-refresh-token.js';
export { IssueSession } from './application/issue-session.js';
export { RefreshSession } from './application/refresh-session.js';
export { RememberDevice } from './application/remember-device.js';
export { RenewSession } from './application/renew-session.js';
export { ResolveSession } from './application/resolve-session.js';
export { RevokeSessions } from './application/revoke-sessions.js';
export type { IssuedSession } from './application/store-session.js';
export type { TenantSessionLimits } from './domain/session-limits.js';
export { REFRESH_TOKEN_REUSED, SIGNED_IN_FROM_NEW_DEVICE } from './domain/sessions.events.js';
export { Session, type Origin } from './domain/session.js';
export { deviceName, deviceOf } from './infra/device-of.js';
export { SessionCookies } from './infra/session-cookies.js';
export { DeviceView, SessionView } from './infra/session.view.js';
