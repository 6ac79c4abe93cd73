import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import type { Clock } from '../../src/kernel/clock.js';
import type { Id } from '../../src/kernel/id.js';
import type { Random } from '../../src/kernel/random.js';
import {
  SINGLE_USE_KINDS,
  type SingleUse,
  type SingleUseGrant,
  type SingleUseKind,
} from '../../src/kernel/single-use.js';
import { SHARED_DIRECTORY_ID } from '../../src/modules/identity/domain/directory.js';
import {
  type AttemptBudget,
  type AttemptVerdict,
  type LoginAttempts,
} from '../../src/modules/identity/domain/login-attempts.js';
import type { PasswordHistory } from '../../src/modules/identity/domain/password-history.js';
import type { UserRepository } from '../../src/modules/identity/domain/user.repository.js';
import type { ImportedUser, ImportedUsers } from '../../src/modules/identity/domain/user-import.js';
import type { User } from '../../src/modules/identity/domain/user.js';
import { FakeUnitOfWork } from './fakes.js';

/** A fake that can go back to how it was when a transaction began. */
export interface Revertible {
  /** @returns what undoes everything that happens from now on */
  mark(): () => void;
}

/** Rolls the fakes back as a database would: what is thrown out of the outermost run leaves no trace. */
export class RevertingUnitOfWork extends FakeUnitOfWork {
  private readonly context = new AsyncLocalStorage<true>();

  constructor(private readonly stores: readonly Revertible[]) {
    super();
  }

  override async run<T>(work: () => Promise<T>): Promise<T> {
    const revert = this.open ? [] : this.stores.map((store) => store.mark());
    try {
      return await this.context.run(true, () => super.run(work));
    } catch (error) {
      for (const undo of revert) undo();
      throw error;
    }
  }

  /** Whether whoever asks is inside, not just anybody. */
  get entered(): boolean {
    return this.context.getStore() === true;
  }
}

export class InMemoryUserRepository implements UserRepository, Revertible {
  private users = new Map<Id, User>();

  get all(): User[] {
    return [...this.users.values()];
  }

  mark(): () => void {
    const before = new Map(this.users);
    return () => (this.users = before);
  }

  async findById(id: Id): Promise<User | null> {
    return this.users.get(id) ?? null;
  }

  async holdById(id: Id): Promise<User | null> {
    return this.findById(id);
  }

  async lockById(id: Id): Promise<User | null> {
    return this.findById(id);
  }

  async findByEmail(directoryId: Id, emailNormalised: string): Promise<User | null> {
    const called = (user: User) =>
      user.directoryId === directoryId && user.emailNormalised === emailNormalised;
    return this.all.find(called) ?? null;
  }

  /** Slugs of tenants with a directory of their own. */
  readonly directories = new Map<string, Id>();

  async findAtDoor(emailNormalised: string, tenantSlug: string | undefined): Promise<User | null> {
    const own = tenantSlug === undefined ? undefined : this.directories.get(tenantSlug);
    const isolated = own ? await this.findByEmail(own, emailNormalised) : null;
    return isolated ?? this.findByEmail(SHARED_DIRECTORY_ID, emailNormalised);
  }

  async insert(user: User): Promise<boolean> {
    if (this.takenByAnother(user)) return false;
    this.users.set(user.id, user);
    return true;
  }

  async save(user: User): Promise<boolean> {
    const overtaken = this.users.get(user.id)?.version !== user.version - 1;
    if (overtaken || this.takenByAnother(user)) return false;
    this.users.set(user.id, user);
    return true;
  }

  async replacePasswordHash(id: Id, current: string, next: string): Promise<void> {
    if (this.users.get(id)?.passwordHash === current) this.patch(id, { passwordHash: next });
  }

  async holdAdmitted(id: Id, passwordChangedAt: Date | null): Promise<boolean> {
    const user = this.users.get(id);
    return !!user && !user.disabledAt && user.passwordChangedAt?.getTime() === passwordChangedAt?.getTime();
  }

  async lockUntil(id: Id, until: Date, now: Date): Promise<boolean> {
    const user = this.users.get(id);
    if (!user || (user.lockedUntil && user.lockedUntil > now)) return false;
    this.patch(id, { lockedUntil: until });
    return true;
  }

  async deleteUnverified(directoryId: Id, emailNormalised: string): Promise<void> {
    const claims = this.all.filter((user) => user.directoryId === directoryId && !user.emailVerified);
    for (const user of claims) if (user.emailNormalised === emailNormalised) this.users.delete(user.id);
  }

  async purgeUnverified(registeredBefore: Date, limit: number): Promise<number> {
    const abandoned = this.all
      .filter(({ emailVerified, updatedAt }) => !emailVerified && updatedAt < registeredBefore)
      .slice(0, limit);
    for (const { id } of abandoned) this.users.delete(id);
    return abandoned.length;
  }

  /** As an operator or the database would, without raising the version. */
  patch(id: Id, change: Partial<User>): void {
    const user = this.users.get(id)!;
    const next = Object.assign(Object.create(Object.getPrototypeOf(user) as object) as User, user, change);
    this.users.set(id, next);
  }

  private takenByAnother({ id, directoryId, emailNormalised }: User): boolean {
    return this.all.some(
      (other) =>
        other.id !== id && other.directoryId === directoryId && other.emailNormalised === emailNormalised,
    );
  }
}

