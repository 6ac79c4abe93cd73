import type { Id } from '../../src/kernel/id.js';
import type { KnownDevices, NewDevice } from '../../src/modules/sessions/domain/known-devices.js';
import type {
  ActivityKind,
  SessionActivities,
} from '../../src/modules/sessions/domain/session-activities.js';
import type {
  OwnSessionLimits,
  SessionConfigurations,
} from '../../src/modules/sessions/domain/session-configurations.js';
import { stricterLimits, type SessionLimits } from '../../src/modules/sessions/domain/session-limits.js';
import type {
  ConfinedSeconds,
  Crowd,
  RefreshState,
  SessionRepository,
  SessionSecret,
  Touch,
  Unfit,
} from '../../src/modules/sessions/domain/session.repository.js';
import {
  Session,
  type Origin,
  type RevocationReason,
  type SessionState,
} from '../../src/modules/sessions/domain/session.js';

interface StoredSession {
  session: Session;
  readonly secret: SessionSecret;
  generation: number;
  refreshedAt: Date | null;
  revoked: { readonly at: Date; readonly reason: RevocationReason } | null;
}

const same = (a: Buffer | null | undefined, b: Buffer | null | undefined) => !!a && !!b && a.equals(b);

export class FakeSessions implements SessionRepository {
  readonly rows = new Map<Id, StoredSession>();
  /** Fails the next call of `touch`. */
  failing = false;
  readonly touched: (readonly Touch[])[] = [];

  async insert(session: Session, secret: SessionSecret): Promise<void> {
    if (this.rows.has(session.id)) throw new Error('this id is taken');
    this.rows.set(session.id, { session, secret, generation: 0, refreshedAt: null, revoked: null });
  }

  async findByTokenHash(tokenHash: Buffer): Promise<Session | null> {
    const row = this.live().find(({ secret }) => 'tokenHash' in secret && same(secret.tokenHash, tokenHash));
    return row?.session ?? null;
  }

  async findById(id: Id): Promise<Session | null> {
    return this.live().find(({ session }) => session.id === id)?.session ?? null;
  }

  async rotateRefresh(id: Id, saltHash: Buffer, generation: number, now: Date): Promise<Session | null> {
    const row = this.bySalt(id, saltHash);
    if (row?.generation !== generation || !row.session.isAlive(now)) return null;
    row.generation += 1;
    row.refreshedAt = now;
    row.session = Session.restore({ ...row.session, lastSeenAt: now });
    return row.session;
  }

  async findRefreshState(id: Id, saltHash: Buffer): Promise<RefreshState | null> {
    const row = this.bySalt(id, saltHash);
    return row ? { generation: row.generation, refreshedAt: row.refreshedAt } : null;
  }

  async revoke(ids: readonly Id[], ownerId: Id, reason: RevocationReason, now: Date): Promise<Id[]> {
    return this.revokeWhere(ownerId, (id) => ids.includes(id), reason, now);
  }

  async holdOwner(): Promise<void> {
    return Promise.resolve();
  }

  async revokeAllOfUser(userId: Id, keep: Id | null, reason: RevocationReason, now: Date): Promise<Id[]> {
    return this.revokeWhere(userId, (id) => id !== keep, reason, now);
  }

  async revokeBeyond({ userId, tenantId, most, keep }: Crowd, reason: RevocationReason, now: Date) {
    const beyond = this.aliveIn(tenantId, now)
      .filter((session) => session.userId === userId)
      .map(({ id }) => id)
      .sort((a, b) => Number(b === keep) - Number(a === keep) || (a < b ? 1 : -1))
      .slice(most);
    return this.revokeWhere(userId, (id) => beyond.includes(id), reason, now);
  }

  async ownersBeyond(tenantId: Id, most: number, now: Date): Promise<Id[]> {
    const owners = this.aliveIn(tenantId, now).map(({ userId }) => userId);
    return [...new Set(owners)].filter((id) => owners.filter((owner) => owner === id).length > most);
  }

  async confine(tenantId: Id, { idleSeconds, absoluteSeconds }: ConfinedSeconds): Promise<Id[]> {
    return this.changeIn(tenantId, (session) => {
      const latest = session.authTime.getTime() + (absoluteSeconds ?? Infinity) * 1000;
      const idle = Math.min(session.idleSeconds, idleSeconds ?? Infinity);
      const expiresAt = new Date(Math.min(session.expiresAt.getTime(), latest));
      const same = idle === session.idleSeconds && expiresAt.getTime() === session.expiresAt.getTime();
      return same ? null : { ...session, idleSeconds: idle, expiresAt };
    });
  }

  async release(tenantId: Id, { userIds, proofs }: Unfit): Promise<Id[]> {
    return this.changeIn(tenantId, (session) => {
      const fit = !proofs || session.amr.some((proof) => proofs.includes(proof));
      return fit && !userIds.includes(session.userId) ? null : { ...session, activeTenantId: null };
    });
  }

  private changeIn(tenantId: Id, change: (session: Session) => SessionState | null): Id[] {
    const changed: Id[] = [];
    for (const row of this.live()) {
      const next = row.session.activeTenantId === tenantId ? change(row.session) : null;
      if (!next) continue;
      row.session = Session.restore(next);
      changed.push(row.session.id);
    }
    return changed;
  }

  private aliveIn(tenantId: Id, now: Date): Session[] {
    const sessions = this.live().map(({ session }) => session);
    return sessions.filter((session) => session.activeTenantId === tenantId && session.isAlive(now));
  }

