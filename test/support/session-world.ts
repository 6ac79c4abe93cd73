import { EndReusedFamily } from '../../src/modules/sessions/application/end-reused-family.js';
import {
  IssueSession,
  type IssueSessionCommand,
} from '../../src/modules/sessions/application/issue-session.js';
import { RefreshSession } from '../../src/modules/sessions/application/refresh-session.js';
import { RememberDevice } from '../../src/modules/sessions/application/remember-device.js';
import { RenewSession } from '../../src/modules/sessions/application/renew-session.js';
import { RevokeSessions } from '../../src/modules/sessions/application/revoke-sessions.js';
import { StoreSession } from '../../src/modules/sessions/application/store-session.js';
import { FakeClock, FakeDigest, FakeInvalidation, FakeOutbox, FakeRandom, FakeUnitOfWork } from './fakes.js';
import { FakeActivities, FakeConfigurations, FakeDevices, FakeSessions, HOME } from './session-fakes.js';

/** The use cases of sessions over fakes: `issue()` begins a session as a finished sign-in would. */
export function sessionWorld() {
  const clock = new FakeClock();
  const random = new FakeRandom();
  const digest = new FakeDigest();
  const unitOfWork = new FakeUnitOfWork();
  const outbox = new FakeOutbox();
  const invalidation = new FakeInvalidation();
  const sessions = new FakeSessions();
  const activities = new FakeActivities();
  const devices = new FakeDevices();
  const configurations = new FakeConfigurations();
  const store = new StoreSession(sessions, activities, random, digest);
  const rememberDevice = new RememberDevice(devices, digest, random, outbox);
  const revokeSessions = new RevokeSessions(unitOfWork, sessions, invalidation, outbox, clock, random);
  const issueSession = new IssueSession(
    ...([unitOfWork, configurations, store, rememberDevice, revokeSessions, clock, random] as const),
  );
  const endFamily = new EndReusedFamily(unitOfWork, revokeSessions, outbox, clock, random);
  const refreshSession = new RefreshSession(unitOfWork, sessions, activities, digest, clock, endFamily);
  const renewSession = new RenewSession(unitOfWork, sessions, activities, store, invalidation, clock, random);
  const userId = random.id();
  const issue = async (wish: Partial<IssueSessionCommand> = {}) =>
    issueSession.execute({
      userId,
      directoryId: random.id(),
      activeTenantId: null,
      proofs: { amr: ['pwd'], authTime: clock.now() },
      origin: HOME,
      rememberMe: false,
      transport: 'cookie',
      ...wish,
    });
  return {
    ...{ clock, random, digest, unitOfWork, outbox, invalidation, sessions, activities, devices, userId },
    ...{ issueSession, rememberDevice, revokeSessions, refreshSession, renewSession, issue },
  };
}