export class InMemoryPasswordHistory implements PasswordHistory, Revertible {
  private retired: { userId: Id; passwordHash: string; at: Date }[] = [];

  mark(): () => void {
    const before = [...this.retired];
    return () => (this.retired = before);
  }

  async recent(userId: Id, count: number): Promise<string[]> {
    return this.of(userId)
      .slice(0, count)
      .map(({ passwordHash }) => passwordHash);
  }

  async retire(userId: Id, passwordHash: string, at: Date, keep: number): Promise<void> {
    if (!this.of(userId).some((entry) => entry.at.getTime() === at.getTime()))
      this.retired.push({ userId, passwordHash, at });
    const dropped = this.of(userId).slice(keep);
    this.retired = this.retired.filter((entry) => !dropped.includes(entry));
  }

  private of(userId: Id) {
    return this.retired
      .filter((entry) => entry.userId === userId)
      .sort((a, b) => b.at.getTime() - a.at.getTime());
  }
}

interface Count {
  readonly attempts: number;
  readonly endsAt: number;
}

export class InMemoryLoginAttempts implements LoginAttempts, Revertible {
  private counts = new Map<string, Count>();

  constructor(private readonly clock: Clock) {}

  mark(): () => void {
    const before = new Map(this.counts);
    return () => (this.counts = before);
  }

  async claim(account: string, budget: AttemptBudget): Promise<AttemptVerdict> {
    const now = this.clock.now().getTime();
    const { attempts, endsAt } = this.raise(account, budget, now);
    return {
      allowed: attempts <= budget.attempts,
      retryAfterSeconds: Math.max(1, Math.ceil((endsAt - now) / 1000)),
      justExceeded: attempts === budget.attempts + 1,
    };
  }

  async forget(account: string, budgets: readonly AttemptBudget[]): Promise<void> {
    for (const budget of budgets) this.counts.delete(keyOf(account, budget));
  }

  async forgetAll(account: string): Promise<void> {
    for (const key of this.counts.keys())
      if ((JSON.parse(key) as unknown[])[0] === account) this.counts.delete(key);
  }

  async purge(limit: number): Promise<number> {
    const now = this.clock.now().getTime();
    const ended = [...this.counts].filter(([, { endsAt }]) => endsAt < now).slice(0, limit);
    for (const [key] of ended) this.counts.delete(key);
    return ended.length;
  }

  private raise(account: string, budget: AttemptBudget, now: number): Count {
    const key = keyOf(account, budget);
    const before = this.counts.get(key);
    const running = before && before.endsAt > now;
    const fresh = { attempts: 1, endsAt: now + budget.windowSeconds * 1000 };
    const count = running ? { ...before, attempts: before.attempts + 1 } : fresh;
    this.counts.set(key, count);
    return count;
  }
}

const keyOf = (account: string, { source }: AttemptBudget): string => JSON.stringify([account, source]);

interface Issued extends SingleUseGrant {
  readonly kind: SingleUseKind;
  readonly expiresAt: number;
  readonly spent: boolean;
}

export class InMemorySingleUse implements SingleUse, Revertible {
  private issued = new Map<string, Issued>();

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  mark(): () => void {
    const before = new Map(this.issued);
    return () => (this.issued = before);
  }

  async issue(kind: SingleUseKind, { userId, payload }: SingleUseGrant): Promise<string> {
    const secret = this.random.token(32);
    const expiresAt = this.clock.now().getTime() + SINGLE_USE_KINDS[kind] * 60_000;
    const kept = structuredClone(payload);
    this.issued.set(digest(secret), { kind, userId, payload: kept, expiresAt, spent: false });
    return secret;
  }

  async peek(kind: SingleUseKind, secret: string): Promise<SingleUseGrant | null> {
    const found = this.issued.get(digest(secret));
    const good = found?.kind === kind && !found.spent && found.expiresAt > this.clock.now().getTime();
    return good ? grantOf(found) : null;
  }

  async consume(kind: SingleUseKind, secret: string): Promise<SingleUseGrant | null> {
    const grant = await this.peek(kind, secret);
    const key = digest(secret);
    const current = this.issued.get(key);
    if (!grant || !current || current.spent) return null;
    this.issued.set(key, { ...current, payload: {}, spent: true });
    return grant;
  }

  async newest(kind: SingleUseKind, userId: Id): Promise<SingleUseGrant | null> {
    const newest = [...this.issued.values()].findLast((one) => one.kind === kind && one.userId === userId);
    return newest ? grantOf(newest) : null;
  }

  async withdraw(kind: SingleUseKind, userId: Id): Promise<void> {
    for (const [key, one] of this.issued)
      if (one.kind === kind && one.userId === userId) this.issued.set(key, { ...one, spent: true });
  }
}

const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');
const grantOf = ({ userId, payload }: Issued): SingleUseGrant => ({ userId, payload });

export class InMemoryImportedUsers implements ImportedUsers {
  constructor(private readonly users: InMemoryUserRepository) {}

  async addMissing(users: readonly User[]): Promise<ReadonlyMap<string, ImportedUser>> {
    const present = new Map<string, ImportedUser>();
    for (const user of users) {
      const isNew = await this.users.insert(user);
      const { id } = (await this.users.findByEmail(user.directoryId, user.emailNormalised))!;
      if (isNew || !present.has(user.emailNormalised)) present.set(user.emailNormalised, { id, isNew });
    }
    return present;
  }
}