  async touch(touches: readonly Touch[]): Promise<void> {
    if (this.failing) {
      this.failing = false;
      throw new Error('the database is down');
    }
    this.touched.push(touches);
    for (const { sessionId, at } of touches) {
      const row = this.rows.get(sessionId);
      if (!row || row.revoked || row.session.lastSeenAt >= at) continue;
      row.session = Session.restore({ ...row.session, lastSeenAt: at });
    }
  }

  async purgeEnded(before: Date, limit: number): Promise<number> {
    const ended = [...this.rows.values()].filter(
      ({ session, revoked }) => session.idleExpiresAt < before || (revoked && revoked.at < before),
    );
    const purged = ended.slice(0, limit);
    for (const { session } of purged) this.rows.delete(session.id);
    return purged.length;
  }

  reasonOf(id: Id): RevocationReason | undefined {
    return this.rows.get(id)?.revoked?.reason;
  }

  private live(): StoredSession[] {
    return [...this.rows.values()].filter(({ revoked }) => !revoked);
  }

  private bySalt(id: Id, saltHash: Buffer): StoredSession | undefined {
    return this.live().find(
      ({ session, secret }) =>
        session.id === id && 'refreshSaltHash' in secret && same(secret.refreshSaltHash, saltHash),
    );
  }

  private revokeWhere(userId: Id, meant: (id: Id) => boolean, reason: RevocationReason, at: Date): Id[] {
    const rows = this.live().filter(({ session }) => session.userId === userId && meant(session.id));
    for (const row of rows) row.revoked = { at, reason };
    return rows.map(({ session }) => session.id);
  }
}

export interface Activity extends Origin {
  sessionId: Id;
  readonly kind: ActivityKind;
  readonly at: Date;
}

export class FakeActivities implements SessionActivities {
  rows: Activity[] = [];

  async record(sessionId: Id, kind: ActivityKind, { ip, userAgent }: Origin, at: Date): Promise<void> {
    this.rows.push({ sessionId, kind, ip, userAgent, at });
  }

  async moveTo(sessionId: Id, from: Id): Promise<void> {
    for (const row of this.rows) if (row.sessionId === from) row.sessionId = sessionId;
  }

  async purge(before: Date, limit: number): Promise<number> {
    const purged = this.rows.filter(({ at }) => at < before).slice(0, limit);
    this.rows = this.rows.filter((row) => !purged.includes(row));
    return purged.length;
  }

  kindsOf(sessionId: Id): ActivityKind[] {
    return this.rows.filter((row) => row.sessionId === sessionId).map(({ kind }) => kind);
  }
}

export class FakeDevices implements KnownDevices {
  private rows: { device: NewDevice; lastSeenAt: Date }[] = [];

  async isKnown(userId: Id, tokenHash: Buffer): Promise<boolean> {
    return this.of(userId).some(({ device }) => same(device.tokenHash, tokenHash));
  }

  async remember(device: NewDevice): Promise<{ seenBefore: boolean; firstEver: boolean }> {
    const own = this.of(device.userId);
    const seenBefore = own.some(
      (row) =>
        same(row.device.fingerprint, device.fingerprint) || same(row.device.tokenHash, device.tokenHash),
    );
    const known = this.rows.find((row) =>
      device.tokenHash
        ? same(row.device.tokenHash, device.tokenHash)
        : own.includes(row) && !row.device.tokenHash && same(row.device.fingerprint, device.fingerprint),
    );
    if (known) known.lastSeenAt = device.now;
    else this.rows.push({ device, lastSeenAt: device.now });
    return { seenBefore, firstEver: own.length === 0 };
  }

  async purgeUnused(before: Date, limit: number): Promise<number> {
    const purged = this.rows.filter(({ lastSeenAt }) => lastSeenAt < before).slice(0, limit);
    this.rows = this.rows.filter((row) => !purged.includes(row));
    return purged.length;
  }

  private of(userId: Id) {
    return this.rows.filter(({ device }) => device.userId === userId);
  }
}

export const DAY_SECONDS = 86_400;
export const LIMITS: SessionLimits = { idleMinutes: 30, absoluteHours: 12, rememberMeDays: 30 };
export const HOME: Origin = { ip: '192.0.2.1', userAgent: 'Firefox' };

export class FakeConfigurations implements SessionConfigurations {
  private readonly own = new Map<Id, OwnSessionLimits>();

  async limitsOf(directoryId: Id): Promise<SessionLimits> {
    return stricterLimits(LIMITS, this.own.get(directoryId) ?? {});
  }

  async set(directoryId: Id, own: OwnSessionLimits): Promise<void> {
    this.own.set(directoryId, own);
  }
}

/** A session out of thin air. */
export function someSession(facts: Partial<Parameters<typeof Session.begin>[0]> = {}): Session {
  return Session.begin({
    id: '00000000-0000-7000-8000-00000000aaaa',
    userId: '00000000-0000-7000-8000-00000000bbbb',
    activeTenantId: null,
    transport: 'cookie',
    proofs: { amr: ['pwd'], authTime: new Date('2026-01-01T00:00:00.000Z') },
    origin: HOME,
    lifetime: { idleSeconds: 1800, absoluteSeconds: 12 * 3600 },
    now: new Date('2026-01-01T00:00:00.000Z'),
    ...facts,
  });
}
